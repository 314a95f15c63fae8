"""收据登记: each book of receipts drawn, what became of every receipt, and money that came without one.

The audit sheet has a line a receipt; receipts that are still blank are shown as runs of numbers, so that a
book mistyped with ten million receipts stays one line. The printed register (收据领用登记簿) is laid out for
signing: a line a book, then the receipts used and voided. The figures are those of
:mod:`juwu_ledger.records.receipts`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptRange
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import ReceiptReturn
from juwu_ledger.records.period_ledger import Entry, PeriodLedger, open_ledger
from juwu_ledger.records.period_receipts import (
    BookLines,
    PeriodReceipts,
    ReceiptEntry,
    Unreceipted,
    period_receipts,
)
from juwu_ledger.records.receipts import State
from juwu_ledger.records.voucher_kinds import INCOME
from juwu_ledger.registers.printed_register import register_paper, sheet_ties
from juwu_ledger.registers.receipts.receipt_recount import blank_receipts
from juwu_ledger.registers.receipts.receipt_words import (
    BOOK,
    GIVEN_BACK,
    HERE,
    IN_KIND,
    MISSING,
    NO_RECEIPT,
    NOT_NEEDED,
    RECEIPT,
    STATES,
    TAKEN_BACK,
    said_of,
    spelling,
    state_word,
)
from juwu_ledger.registers.vouchers.voucher_journal import journal_sheet
from juwu_ledger.tables.columns import Record, column, columns_of, row_of, rows_of, with_sum
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    DATE,
    MONEY,
    SUBTOTAL,
    TEXT,
    Column,
    Report,
    Section,
    Table,
)
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import COPIES, FILLED, Tie, total

TITLE, NAME = "收据领用登记簿", "统一收据"
SIGNATURES = ("票据保管人", "会计", "主任", "街道办事处核销")
_BOOKS, _USED, _VOIDS = "receipt_books", "receipt_slips", "receipt_voids"


# --- the audit sheet -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine(Record):
    """A line of the sheet: a book, a receipt or a run of them, money without a receipt."""

    book: int | None = column("本序号", COUNT, 6)
    line: str = column("行别", CODE, 8)
    numbers: str = column("起止号码", CODE, 20)
    count: int | None = column("份数", COUNT, 6)
    state: str = column("状态", width=13)
    date: dt.date | None = column("领用、开票日期", DATE, 11)
    keeper: str | None = column("领用人", CODE, 8)
    voucher: str | None = column("凭证号", CODE, 14)
    payee: str | None = column("发放、付款单位", width=22)
    summary: str | None = column("摘要", width=30)
    amount: int | None = column("开票金额", MONEY, 14)
    used: int | None = column("已用份数", COUNT, 6)
    void: int | None = column("作废份数", COUNT, 6)
    returned: int | None = column("缴回份数", COUNT, 6)
    left: int | None = column("结存份数", COUNT, 6)
    left_numbers: str | None = column("结存号码", CODE, 20)
    written_off: dt.date | None = column("核销日期", DATE, 11)
    written_off_by: str | None = column("核销人", CODE, 8)
    flow: str | None = column("凭证类别", CODE, 8)
    within: str | None = column("本期", CODE, 5)


COLUMNS = columns_of(ReceiptLine)


def receipt_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet; a book's own line goes before those of its receipts."""
    return Sheet(
        "receipts",
        "收据登记",
        "统一收据的领用、使用、作废、缴回和结存；最后列出没有收据的收款。"
        "“本期”为“是”的开票金额合计等于本期资金收入减利息。",
        COLUMNS,
        lambda: rows_of(COLUMNS, _lines(ledger)),
        frozen=3,
        empty="没有领用收据，也没有收款。",
    )


def _lines(ledger: PeriodLedger) -> Iterator[ReceiptLine]:
    found = period_receipts(ledger.books, ledger.period)
    entries = {id(entry.voucher.txn): entry for entry in ledger.entries}
    for place, book in enumerate(found.books, 1):
        yield _book_line(place, book)
        for line in book.lines:
            yield _number_line(place, line, entries)
        for run in book.state.returned_runs:
            yield _run_line(place, run, State.RETURNED, _written_off(book))
        for run in book.state.left_runs:
            yield _run_line(place, run, State.BLANK)
    for line in found.strays:
        yield _number_line(None, line, entries)
    for rest in found.rest:
        yield _rest_line(rest, entries[id(rest.voucher.txn)])


def _book_line(place: int, lines: BookLines) -> ReceiptLine:
    state, book = lines.state, lines.state.book
    return ReceiptLine(
        role=SUBTOTAL,
        book=place,
        line=BOOK,
        numbers=span(book.numbers),
        count=book.numbers.size,
        state="已核销" if state.returns else "在用",
        date=book.date,
        keeper=book.keeper,
        payee=book.issued_by,
        summary="统一收据（本行金额是本期开票合计）",
        amount=lines.issued(),
        used=len(state.used),
        void=len(state.void),
        returned=state.returned,
        left=state.left,
        left_numbers=left_numbers(lines),
        written_off=_of_return(lines, "date"),
        written_off_by=_of_return(lines, "accepted_by"),
    )


def _number_line(
    place: int | None, line: ReceiptEntry, entries: Mapping[int, Entry]
) -> ReceiptLine:
    entry = entries.get(id(line.voucher.txn)) if line.voucher else None
    return ReceiptLine(
        book=place,
        line=RECEIPT if place else NO_RECEIPT,
        numbers=spelling(line),
        count=int(line.counts),
        state=state_word(line),
        date=line.date,
        **said_of(line)._asdict(),
        amount=line.fen,
        flow=entry.flow if entry else None,
        within=(IN_KIND if line.in_kind else HERE) if entry else None,
    )


def _run_line(
    place: int, run: ReceiptRange, state: State, back: ReceiptReturn | None = None
) -> ReceiptLine:
    return ReceiptLine(
        book=place,
        line=RECEIPT,
        numbers=span(run),
        count=run.size,
        state=STATES[state],
        date=back.date if back else None,
    )


def _rest_line(rest: Unreceipted, entry: Entry) -> ReceiptLine:
    """Return the line of money that came, or went back, without a receipt of its own."""
    voucher = rest.voucher
    return ReceiptLine(
        line=NO_RECEIPT,
        numbers=rest.number or (voucher.mirrors.text("receipt") if voucher.mirrors else ""),
        state=_state_of_rest(entry, rest.fen),
        date=voucher.date,
        voucher=voucher.id,
        payee=voucher.payee,
        summary=voucher.narration,
        amount=rest.fen,
        flow=entry.flow,
        within=HERE,
    )


def _state_of_rest(entry: Entry, fen: int) -> str:
    if fen < 0:
        return TAKEN_BACK if entry.voucher.mirrors else GIVEN_BACK
    return MISSING if entry.flow == INCOME else NOT_NEEDED


def _written_off(lines: BookLines) -> ReceiptReturn | None:
    """Return the last handing back of receipts of a book."""
    return lines.state.returns[-1] if lines.state.returns else None


def _of_return(lines: BookLines, name: str) -> Any:
    """Return what is said of the last handing back, if there was one."""
    return getattr(_written_off(lines), name, None)


def left_numbers(lines: BookLines) -> str:
    """Return the numbers still blank, the first three runs of them."""
    runs = lines.state.left_runs
    return "、".join(span(run) for run in runs[:3]) + "等" * (len(runs) > 3)


def span(numbers: ReceiptRange) -> str:
    """Return a run of numbers; one number alone stands alone."""
    return str(numbers.first) if numbers.size == 1 else str(numbers)


# --- the printed register ------------------------------------------------------------------------


def _by_hand(_record: object) -> None:
    """Leave a cell for handwriting."""


_BOOK_COLUMNS = (
    Column("date", "领用日期", DATE, 11, lambda b: b.state.book.date),
    Column("name", "票据名称", TEXT, 9, lambda _: NAME),
    Column("payee", "发放单位", TEXT, 14, lambda b: b.state.book.issued_by),
    Column("numbers", "起止号码", CODE, 19, lambda b: span(b.state.book.numbers)),
    Column("books", "本数", COUNT, 5, lambda _: 1),
    Column("count", "份数", COUNT, 5, lambda b: b.state.book.numbers.size),
    Column("keeper", "领用人", TEXT, 7, lambda b: b.state.book.keeper),
    Column("signed", "领用人签字", TEXT, 9, _by_hand),
    Column("used", "已用份数", COUNT, 5, lambda b: len(b.state.used)),
    Column("void", "作废份数", COUNT, 5, lambda b: len(b.state.void)),
    Column("returned", "缴回份数", COUNT, 5, lambda b: b.state.returned),
    Column("left", "结存份数", COUNT, 5, lambda b: b.state.left),
    # What the receipts say together: gifts in kind have a receipt, too.
    Column("amount", "本期开票金额合计", MONEY, 13, lambda b: b.issued() + b.issued(in_kind=True)),
    Column("paid_in", "缴款日期", DATE, 10, _by_hand),
    Column("left_numbers", "结存号码", CODE, 19, left_numbers),
    Column("written_off", "核销日期", DATE, 11, lambda b: _of_return(b, "date")),
    Column("written_off_by", "核销人", TEXT, 7, lambda b: _of_return(b, "accepted_by")),
)
_SUMMED = ("books", "count", "used", "void", "returned", "left", "amount")
_USE_COLUMNS = (
    Column("number", "号码", CODE, 12, spelling),
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证号", CODE, 14, lambda s: said_of(s).voucher),
    Column("payer", "付款单位（人）", TEXT, 26, lambda s: said_of(s).payee),
    Column("summary", "摘要", TEXT, 44, lambda s: said_of(s).summary),
    Column("amount", "金额", MONEY, 14, lambda s: s.fen),
    Column("state", "状态", TEXT, 16, state_word),
)
_VOID_COLUMNS = (
    Column("number", "号码", CODE, 12, lambda s: str(s.number)),
    Column("date", "日期", DATE, 11),
    Column("reason", "作废原因", TEXT, 60, lambda s: s.void.reason),
)


def receipt_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the register of a period: one row a book, then the receipts used and voided in it."""
    ledger = open_ledger(books, period, as_of)
    found = period_receipts(books, period)
    here = [line for line in found.lines if line.date and line.date in period]
    return register_paper(
        ledger,
        "receipt-register",
        TITLE,
        (
            Section("books", "领用和核销", tables=(_books_table(found.books),)),
            Section("slips", "本期使用的收据", tables=(_uses_table(found, here),)),
            Section("voids", "本期作废的收据", tables=(_voids_table(here),)),
        ),
        SIGNATURES,
        lambda printed: _ties(printed, ledger, found),
        {"票据名称": NAME},
    )


def _books_table(books: Sequence[BookLines]) -> Table:
    return Table(
        _BOOKS,
        "收据本",
        _BOOK_COLUMNS,
        with_sum(_BOOK_COLUMNS, books, *_SUMMED),
        note="份数、已用、作废、缴回、结存都截至本期末；缴回指交回街道办事处核销的空白收据。"
        "开票金额含实物捐赠的价值；领用人签字和缴款日期由经办人手写。",
        empty="没有领用收据。",
    )


def _uses_table(found: PeriodReceipts, here: Iterable[ReceiptEntry]) -> Table:
    used = [line for line in here if line.voucher]
    rows = with_sum(_USE_COLUMNS, used, "amount", voucher=f"{len(found.used)} 份")
    return Table(_USED, "已用收据", _USE_COLUMNS, rows, empty="本期没有使用收据。")


def _voids_table(here: Iterable[ReceiptEntry]) -> Table:
    void = [line for line in here if line.state is State.VOID and line.void]
    return Table(
        _VOIDS,
        "作废收据",
        _VOID_COLUMNS,
        tuple(row_of(_VOID_COLUMNS, line) for line in void),
        note="作废的收据各联留在本子上，加盖作废章。" if void else "",
        empty="本期没有作废收据。",
    )


# --- ties ----------------------------------------------------------------------------------------


def _ties(printed: Printed, ledger: PeriodLedger, found: PeriodReceipts) -> Iterator[Tie]:
    yield from sheet_ties(receipt_sheet_ties(), receipt_sheet(ledger), journal_sheet(ledger))
    books = [lines.state.book for lines in found.books]
    left = blank_receipts(ledger.books, books, ledger.period.last)
    for line, counted in zip(printed.lines(_BOOKS), left, strict=True):
        title = f"收据 {line.text('numbers')}：结存份数＝凭证、作废和缴销登记里都没有的号码"
        yield Tie(title, line["left"], counted, COPIES).minor
        title = f"收据 {line.text('numbers')}：已用＋作废＋缴回＋结存＝份数"
        told = line["used"] + line["void"] + line["returned"] + line["left"]
        yield Tie(title, told, line["count"], COPIES).minor


def receipt_sheet_ties() -> Iterator[Tie]:
    """Yield what ties the register of receipts with the journal."""
    hint = "规则检查 RCP001"
    yield Tie(
        "本期开票金额（含没有收据的收款、减红字）＝序时账资金收入－利息",
        total("receipts", "amount", within=HERE),
        total("journal", "income", line=FILLED) - total("journal", "interest", line=FILLED),
        hint=hint,
    )
    yield Tie(
        "收入凭证：本期开票金额＝序时账收入凭证的资金收入－利息",
        total("receipts", "amount", within=HERE, flow=INCOME),
        total("journal", "income", flow=INCOME) - total("journal", "interest", flow=INCOME),
        hint=hint,
    )
