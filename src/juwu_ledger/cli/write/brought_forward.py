"""``juwu brought-forward``: books that begin in mid year are told what the year had seen before."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.cli.shell.account_choice import account_finder, account_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import read_balance
from juwu_ledger.journal.engine.directive_text import Account, Fen
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "brought-forward")(brought_forward)


def brought_forward(
    context: Context,
    account: Annotated[
        str | None,
        typer.Argument(metavar="[科目]", help="收入、支出科目：编码、名称或拼音首字母。"),
    ] = None,
    amount: Annotated[
        str | None, typer.Argument(metavar="[金额]", help="从 1 月到建账前一天，一共多少元。")
    ] = None,
) -> None:
    """年中建账的，登记一个收入或支出科目建账以前本年已有多少：本年累计和年度限额把它算进去。

    例：juwu brought-forward 办公用品 1860.50
    """
    ask, books = context.ask, context.books
    ask.need({"科目": account, "金额": amount})
    if books.span is None:
        raise Refusal("账本里还没有凭证：先记期初余额，再登记建账前的累计。")
    day = books.span[0]
    among = [a for a in books.chart.values() if a.root in ("Income", "Expenses")]
    name = ask.search(
        "科目", account, "哪个收入或支出科目（编码、名称或拼音首字母）",
        account_reader(among), account_finder(among),
    )  # fmt: skip
    question = f"{day.year} 年 1 月到 {day} 前一天，{account_label(name)}一共多少元"
    fen = ask.value("金额", amount, question, read_balance)
    context.write(
        entry_plan(day, "brought-forward", [Account(name), Fen(fen)], about=account_label(name))
    )
