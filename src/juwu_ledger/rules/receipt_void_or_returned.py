"""RCP004: a receipt that was voided, or whose book had been returned."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.identifiers import plain
from juwu_ledger.books.slips import SlipIndex
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import ReceiptReturn, ReceiptVoid
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="RCP004",
    name="receipt-void-or-returned",
    title="用了作废或已缴销的收据",
    clause=("FM-1.4",),
    why="作废的收据全联留存，已缴销的收据本不在手里：这样的号码上不会再有钱。",
    remedy="核对收据存根：号码写错的改正；确是误登作废或缴销的，改正那条登记。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """A slip stays usable on the day its book is returned; a reversed voucher frees its slip."""
    voids = {plain(void.number): void for void in books.of(ReceiptVoid)}
    returned = SlipIndex(books.of(ReceiptReturn))
    first_used: dict[str, dt.date] = {}
    for use in books.facts.receipts:
        first_used.setdefault(use.text, use.voucher.date)
        if use.number is None or use.voucher.id in books.facts.cancelled:
            continue
        void = voids.get(plain(use.text))
        if void is not None:
            yield RULE.on(
                use.voucher,
                f"收据 {use.text} 已于 {void.date} 登记作废（{void.reason}）",
                place=use.place,
                about=use.text,
            )
            continue
        # A corrected voucher keeps the slip that was issued when it was first booked.
        issued = first_used[use.text]
        back = next((r for r in returned.covering(use.number) if r.date < issued), None)
        if back is not None:
            yield RULE.on(
                use.voucher,
                f"收据 {use.text} 所在的 {back.slips} 已于 {back.date} 缴回街道",
                place=use.place,
                about=use.text,
            )
