"""分析: every line with its vouchers, as a sheet of the workbook and as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.analysis.look import NO_FINDING, Hit, Look
from juwu_ledger.registers.analysis.looks import looks
from juwu_ledger.tables.report import CODE, COUNT, DATE, ITEM, MONEY, SUBTOTAL, TEXT, Column, Row
from juwu_ledger.tables.sheet import Sheet

KEY, TITLE = "analysis", "分析"
_COLUMNS = (
    Column("line", "看什么", TEXT, 22),
    Column("threshold", "标准", TEXT, 30),
    Column("count", "处数", COUNT, 6),
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证字号", CODE, 14),
    Column("who", "对方或科目", TEXT, 20),
    Column("amount", "金额", MONEY, 14),
    Column("said", "说明", TEXT, 44),
)


def analysis_sheet(books: Books, period: Period, as_of: dt.date) -> Sheet:
    """Return the sheet of a period: a line of its own for each thing looked for, then its vouchers.

    Of a period that still runs only what is until ``as_of`` is looked at.
    """
    here = Period(period.first, max(period.first, min(period.last, as_of)))
    return Sheet(
        KEY,
        TITLE,
        f"审计常看的地方，每一处都只是线索：{NO_FINDING}。更正过的只看改好的，日期是业务发生的日期；"
        "工作簿里点凭证号，就到“序时账”里的那一行。",
        _COLUMNS,
        lambda: _rows(books, here),
        frozen=1,
    )


def _rows(books: Books, period: Period) -> Iterator[Row]:
    for look in looks(books, period):
        yield _head(look)
        for hit in look.hits:
            yield _row(look, hit)


def _head(look: Look) -> Row:
    said = "；".join(filter(None, (look.said, NO_FINDING)))
    cells = (look.title, look.threshold, len(look.hits), None, None, None, None, said)
    return Row(cells, SUBTOTAL)


def _row(look: Look, hit: Hit) -> Row:
    amount = None if hit.fen is None else to_yuan(hit.fen)
    cells = (look.title, None, None, hit.date, hit.voucher or None, hit.who, amount, hit.said)
    return Row(cells, ITEM)
