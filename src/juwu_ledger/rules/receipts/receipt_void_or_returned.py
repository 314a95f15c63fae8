"""RCP004: a receipt that was voided, or whose book had been returned."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.receipt_index import ReceiptIndex
from juwu_ledger.books.model.vocabulary import ReceiptReturn
from juwu_ledger.records.receipts import Receipt, Receipts
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
    """A receipt stays usable on the day its book is returned; a reversed voucher frees its receipt."""
    returned = ReceiptIndex(books.of(ReceiptReturn))
    for number, receipt in books.record(Receipts).by_number.items():
        why = _why(receipt, number, returned) if isinstance(number, ReceiptNumber) else ""
        for use in receipt.live() if why else ():
            yield RULE.on(use.voucher, f"收据 {use.text} {why}", place=use.place, about=use.text)


def _why(receipt: Receipt, number: ReceiptNumber, returned: ReceiptIndex[ReceiptReturn]) -> str:
    """Tell why a number may not be used; nothing when it may."""
    if receipt.voids:
        void = receipt.voids[-1]
        return f"已于 {void.date} 登记作废（{void.reason}）"
    if not receipt.uses:
        return ""
    # A corrected voucher keeps the receipt that was issued when it was first booked.
    issued = receipt.uses[0].date
    back = next((item for item in returned.covering(number) if item.date < issued), None)
    return f"所在的 {back.numbers} 已于 {back.date} 缴回街道" if back else ""
