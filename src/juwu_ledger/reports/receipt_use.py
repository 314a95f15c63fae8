"""Unified receipts: each book's slips left, used, voided and handed back in a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from juwu_ledger.books.facts import ReceiptUse
from juwu_ledger.books.identifiers import ReceiptNumber
from juwu_ledger.books.slips import SlipIndex
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import ReceiptBook, ReceiptReturn, ReceiptVoid
from juwu_ledger.reports.figures import Figures
from juwu_ledger.reports.paper_ties import SLIPS, Check, Printed
from juwu_ledger.reports.report import CODE, COUNT, DATE, TOTAL, Column, Row, Table

KEY = "receipts"
_USED, _VOID = "used", "void"


class _Slip(NamedTuple):
    """What became of one slip, and when first."""

    date: dt.date
    fate: str


def receipt_table(figures: Figures) -> Table:
    """Return one line a receipt book drawn by the last day, and one for numbers of no book."""
    books, last = figures.books, figures.period.last
    drawn = sorted(
        (book for book in books.of(ReceiptBook) if book.date <= last),
        key=lambda book: (book.date, book.slips.first),
    )
    index = SlipIndex(drawn)
    by_book: dict[ReceiptBook, dict[ReceiptNumber, _Slip]] = {book: {} for book in drawn}
    for number, slip in _fates(books, last).items():
        for book in index.covering(number):
            by_book[book][number] = slip
    rows, sums = [], [0] * 6
    for book, slips in by_book.items():
        counts = _counts(figures, book, slips)
        if not any(counts):
            continue  # Used up or handed back before the period.
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        here = (n for n, s in slips.items() if s.fate == _USED and s.date >= figures.period.first)
        rows.append(Row((str(book.slips), book.date, book.keeper, *counts, number_ranges(here))))
    strangers = _strangers(figures, index)
    if strangers:
        count = len(strangers)
        said = (None, None, count, None, None, None, number_ranges(strangers))
        rows.append(Row(("不在领用的收据本里", None, None, *said)))
        sums[2] += count
    if rows:
        rows.append(Row(("合计", None, None, *sums, None), TOTAL))
    return Table(
        key=KEY,
        title="统一收据领用存",
        columns=(
            Column("book", "起止号码", CODE, 21),
            Column("date", "领用日期", DATE, 11),
            Column("keeper", "保管人", width=8),
            Column("opening", "期初结存", COUNT, 9),
            Column("drawn", "本期领用", COUNT, 9),
            Column("used", "本期使用", COUNT, 9),
            Column("void", "本期作废", COUNT, 9),
            Column("returned", "本期缴销", COUNT, 9),
            Column("closing", "期末结存", COUNT, 9),
            Column("numbers", "本期使用的号码", width=20),
        ),
        rows=tuple(rows),
        empty="没有领用收据。",
        note="单位：张。缴销指交回街道办事处核销的空白收据。",
    )


def receipt_checks(printed: Printed) -> Iterator[Check]:
    """Yield that the slips of each book are all accounted for."""
    for line in printed.lines(KEY):
        if line.has("opening"):
            gone = line["used"] + line["void"] + line["returned"]
            left = line["opening"] + line["drawn"] - gone
            title = f"收据 {line.text('book')}：期初＋领用－使用－作废－缴销＝期末"
            yield Check(title, left, line["closing"], SLIPS).minor


def _fates(books: Books, last: dt.date) -> dict[ReceiptNumber, _Slip]:
    """Return what became of every slip that was used or voided by the last day."""
    fates: dict[ReceiptNumber, _Slip] = {}
    used = [(use.number, use.voucher.date, _USED) for use in books.facts.receipts]
    void = [(ReceiptNumber.parse(v.number), v.date, _VOID) for v in books.of(ReceiptVoid)]
    for number, date, fate in sorted(
        ((n, d, f) for n, d, f in used + void if n is not None and d <= last),
        key=lambda item: (item[1], item[2]),
    ):
        fates.setdefault(number, _Slip(date, fate))
    return fates


def _counts(
    figures: Figures, book: ReceiptBook, mine: dict[ReceiptNumber, _Slip]
) -> tuple[int, int, int, int, int, int]:
    """Return slips left at first, drawn, used, voided, handed back, left at last."""
    first, last = figures.period.first, figures.period.last
    # A number used before its book was drawn is a finding; here it counts once the book is there.
    before = sum(1 for slip in mine.values() if max(slip.date, book.date) < first)
    used = void = 0
    for slip in mine.values():
        if max(slip.date, book.date) >= first:
            used += slip.fate == _USED
            void += slip.fate == _VOID
    returned_before = returned = 0
    for back in figures.books.of(ReceiptReturn):
        if back.date <= last and back.slips.overlaps(book.slips):
            blank = _blank(book, back, mine)
            if max(back.date, book.date) < first:
                returned_before += blank
            else:
                returned += blank
    opening = book.slips.size - before - returned_before if book.date < first else 0
    drawn = 0 if book.date < first else book.slips.size
    return opening, drawn, used, void, returned, opening + drawn - used - void - returned


def _blank(book: ReceiptBook, back: ReceiptReturn, mine: Iterable[ReceiptNumber]) -> int:
    """Return how many blank slips of a book were handed back."""
    low = max(book.slips.first.number, back.slips.first.number)
    high = min(book.slips.last.number, back.slips.last.number)
    return high - low + 1 - sum(1 for n in mine if low <= n.number <= high)


def _strangers(figures: Figures, index: SlipIndex[ReceiptBook]) -> list[ReceiptNumber]:
    """Return the numbers used in the period that are in no book drawn by its end."""
    uses: list[ReceiptUse] = figures.books.facts.receipts
    found = {
        use.number
        for use in uses
        if use.number and use.voucher.date in figures.period and not any(index.covering(use.number))
    }
    return sorted(found)


def number_ranges(numbers: Iterable[ReceiptNumber]) -> str:
    """Return receipt numbers with unbroken runs drawn together: ``A0000101–A0000103、A0000107``."""
    runs: list[list[ReceiptNumber]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1]._replace(number=runs[-1][-1].number + 1):
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
