"""RCP005: a number neither used nor voided although a later one of its book is used."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.vocabulary import ReceiptBook
from juwu_ledger.records.receipts import Receipts, Use
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="RCP005",
    name="receipt-skipped",
    title="收据跳号",
    clause=("FM-1.4",),
    why="收据要按号码顺序开。中间空着一张，可能是开了没有入账的收入。",
    remedy="找出这张收据：开了的补记收入；写坏的登记作废（receipt-void）；还空白的收回并停用。",
)
__plugins__ = (RULE.plugin,)

_LONG_GAP = 20


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look for gaps below the highest number used in each book, at the voucher after the gap.

    A receipt on a voucher that was wholly reversed is no gap, nor does it show that earlier ones are.
    """
    record = books.record(Receipts)
    used: list[tuple[ReceiptNumber, Use]] = []
    settled: list[ReceiptNumber] = []
    for number, receipt in record.by_number.items():
        if isinstance(number, ReceiptNumber):
            live = receipt.live()
            used += [(number, use) for use in live[:1]]
            if receipt.voids or len(live) < len(receipt.uses):
                settled.append(number)
    used.sort(key=lambda pair: pair[0])
    settled.sort()
    numbers = [number for number, _ in used]
    for book in books.of(ReceiptBook):
        begin = record.next_of(book)
        start, expected = bisect_left(numbers, begin), begin.number
        for number, use in used[start : bisect_right(numbers, book.numbers.last)]:
            if number.number > expected:
                first = begin._replace(number=expected)
                inside = settled[bisect_left(settled, first) : bisect_left(settled, number)]
                yield from _findings(use, first, number, {n.number for n in inside})
            expected = number.number + 1


def _findings(
    use: Use, first: ReceiptNumber, until: ReceiptNumber, settled: set[int]
) -> Iterator[Finding]:
    """One finding a receipt; a long gap is most likely a mistyped number and stays one finding.

    The numbers in between are never laid out one by one: hostile books may leave out billions.
    """
    gap = range(first.number, until.number)
    count = len(gap) - len(settled)
    if count > _LONG_GAP:
        low = first._replace(number=next(n for n in gap if n not in settled))
        high = first._replace(number=next(n for n in reversed(gap) if n not in settled))
        yield RULE.on(
            use.voucher,
            f"用到收据 {use.text}，前面从 {low} 到 {high} 有 {count} 张既没用也没作废",
            place=use.place,
            about=str(low),
        )
    elif count:
        for missing in (first._replace(number=n) for n in gap if n not in settled):
            yield RULE.on(
                use.voucher,
                f"用到收据 {use.text}，前面的 {missing} 既没用也没作废",
                place=use.place,
                about=str(missing),
            )
