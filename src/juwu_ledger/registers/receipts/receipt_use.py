"""Unified receipts: each book's receipts left, used, voided and handed back in a period.

Its figures are the differences of two days of :mod:`juwu_ledger.records.receipts`.
"""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.periods import DAY
from juwu_ledger.books.model.vocabulary import ReceiptBook
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.receipts import BookState, Receipts, number_ranges
from juwu_ledger.registers.receipts.receipt_recount import blank_receipts
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, COUNT, DATE, TOTAL, Column, Row, Table, Value
from juwu_ledger.tables.ties import COPIES, Tie

KEY = "receipts"


def receipt_table(figures: Figures) -> Table:
    """Return one line a receipt book drawn by the last day, and one for numbers of no book."""
    record, period = figures.books.record(Receipts), figures.period
    rows, sums = [], [0] * 6
    for book in sorted(record.drawn_by(period.last), key=lambda b: (b.date, b.numbers.first)):
        before = record.book_state(book, period.first - DAY) if book.date < period.first else None
        after = record.book_state(book, period.last)
        counts = _counts(before, after)
        if not any(counts):
            continue  # Used up or handed back before the period.
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        rows.append(Row((*_named(book), *counts, number_ranges(_newly_used(before, after)))))
    strays = [receipt.number for receipt in record.strays(period)]
    if strays:
        said = (None, None, len(strays), None, None, None, number_ranges(strays))
        rows.append(Row(("不在领用的收据本里", None, None, *said)))
        sums[2] += len(strays)
    turned = any(isinstance(n, int) and n < 0 for row in rows for n in row.values)
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
        note="单位：张。缴销指交回街道办事处核销的空白收据。" + _TURNED * turned,
    )


def receipt_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that the receipts of each book are all accounted for."""
    for line in printed.lines(KEY):
        if line.has("opening"):
            gone = line["used"] + line["void"] + line["returned"]
            left = line["opening"] + line["drawn"] - gone
            title = f"收据 {line.text('book')}：期初＋领用－使用－作废－缴销＝期末"
            yield Tie(title, left, line["closing"], COPIES).minor


def blank_ties(printed: Printed, figures: Figures) -> Iterator[Tie]:
    """Yield that as many receipts are left as neither voucher nor register says anything of."""
    last = figures.period.last
    drawn = {str(b.numbers): b for b in figures.books.record(Receipts).drawn_by(last)}
    lines = [line for line in printed.lines(KEY) if line.text("book") in drawn]
    left = blank_receipts(figures.books, [drawn[line.text("book")] for line in lines], last)
    for line, counted in zip(lines, left, strict=True):
        title = f"收据 {line.text('book')}：期末结存＝凭证、作废和缴销登记里都没有的号码"
        yield Tie(title, line["closing"], counted, COPIES).minor


_TURNED = "负数是以前登记的收据本期改了状态：作废的又使用了，或者用过的冲销以后作废了。"


def _named(book: ReceiptBook) -> tuple[Value, ...]:
    return str(book.numbers), book.date, book.keeper


def _counts(before: BookState | None, after: BookState) -> tuple[int, int, int, int, int, int]:
    """Return receipts left at first, drawn, used, voided, handed back, left at last."""
    drawn = 0 if before else after.book.numbers.size
    earlier = (len(before.used), len(before.void), before.returned) if before else (0, 0, 0)
    now = (len(after.used), len(after.void), after.returned)
    used, void, returned = (n - e for n, e in zip(now, earlier, strict=True))
    return before.left if before else 0, drawn, used, void, returned, after.left


def _newly_used(before: BookState | None, after: BookState) -> set[ReceiptNumber]:
    return set(after.used) - set(before.used if before else ())
