"""``juwu limit``: the community sets a figure for itself."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import AMOUNT_LIMITS, DAY_LIMITS
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_balance, read_days, read_word
from juwu_ledger.journal.engine.directive_text import Fen, Value
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.new_charter import DAY_TITLES
from juwu_ledger.journal.orders.registers import entry_plan

TITLES = {**AMOUNT_LIMITS, **DAY_TITLES}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "limit")(limit)


def limit(
    context: Context,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[种类]", help="petty-cash 备用金限额、street-sign-off、fixed-asset……"
        ),
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="[数值]", help="金额写元，期限写天数。")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记限额：从某天起，备用金、街道签批、固定资产、现金支付、会议决议的金额，或者期限的天数。

    旧的限额留着，查旧账时还用旧的。例：juwu limit petty-cash 2000 --date 2026-02-01
    """
    ask = context.ask
    ask.need({"种类": kind, "数值": value})
    day = context.day(date, "从哪天起")
    choices = [Choice(word, f"{title}（{_now(context, word)}）") for word, title in TITLES.items()]
    chosen = ask.value("种类", kind, "哪一种", read_word(TITLES), choices=choices)
    figure: Value
    if chosen in DAY_LIMITS:
        figure = ask.value("数值", value, "几天", read_days)
    else:
        figure = Fen(ask.value("数值", value, "多少元", _read_limit))
    context.write(entry_plan(day, "limit", [chosen, figure], about=TITLES[chosen]))


def _read_limit(text: str) -> int:
    fen = read_balance(text)
    if fen < 0:
        raise BadInput("限额不能是负数")
    return fen


def _now(context: Context, kind: str) -> str:
    limits = context.books.limits
    if kind in DAY_LIMITS:
        return f"现在 {limits.days(kind, context.as_of)} 天"
    fen = limits.amount(kind, context.as_of)
    return "还没有定" if fen is None else f"现在 {show_fen(fen)} 元"
