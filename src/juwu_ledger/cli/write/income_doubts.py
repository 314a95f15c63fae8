"""What one asks before an income is booked: is it booked already, is it earmarked?

At a terminal it is a question; where nobody can be asked it is a warning, and the income is booked.
"""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.cli.shell.console import legible, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.records.like_incomes import DAYS, Coming, booked_alike, looks_earmarked

_NONE = "-"


def ask_if_booked(context: Context, coming: Coming) -> None:
    """Ask whether an income like one of the last weeks is another; raises :class:`Refusal` if not."""
    alike = booked_alike(context.books_since(coming.day - dt.timedelta(days=DAYS)), coming)
    if not alike:
        return
    last = alike[-1]
    receipt = f"，收据 {last.text('receipt')}" if last.text("receipt") else ""
    said = (
        f"{last.date} 已经记过 {last.payee} 的 {show_fen(coming.fen)} 元"
        f"（{last.id}{receipt}，{last.narration}）"
    )
    if not context.ask.terminal:
        say(legible(f"提醒：{said}，请看看是不是同一笔。"), error=True)
    elif not context.ask.confirm(f"{said}，这是另外一笔吗？", default=False):
        raise Refusal("同一笔收入不记两次，没有写入。")


def fund_asked(context: Context, given: str | None, coming: Coming, purpose: str) -> str | None:
    """Return the fund of an income: as given, or as answered where it looks earmarked."""
    if given is not None:
        return given
    why = looks_earmarked(context.books, coming, purpose)
    if not why:
        return None
    if not context.ask.terminal:
        text = f"提醒：这笔收入{why}，没有写是哪一笔专项资金；是专款的，请用 --fund 写明。"
        say(legible(text), error=True)
        return None
    names = dict.fromkeys(item.name for item in context.books.of(Fund))
    choices = [*(Choice(name, name) for name in names), Choice(_NONE, "不是专款，日常经费")]
    chosen = context.ask.value("--fund", None, f"{why}，是哪一笔专项资金", str, choices=choices)
    if chosen == _NONE:
        context.ask.led_on("--fund")
        return None
    return chosen
