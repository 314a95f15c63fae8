"""收据登记: each book of receipts drawn, what became of every slip, and money that came without one.

Slips that are still blank are shown as runs of numbers, so that a book mistyped with ten million
slips stays one line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from decimal import Decimal

from juwu_ledger.books.facts import ReceiptUse
from juwu_ledger.books.identifiers import ReceiptNumber, ReceiptRange
from juwu_ledger.books.money import to_yuan
from juwu_ledger.books.slips import SlipIndex
from juwu_ledger.books.vocabulary import ReceiptBook, ReceiptReturn, ReceiptVoid
from juwu_ledger.reports.audit.receipt_money import HERE, ReceiptMoney
from juwu_ledger.reports.period_ledger import INCOME, Entry, PeriodLedger
from juwu_ledger.reports.report import (
    CODE,
    COUNT,
    DATE,
    ITEM,
    MONEY,
    SUBTOTAL,
    Column,
    Row,
    Value,
)
from juwu_ledger.reports.sheet import Sheet

BOOK, SLIP, NO_SLIP = "领用本", "收据", "无收据"
USED, CANCELLED, VOID, RETURNED, BLANK = "已用", "已用（凭证已冲销）", "作废", "缴回", "结存"
REUSED, NOT_DRAWN, MISSING, NOT_NEEDED = "重复使用", "不在领用本内", "没有开收据", "不是收入"
TAKEN_BACK, GIVEN_BACK = "红字冲销", "退回"
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
_AMOUNT, _WITHIN = (
    next(i for i, c in enumerate(COLUMNS) if c.key == key) for key in ("amount", "within")
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


@dataclass
class _Slips:
    """What became of the slips of one book, by number."""

    uses: dict[ReceiptNumber, list[ReceiptUse]] = field(default_factory=lambda: defaultdict(list))
    voids: dict[ReceiptNumber, ReceiptVoid] = field(default_factory=dict)
    returns: list[ReceiptReturn] = field(default_factory=list)


def books_shown(ledger: PeriodLedger) -> list[ReceiptBook]:
    """Return the books drawn by the last day, those done with before the period left out.

    A book that was handed back earlier is shown all the same when a slip of it was used since.
    """
    books, period = ledger.books, ledger.period
    drawn = [book for book in books.of(ReceiptBook) if book.date <= period.last]
    index = SlipIndex(drawn)
    named = [use.number for use in books.facts.receipts if use.voucher.date in period]
    named += [ReceiptNumber.parse(v.number) for v in books.of(ReceiptVoid) if v.date in period]
    busy = {id(book) for number in named if number for book in index.covering(number)}
    gone = SlipIndex(back for back in books.of(ReceiptReturn) if back.date < period.first)

    def is_done(book: ReceiptBook) -> bool:
        covering = gone.covering(book.slips.first)
        return id(book) not in busy and any(book.slips.last in b.slips for b in covering)

    return [book for book in drawn if not is_done(book)]


def _rows(ledger: PeriodLedger) -> Iterator[Row]:
    books, last = ledger.books, ledger.period.last
    drawn = books_shown(ledger)
    slips = {id(book): _Slips() for book in drawn}
    index = SlipIndex(drawn)
    strays = []
    for use in books.facts.receipts:
        if use.voucher.date > last:
            continue
        book = _book_of(use.number, index)
        if book is None or use.number is None:
            if use.voucher.date in ledger.period:
                strays.append(use)
        else:
            slips[id(book)].uses[use.number].append(use)
    for void in books.of(ReceiptVoid):
        number = ReceiptNumber.parse(void.number)
        book = _book_of(number, index)
        if book and number and void.date <= last:
            slips[id(book)].voids.setdefault(number, void)
    for back in books.of(ReceiptReturn):
        for book in drawn:
            if back.date <= last and back.slips.overlaps(book.slips):
                slips[id(book)].returns.append(back)
    money = ReceiptMoney(ledger)
    for place, book in enumerate(drawn, 1):
        yield from _book_rows(ledger, place, book, slips[id(book)], money)
    for use in strays:
        yield _use_row(ledger, None, use, NOT_DRAWN, 1, money)
    yield from _rows_left(money)


def _book_of(number: ReceiptNumber | None, index: SlipIndex[ReceiptBook]) -> ReceiptBook | None:
    """Return the book that holds a slip; the one drawn first where two do."""
    if number is None:
        return None
    return min(index.covering(number), key=lambda b: (b.date, b.place), default=None)


def _rows_left(money: ReceiptMoney) -> Iterator[Row]:
    """Yield money that came, or went back, without a receipt of its own."""
    for entry, text, fen in money.left():
        voucher = entry.voucher
        yield _row(
            {
                "line": NO_SLIP,
                "numbers": text or (voucher.mirrors.text("receipt") if voucher.mirrors else ""),
                "state": _state_left(entry, fen),
                "date": voucher.date,
                "voucher": voucher.id,
                "payee": voucher.payee,
                "summary": voucher.narration,
                "amount": to_yuan(fen),
                "flow": entry.flow,
                "within": HERE,
            }
        )


def _state_left(entry: Entry, fen: int) -> str:
    if fen < 0:
        return TAKEN_BACK if entry.voucher.mirrors else GIVEN_BACK
    return MISSING if entry.flow == INCOME else NOT_NEEDED


def _row(values: Mapping[str, Value], role: str = ITEM) -> Row:
    return Row(tuple(values.get(column.key) for column in COLUMNS), role)


def _book_rows(
    ledger: PeriodLedger, place: int, book: ReceiptBook, slips: _Slips, money: ReceiptMoney
) -> Iterator[Row]:
    used = slips.uses
    void = {number: item for number, item in slips.voids.items() if number not in used}
    returned, left = _blank_runs(book.slips, used.keys() | void.keys(), slips.returns)
    rows: list[Row] = []
    for number in sorted(used.keys() | void.keys()):
        if number in void:
            rows.append(_void_row(place, number, void[number]))
        for position, use in enumerate(used.get(number, ())):
            state = CANCELLED if use.voucher.id in ledger.books.facts.cancelled else USED
            state = REUSED if position else state
            rows.append(_use_row(ledger, place, use, state, 0 if position else 1, money))
    back = slips.returns[-1] if slips.returns else None
    for state, runs in ((RETURNED, returned), (BLANK, left)):
        rows += [_run_row(place, run, state, back) for run in runs]
    worth = [row.values[_AMOUNT] for row in rows if row.values[_WITHIN] == HERE]
    yield _row(
        {
            "book": place,
            "line": BOOK,
            "numbers": _span(book.slips),
            "count": book.slips.size,
            "state": "已核销" if back else "在用",
            "date": book.date,
            "keeper": book.keeper,
            "payee": book.issued_by,
            "summary": "统一收据（本行金额是本期开票合计）",
            "amount": sum((v for v in worth if isinstance(v, Decimal)), Decimal("0.00")),
            "used": len(used),
            "void": len(void),
            "returned": sum(run.size for run in returned),
            "left": sum(run.size for run in left),
            "left_numbers": "、".join(_span(run) for run in left[:3]) + "等" * (len(left) > 3),
            "written_off": back.date if back else None,
            "written_off_by": back.accepted_by if back else None,
        },
        SUBTOTAL,
    )
    yield from rows


def _blank_runs(
    slips: ReceiptRange, taken: Set[ReceiptNumber], returns: list[ReceiptReturn]
) -> tuple[list[ReceiptRange], list[ReceiptRange]]:
    """Return the runs of blank slips that were handed back, and of those still here.

    Numbers are cut where a run begins or ends, never walked one by one.
    """
    cuts = {slips.first.number, slips.last.number + 1}
    for number in taken:
        cuts |= {number.number, number.number + 1}
    for back in returns:
        cuts |= {
            max(back.slips.first.number, slips.first.number),
            min(back.slips.last.number, slips.last.number) + 1,
        }
    edges = sorted(cuts)
    returned: list[ReceiptRange] = []
    left: list[ReceiptRange] = []
    for start, end in zip(edges, edges[1:], strict=False):
        first = slips.first._replace(number=start)
        if first in taken:
            continue
        run = ReceiptRange(first, slips.first._replace(number=end - 1))
        runs = returned if any(first in back.slips for back in returns) else left
        if runs and runs[-1].last.number + 1 == start:
            runs[-1] = ReceiptRange(runs[-1].first, run.last)
        else:
            runs.append(run)
    return returned, left


def _use_row(
    ledger: PeriodLedger,
    place: int | None,
    use: ReceiptUse,
    state: str,
    count: int,
    money: ReceiptMoney,
) -> Row:
    voucher = use.voucher
    amount, flow, within = money.take(use)
    return _row(
        {
            "book": place,
            "line": SLIP if place else NO_SLIP,
            "numbers": use.text,
            "count": count,
            "state": state,
            "date": voucher.date,
            "voucher": voucher.id,
            "payee": voucher.payee,
            "summary": voucher.narration,
            "amount": amount,
            "flow": flow,
            "within": within,
        }
    )


def _void_row(place: int, number: ReceiptNumber, void: ReceiptVoid) -> Row:
    return _row(
        {
            "book": place,
            "line": SLIP,
            "numbers": str(number),
            "count": 1,
            "state": VOID,
            "date": void.date,
            "summary": void.reason,
        }
    )


def _run_row(place: int, run: ReceiptRange, state: str, back: ReceiptReturn | None) -> Row:
    return _row(
        {
            "book": place,
            "line": SLIP,
            "numbers": _span(run),
            "count": run.size,
            "state": state,
            "date": back.date if back and state == RETURNED else None,
        }
    )


def _span(slips: ReceiptRange) -> str:
    return str(slips.first) if slips.size == 1 else str(slips)
