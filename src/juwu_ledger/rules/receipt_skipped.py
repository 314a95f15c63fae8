"""RCP005: a number neither used nor voided although a later one of its book is used."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from juwu_ledger.books.facts import ReceiptUse
from juwu_ledger.books.identifiers import ReceiptNumber
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import ReceiptBook, ReceiptVoid
from juwu_ledger.rules.rule import Finding, Rule

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
    """Look for gaps below the highest number used in each book, at the voucher after the gap."""
    voided = {n for v in books.of(ReceiptVoid) if (n := ReceiptNumber.parse(v.number))}
    used = [(use.number, use) for use in books.facts.receipts if use.number]
    used.sort(key=lambda pair: pair[0])
    numbers = [number for number, _ in used]
    for book in books.of(ReceiptBook):
        expected = book.slips.first.number
        start = bisect_left(numbers, book.slips.first)
        for number, use in used[start : bisect_right(numbers, book.slips.last)]:
            gap = [
                missing
                for n in range(expected, number.number)
                if (missing := number._replace(number=n)) not in voided
            ]
            yield from _findings(use, gap)
            expected = max(expected, number.number + 1)


def _findings(use: ReceiptUse, gap: list[ReceiptNumber]) -> Iterator[Finding]:
    """One finding a slip; a long gap is most likely a mistyped number and stays one finding."""
    if len(gap) > _LONG_GAP:
        yield RULE.on(
            use.voucher,
            f"用到收据 {use.text}，前面从 {gap[0]} 到 {gap[-1]} 有 {len(gap)} 张既没用也没作废",
            place=use.place,
            about=str(gap[0]),
        )
        return
    for missing in gap:
        yield RULE.on(
            use.voucher,
            f"用到收据 {use.text}，前面的 {missing} 既没用也没作废",
            place=use.place,
            about=str(missing),
        )
