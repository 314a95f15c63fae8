"""Who was paid where one voucher pays several: a list with amounts, looked at one by one (CSH007)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.recipients import read_recipients
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.journal.engine.refusals import BadInput

_QUESTION = "付给几个人的，写名单（姓名=金额，两人之间用顿号；付给一个人的空着）"


def recipient_list(
    context: Context,
    given: str | None,
    lines: Sequence[tuple[str, int]],
    source: str,
    day: dt.date,
) -> str | None:
    """Return the list as given; asked for where allowances or relief are paid in cash above the limit.

    ``lines`` are what the voucher pays, account and fen; raises :class:`BadInput` for a list that does not
    add up to it.
    """
    total = sum(fen for _, fen in lines)

    def read(text: str) -> str:
        try:
            listed = sum(read_recipients(text).values())
        except ValueError as error:
            raise BadInput(str(error)) from None
        if listed != total:
            raise BadInput(f"名单加起来是 {show_fen(listed)} 元，付出的是 {show_fen(total)} 元")
        return text.strip()

    books = context.books
    limit = books.limits.amount("cash-payment", day)
    natures = {books.chart[name].nature for name, _ in lines}
    is_asked = (
        books.chart[source].is_cash
        and natures <= {"allowance", "relief"}
        and limit is not None
        and total > limit
    )
    if given is None and not is_asked:
        return None
    return context.ask.optional("--recipients", given, _QUESTION, read)
