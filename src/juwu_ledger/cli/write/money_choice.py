"""Where money lies: choosing a money account, and saying an amount in capitals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from juwu_ledger.books.model.capitals import capitals
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.shell.account_choice import account_reader
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import folded
from juwu_ledger.journal.engine.refusals import BadInput

_SHORT = {
    "cash": "petty-cash",
    "现金": "petty-cash",
    "till": "undeposited",
    "待缴": "undeposited",
    "bank": "bank",
    "银行": "bank",
}


def amount_said(context: Context, fen: int) -> None:
    """Show an amount in capitals to the person at the terminal, who compares it with the paper."""
    if context.ask.terminal:
        context.note(f"  {show_fen(fen)} 元，大写：{capitals(fen)}")


def money_account(
    context: Context,
    option: str,
    given: str | None,
    question: str,
    roles: Sequence[str],
    day: dt.date,
    *,
    default: str | None = None,
    closed_too: bool = False,
) -> str:
    """Return the money account that is meant: ``cash``, ``bank``, or an account of these roles.

    The only one that is open on ``day`` is taken without a question; one that is not may be named where
    ``closed_too`` (its last statement is still to be looked at).
    """
    books = context.books
    chart = books.chart.open_on(day)
    among = [a for role in roles for a in chart.with_role(role)]
    named = [a for role in roles for a in books.chart.with_role(role)] if closed_too else among
    if not named:
        raise BadInput(f"账本里没有 {day} 可用的资金科目，请先在 accounts.beancount 里开户")
    by_name = account_reader(named)

    def read(text: str) -> str:
        role = _SHORT.get(folded(text).lower())
        if role is None:
            return by_name(text)
        own = [a.name for a in chart.with_role(role) if role in roles]
        if len(own) != 1:
            said = "、".join(account_label(a.name) for a in among)
            wrong = "不止一个，请写科目" if own else "不能用在这里"
            raise BadInput(f"{text} {wrong}；可用：{said}")
        return own[0]

    if given is None and len(among) == 1:
        return among[0].name
    choices = [
        Choice(
            a.name, f"{account_label(a.name)}（账上 {show_fen(books.balances.get(a.name, 0))} 元）"
        )
        for a in among
    ]
    return context.ask.value(option, given, question, read, choices=choices, default=default)
