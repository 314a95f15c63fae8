"""The register of unified receipts on paper (收据领用登记簿): each book, its slips, voided ones.

It is the register of the audit workbook (:mod:`..audit.receipt_register`), laid out for signing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from juwu_ledger.books.periods import Period
from juwu_ledger.books.view import Books
from juwu_ledger.reports.audit.receipt_money import IN_KIND
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
from juwu_ledger.reports.audit.register_ties import receipt_ties
from juwu_ledger.reports.audit.voucher_journal import journal_sheet
from juwu_ledger.reports.paper_ties import SLIPS, Check, Printed
from juwu_ledger.reports.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.reports.registers.register import register_paper, sheet_checks
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

TITLE, NAME = "收据领用登记簿", "统一收据"
SIGNATURES = ("票据保管人", "会计", "主任", "街道办事处核销")
_BOOKS, _SLIPS, _VOIDS = "receipt_books", "receipt_slips", "receipt_voids"
_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
_USES = frozenset({USED, CANCELLED, REUSED, NOT_DRAWN})


def receipt_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the register of a period: one row a book, then the slips used and voided in it."""
    ledger = open_ledger(books, period, as_of)
    lines = list(receipt_sheet(ledger).rows())
    return register_paper(
        ledger,
        "receipt-register",
        TITLE,
        (
            Section("books", "领用和核销", tables=(_books_table(lines),)),
            Section("slips", "本期使用的收据", tables=(_uses_table(lines, period),)),
            Section("voids", "本期作废的收据", tables=(_voids_table(lines, period),)),
        ),
        SIGNATURES,
        lambda printed: _checks(printed, ledger),
        {"票据名称": NAME},
    )


def _checks(printed: Printed, ledger: PeriodLedger) -> Iterator[Check]:
    yield from sheet_checks(receipt_ties(ledger), (receipt_sheet(ledger), journal_sheet(ledger)))
    for line in printed.lines(_BOOKS):
        title = f"收据 {line.text('numbers')}：已用＋作废＋缴回＋结存＝份数"
        told = line["used"] + line["void"] + line["returned"] + line["left"]
        yield Check(title, told, line["count"], SLIPS).minor
    strange = sum(
        line["amount"] for line in printed.lines(_SLIPS) if line.text("state") == NOT_DRAWN
    )
    yield Check(
        "各本开票金额＝已用收据逐份之和（不在领用本内的除外）",
        printed.sum(_BOOKS, "amount"),
        printed.sum(_SLIPS, "amount") - strange,
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


def _sum(rows: Iterable[Row], key: str) -> int | Decimal:
    """Return the sum of a column; counts stay whole numbers, no amounts at all are 0.00."""
    values = [_cell(row, key) for row in rows]
    whole = [value for value in values if isinstance(value, int)]
    if whole:
        return sum(whole)
    return sum((v for v in values if isinstance(v, Decimal)), Decimal("0.00"))


_BOOK_COLUMNS = (
    Column("date", "领用日期", DATE, 11),
    Column("name", "票据名称", width=9),
    Column("payee", "发放单位", width=14),
    Column("numbers", "起止号码", CODE, 19),
    Column("books", "本数", COUNT, 5),
    Column("count", "份数", COUNT, 5),
    Column("keeper", "领用人", width=7),
    Column("signed", "领用人签字", width=9),
    Column("used", "已用份数", COUNT, 5),
    Column("void", "作废份数", COUNT, 5),
    Column("returned", "缴回份数", COUNT, 5),
    Column("left", "结存份数", COUNT, 5),
    Column("amount", "本期开票金额合计", MONEY, 13),
    Column("paid_in", "缴款日期", DATE, 10),
    Column("left_numbers", "结存号码", CODE, 19),
    Column("written_off", "核销日期", DATE, 11),
    Column("written_off_by", "核销人", width=7),
)
_OWN: dict[str, Value] = {"name": NAME, "books": 1, "signed": None, "paid_in": None}
"""What stands in every line of the table and not on the sheet; the blanks are for handwriting."""
_SUMS = frozenset({"count", "used", "void", "returned", "left", "amount"})


def _books_table(lines: list[Row]) -> Table:
    found = [_with_goods(row, lines) for row in lines if _cell(row, "line") == BOOK]
    rows = [
        Row(tuple(_OWN[c.key] if c.key in _OWN else _cell(row, c.key) for c in _BOOK_COLUMNS))
        for row in found
    ]
    if rows:
        sums: dict[str, Value] = {key: _sum(found, key) for key in _SUMS}
        sums["books"] = len(found)
        cells = ("合计", *(sums.get(column.key) for column in _BOOK_COLUMNS[1:]))
        rows.append(Row(cells, TOTAL))
    return Table(
        _BOOKS,
        "收据本",
        _BOOK_COLUMNS,
        tuple(rows),
        note="份数、已用、作废、缴回、结存都截至本期末；缴回指交回街道办事处核销的空白收据。"
        "开票金额含实物捐赠的价值；领用人签字和缴款日期由经办人手写。",
        empty="没有领用收据。",
    )


def _with_goods(book: Row, lines: Iterable[Row]) -> Row:
    """Return a book's line with the worth of gifts in kind added: they have a receipt, too."""
    number = _cell(book, "book")
    goods = (r for r in lines if _cell(r, "book") == number and _cell(r, "within") == IN_KIND)
    cells = list(book.values)
    cells[_PLACES["amount"]] = _sum([book, *goods], "amount")
    return Row(tuple(cells), book.role)


def _uses_table(lines: list[Row], period: Period) -> Table:
    found = list(_of(lines, _USES, period))
    keys = ("numbers", "date", "voucher", "payee", "summary", "amount", "state")
    rows = [Row(tuple(_cell(row, key) for key in keys)) for row in found]
    if rows:
        total = _sum(found, "amount")
        rows.append(Row(("合计", None, f"{len(found)} 份", None, None, total, None), TOTAL))
    return Table(
        _SLIPS,
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
        _VOIDS,
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
