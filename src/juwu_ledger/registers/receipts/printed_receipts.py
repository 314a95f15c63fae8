"""The register of unified receipts on paper (收据领用登记簿): each book, its slips, voided ones.

Its figures are those of :mod:`juwu_ledger.records.receipts`, laid out for signing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.figures.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.records.receipts import BookLines, PeriodReceipts, Receipts, SlipLine, State
from juwu_ledger.registers.printed_register import register_paper, sheet_ties
from juwu_ledger.registers.receipts.receipt_recount import blank_slips
from juwu_ledger.registers.receipts.receipt_register import left_numbers, receipt_sheet, span
from juwu_ledger.registers.receipts.receipt_words import said_of, spelling, state_word
from juwu_ledger.registers.vouchers.voucher_journal import journal_sheet
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import (
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
from juwu_ledger.tables.ties import SLIPS, Tie
from juwu_ledger.workbook.register_ties import receipt_sheet_ties

TITLE, NAME = "收据领用登记簿", "统一收据"
SIGNATURES = ("票据保管人", "会计", "主任", "街道办事处核销")
_BOOKS, _SLIPS, _VOIDS = "receipt_books", "receipt_slips", "receipt_voids"


def receipt_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the register of a period: one row a book, then the slips used and voided in it."""
    ledger = open_ledger(books, period, as_of)
    found = books.record(Receipts).period(period)
    return register_paper(
        ledger,
        "receipt-register",
        TITLE,
        (
            Section("books", "领用和核销", tables=(_books_table(found.books),)),
            Section("slips", "本期使用的收据", tables=(_uses_table(found, period),)),
            Section("voids", "本期作废的收据", tables=(_voids_table(found, period),)),
        ),
        SIGNATURES,
        lambda printed: _ties(printed, ledger, found),
        {"票据名称": NAME},
    )


def _ties(printed: Printed, ledger: PeriodLedger, found: PeriodReceipts) -> Iterator[Tie]:
    yield from sheet_ties(receipt_sheet_ties(), receipt_sheet(ledger), journal_sheet(ledger))
    books = [lines.state.book for lines in found.books]
    left = blank_slips(ledger.books, books, ledger.period.last)
    for line, counted in zip(printed.lines(_BOOKS), left, strict=True):
        title = f"收据 {line.text('numbers')}：结存份数＝凭证、作废和缴销登记里都没有的号码"
        yield Tie(title, line["left"], counted, SLIPS).minor
        title = f"收据 {line.text('numbers')}：已用＋作废＋缴回＋结存＝份数"
        told = line["used"] + line["void"] + line["returned"] + line["left"]
        yield Tie(title, told, line["count"], SLIPS).minor


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


def _books_table(books: Sequence[BookLines]) -> Table:
    found = [_book_cells(lines) for lines in books]
    rows = [Row(tuple(cells.get(c.key) for c in _BOOK_COLUMNS)) for cells in found]
    if rows:
        sums = _sums(books)
        rows.append(Row(("合计", *(sums.get(c.key) for c in _BOOK_COLUMNS[1:])), TOTAL))
    return Table(
        _BOOKS,
        "收据本",
        _BOOK_COLUMNS,
        tuple(rows),
        note="份数、已用、作废、缴回、结存都截至本期末；缴回指交回街道办事处核销的空白收据。"
        "开票金额含实物捐赠的价值；领用人签字和缴款日期由经办人手写。",
        empty="没有领用收据。",
    )


def _book_cells(lines: BookLines) -> dict[str, Value]:
    """Return a book's cells; the signature and the day of paying in are left for handwriting."""
    state, book = lines.state, lines.state.book
    back = state.returns[-1] if state.returns else None
    return {
        "date": book.date,
        "name": NAME,
        "payee": book.issued_by,
        "numbers": span(book.slips),
        "books": 1,
        "count": book.slips.size,
        "keeper": book.keeper,
        "used": len(state.used),
        "void": len(state.void),
        "returned": state.returned,
        "left": state.left,
        "amount": to_yuan(_issued(lines)),
        "left_numbers": left_numbers(lines),
        "written_off": back.date if back else None,
        "written_off_by": back.accepted_by if back else None,
    }


def _issued(lines: BookLines) -> int:
    """Return what the receipts say together, fen: gifts in kind have a receipt, too."""
    return lines.issued() + lines.issued(in_kind=True)


def _sums(books: Sequence[BookLines]) -> dict[str, Value]:
    states = [lines.state for lines in books]
    return {
        "books": len(books),
        "count": sum(state.book.slips.size for state in states),
        "used": sum(len(state.used) for state in states),
        "void": sum(len(state.void) for state in states),
        "returned": sum(state.returned for state in states),
        "left": sum(state.left for state in states),
        "amount": to_yuan(sum(_issued(lines) for lines in books)),
    }


def _in(lines: Iterable[SlipLine], period: Period) -> Iterator[SlipLine]:
    return (line for line in lines if line.date and line.date in period)


def _uses_table(found: PeriodReceipts, period: Period) -> Table:
    lines = [line for line in _in(found.lines, period) if line.voucher]
    rows = [_use_row(line) for line in lines]
    if rows:
        total = to_yuan(sum(line.fen or 0 for line in lines))
        rows.append(Row(("合计", None, f"{len(found.used)} 份", None, None, total, None), TOTAL))
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


def _use_row(line: SlipLine) -> Row:
    said = said_of(line)
    amount = None if line.fen is None else to_yuan(line.fen)
    return Row(
        (
            spelling(line),
            line.date,
            *(said.get(key) for key in ("voucher", "payee", "summary")),
            amount,
            state_word(line),
        )
    )


def _voids_table(found: PeriodReceipts, period: Period) -> Table:
    rows = [
        Row((str(line.number), line.date, said_of(line)["summary"]))
        for line in _in(found.lines, period)
        if line.state is State.VOID and line.void
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
