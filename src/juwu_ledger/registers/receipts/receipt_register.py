"""收据登记: each book of receipts drawn, what became of every slip, and money that came without one.

Slips that are still blank are shown as runs of numbers, so that a book mistyped with ten million
slips stays one line. The figures are those of :mod:`juwu_ledger.records.receipts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from juwu_ledger.books.model.identifiers import ReceiptRange
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.vocabulary import ReceiptReturn
from juwu_ledger.papers.figures.period_ledger import INCOME, Entry, PeriodLedger
from juwu_ledger.records.receipts import BookLines, Receipts, SlipLine, State, Unreceipted
from juwu_ledger.registers.receipts.receipt_words import (
    BOOK,
    GIVEN_BACK,
    HERE,
    IN_KIND,
    MISSING,
    NO_SLIP,
    NOT_NEEDED,
    SLIP,
    STATES,
    TAKEN_BACK,
    said_of,
    spelling,
    state_word,
)
from juwu_ledger.tables.report import CODE, COUNT, DATE, ITEM, MONEY, SUBTOTAL, Column, Row, Value
from juwu_ledger.tables.sheet import Sheet

COLUMNS = (
    Column("book", "本序号", COUNT, 6),
    Column("line", "行别", CODE, 8),
    Column("numbers", "起止号码", CODE, 20),
    Column("count", "份数", COUNT, 6),
    Column("state", "状态", width=13),
    Column("date", "领用、开票日期", DATE, 11),
    Column("keeper", "领用人", CODE, 8),
    Column("voucher", "凭证号", CODE, 14),
    Column("payee", "发放、付款单位", width=22),
    Column("summary", "摘要", width=30),
    Column("amount", "开票金额", MONEY, 14),
    Column("used", "已用份数", COUNT, 6),
    Column("void", "作废份数", COUNT, 6),
    Column("returned", "缴回份数", COUNT, 6),
    Column("left", "结存份数", COUNT, 6),
    Column("left_numbers", "结存号码", CODE, 20),
    Column("written_off", "核销日期", DATE, 11),
    Column("written_off_by", "核销人", CODE, 8),
    Column("flow", "凭证类别", CODE, 8),
    Column("within", "本期", CODE, 5),
)


def receipt_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet; a book's own line goes before those of its slips."""
    return Sheet(
        "receipts",
        "收据登记",
        "统一收据的领用、使用、作废、缴回和结存；最后列出没有收据的收款。"
        "“本期”为“是”的开票金额合计等于本期资金收入减利息。",
        COLUMNS,
        lambda: _rows(ledger),
        frozen=3,
        empty="没有领用收据，也没有收款。",
    )


def _rows(ledger: PeriodLedger) -> Iterator[Row]:
    found = ledger.books.record(Receipts).period(ledger.period)
    entries = {id(entry.voucher.txn): entry for entry in ledger.entries}
    for place, book in enumerate(found.books, 1):
        yield _book_row(place, book)
        for line in book.lines:
            yield _slip_row(place, line, entries)
        returns = book.state.returns
        for run in book.state.returned_runs:
            yield _run_row(place, run, State.RETURNED, returns[-1])
        for run in book.state.left_runs:
            yield _run_row(place, run, State.BLANK, None)
    for line in found.strays:
        yield _slip_row(None, line, entries)
    for rest in found.rest:
        yield _rest_row(rest, entries[id(rest.voucher.txn)])


def _row(values: Mapping[str, Value], role: str = ITEM) -> Row:
    return Row(tuple(values.get(column.key) for column in COLUMNS), role)


def _book_row(place: int, lines: BookLines) -> Row:
    state, book = lines.state, lines.state.book
    back = state.returns[-1] if state.returns else None
    return _row(
        {
            "book": place,
            "line": BOOK,
            "numbers": span(book.slips),
            "count": book.slips.size,
            "state": "已核销" if back else "在用",
            "date": book.date,
            "keeper": book.keeper,
            "payee": book.issued_by,
            "summary": "统一收据（本行金额是本期开票合计）",
            "amount": to_yuan(lines.issued()),
            "used": len(state.used),
            "void": len(state.void),
            "returned": state.returned,
            "left": state.left,
            "left_numbers": left_numbers(lines),
            "written_off": back.date if back else None,
            "written_off_by": back.accepted_by if back else None,
        },
        SUBTOTAL,
    )


def _slip_row(place: int | None, line: SlipLine, entries: Mapping[int, Entry]) -> Row:
    entry = entries.get(id(line.voucher.txn)) if line.voucher else None
    return _row(
        {
            **said_of(line),
            "book": place,
            "line": SLIP if place else NO_SLIP,
            "numbers": spelling(line),
            "count": int(line.counts),
            "state": state_word(line),
            "date": line.date,
            "amount": None if line.fen is None else to_yuan(line.fen),
            "flow": entry.flow if entry else None,
            "within": (IN_KIND if line.in_kind else HERE) if entry else None,
        }
    )


def _run_row(place: int, run: ReceiptRange, state: State, back: ReceiptReturn | None) -> Row:
    return _row(
        {
            "book": place,
            "line": SLIP,
            "numbers": span(run),
            "count": run.size,
            "state": STATES[state],
            "date": back.date if back else None,
        }
    )


def _rest_row(rest: Unreceipted, entry: Entry) -> Row:
    """Return the line of money that came, or went back, without a receipt of its own."""
    voucher = rest.voucher
    return _row(
        {
            "line": NO_SLIP,
            "numbers": rest.number or (voucher.mirrors.text("receipt") if voucher.mirrors else ""),
            "state": _state_of_rest(entry, rest.fen),
            "date": voucher.date,
            "voucher": voucher.id,
            "payee": voucher.payee,
            "summary": voucher.narration,
            "amount": to_yuan(rest.fen),
            "flow": entry.flow,
            "within": HERE,
        }
    )


def _state_of_rest(entry: Entry, fen: int) -> str:
    if fen < 0:
        return TAKEN_BACK if entry.voucher.mirrors else GIVEN_BACK
    return MISSING if entry.flow == INCOME else NOT_NEEDED


def left_numbers(lines: BookLines) -> str:
    """Return the numbers still blank, the first three runs of them."""
    runs = lines.state.left_runs
    return "、".join(span(run) for run in runs[:3]) + "等" * (len(runs) > 3)


def span(slips: ReceiptRange) -> str:
    """Return a run of numbers; one number alone stands alone."""
    return str(slips.first) if slips.size == 1 else str(slips)
