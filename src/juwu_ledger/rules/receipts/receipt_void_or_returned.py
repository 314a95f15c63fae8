"""RCP004: a receipt that was voided, or whose book had been returned."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.slips import SlipIndex
from juwu_ledger.books.model.vocabulary import ReceiptReturn
from juwu_ledger.records.receipts import Receipts, Slip
from juwu_ledger.rules.support.rule import Finding, Rule

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
    returned = SlipIndex(books.of(ReceiptReturn))
    for number, slip in books.record(Receipts).slips.items():
        why = _why(slip, number, returned) if isinstance(number, ReceiptNumber) else ""
        for use in slip.live() if why else ():
            yield RULE.on(use.voucher, f"收据 {use.text} {why}", place=use.place, about=use.text)


def _why(slip: Slip, number: ReceiptNumber, returned: SlipIndex[ReceiptReturn]) -> str:
    """Tell why a number may not be used; nothing when it may."""
    if slip.voids:
        void = slip.voids[-1]
        return f"已于 {void.date} 登记作废（{void.reason}）"
    if not slip.uses:
        return ""
    # A corrected voucher keeps the slip that was issued when it was first booked.
    issued = slip.uses[0].date
    back = next((item for item in returned.covering(number) if item.date < issued), None)
    return f"所在的 {back.slips} 已于 {back.date} 缴回街道" if back else ""
