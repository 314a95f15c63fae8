"""The register of unified receipts on paper (收据领用登记簿): each book, its slips, voided ones.

It is the register of the audit workbook (:mod:`.audit.receipt_register`), laid out for signing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from juwu_ledger.books.canonical import short_code
from juwu_ledger.books.periods import Period
from juwu_ledger.books.view import Books
from juwu_ledger.reports.audit.receipt_register import (
    BOOK,
    CANCELLED,
    COLUMNS,
    NOT_DRAWN,
    REUSED,
    USED,
    VOID,
    receipt_sheet,
)
from juwu_ledger.reports.period_ledger import open_ledger
from juwu_ledger.reports.report import (
    CODE,
    COUNT,
    DATE,
    MONEY,
    TOTAL,
    Column,
    Report,
    Row,
    Section,
    Table,
    Value,
)

TITLE = "收据领用登记簿"
SIGNATURES = ("票据保管人", "会计", "主任", "街道办事处核销")
_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
_USES = frozenset({USED, CANCELLED, REUSED, NOT_DRAWN})


def receipt_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the register of a period: one row a book, then the slips used and voided in it."""
    lines = list(receipt_sheet(open_ledger(books, period, as_of)).rows())
    digest = books.digest(period.last)
    return Report(
        report="receipt-register",
        title=TITLE,
        period=period,
        committee=books.title,
        as_of=as_of,
        books_digest=digest,
        totals=None,
        sections=(
            Section("books", "领用和核销", tables=(_books_table(lines),)),
            Section("slips", "本期使用的收据", tables=(_uses_table(lines, period),)),
            Section("voids", "本期作废的收据", tables=(_voids_table(lines, period),)),
        ),
        signatures=SIGNATURES,
        facts={
            "会计期间": f"{period.title}（{period.first} 至 {period.last}）",
            "编制日期": str(as_of),
            "票据名称": "统一收据",
            "账本核对码": short_code(digest),
        },
    )


def _cell(row: Row, key: str) -> Value:
    return row.values[_PLACES[key]]


def _of(lines: Iterable[Row], states: Iterable[str], period: Period) -> Iterator[Row]:
    """Yield the slips of these states whose day lies in the period."""
    wanted = frozenset(states)
    for row in lines:
        day = _cell(row, "date")
        if _cell(row, "state") in wanted and isinstance(day, dt.date) and day in period:
            yield row


def _sum(rows: Iterable[Row], key: str) -> Value:
    """Return the sum of a column; counts stay whole numbers, no amounts at all are 0.00."""
    values = [_cell(row, key) for row in rows]
    whole = [value for value in values if isinstance(value, int)]
    if whole:
        return sum(whole)
    return sum((v for v in values if isinstance(v, Decimal)), Decimal("0.00"))


_BOOK_COLUMNS = (
    Column("date", "领用日期", DATE, 11),
    Column("payee", "发放单位", width=20),
    Column("numbers", "起止号码", CODE, 19),
    Column("count", "份数", COUNT, 6),
    Column("keeper", "领用人", width=8),
    Column("signed", "领用人签字", width=11),
    Column("used", "已用", COUNT, 6),
    Column("void", "作废", COUNT, 6),
    Column("returned", "缴回", COUNT, 6),
    Column("left", "结存", COUNT, 6),
    Column("amount", "本期开票金额", MONEY, 14),
    Column("paid_in", "缴款日期", DATE, 11),
    Column("left_numbers", "结存号码", CODE, 19),
    Column("written_off", "核销日期", DATE, 11),
    Column("written_off_by", "核销人", width=8),
)
_BLANK = frozenset({"signed", "paid_in"})
_SUMS = frozenset({"count", "used", "void", "returned", "left", "amount"})


def _books_table(lines: list[Row]) -> Table:
    found = [row for row in lines if _cell(row, "line") == BOOK]
    rows = [
        Row(tuple(None if c.key in _BLANK else _cell(row, c.key) for c in _BOOK_COLUMNS))
        for row in found
    ]
    if rows:
        sums = {key: _sum(found, key) for key in _SUMS}
        cells = ("合计", *(sums.get(column.key) for column in _BOOK_COLUMNS[1:]))
        rows.append(Row(cells, TOTAL))
    return Table(
        "receipt_books",
        "收据本",
        _BOOK_COLUMNS,
        tuple(rows),
        note="份数、已用、作废、缴回、结存都截至本期末；缴回指交回街道办事处核销的空白收据。"
        "领用人签字和缴款日期由经办人手写。",
        empty="没有领用收据。",
    )


def _uses_table(lines: list[Row], period: Period) -> Table:
    found = list(_of(lines, _USES, period))
    keys = ("numbers", "date", "voucher", "payee", "summary", "amount", "state")
    rows = [Row(tuple(_cell(row, key) for key in keys)) for row in found]
    if rows:
        total = _sum(found, "amount")
        rows.append(Row(("合计", None, f"{len(found)} 份", None, None, total, None), TOTAL))
    return Table(
        "receipt_slips",
        "已用收据",
        (
            Column("number", "号码", CODE, 12),
            Column("date", "日期", DATE, 11),
            Column("voucher", "凭证号", CODE, 14),
            Column("payer", "付款单位（人）", width=26),
            Column("summary", "摘要", width=44),
            Column("amount", "金额", MONEY, 14),
            Column("state", "状态", width=16),
        ),
        tuple(rows),
        empty="本期没有使用收据。",
    )


def _voids_table(lines: list[Row], period: Period) -> Table:
    rows = [
        Row((_cell(row, "numbers"), _cell(row, "date"), _cell(row, "summary")))
        for row in _of(lines, (VOID,), period)
    ]
    return Table(
        "receipt_voids",
        "作废收据",
        (
            Column("number", "号码", CODE, 12),
            Column("date", "日期", DATE, 11),
            Column("reason", "作废原因", width=60),
        ),
        tuple(rows),
        note="作废的收据各联留在本子上，加盖作废章。" if rows else "",
        empty="本期没有作废收据。",
    )
