"""RCP002: a receipt number outside every book drawn by that day."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import ReceiptReturn, ReceiptVoid
from juwu_ledger.records.receipts import Receipts, key_of
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="RCP002",
    name="receipt-not-issued",
    title="收据不是街道发的",
    clause=("FM-1.4",),
    why="只能用从街道领来的统一收据，不能用商店买的或自己做的。号码不在领用登记里的收据，来路不明。",
    remedy="核对收据存根和领用登记：号码写错的改正；漏登的收据本补登 receipt-book；自制或外购的收据停用并说明。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Hold each number used, voided or returned against the books drawn until that day.

    A voucher that was wholly reversed no longer uses its receipt.
    """
    record = books.record(Receipts)
    for use in record.uses:
        if not use.in_force():
            continue
        if isinstance(use.number, str):
            yield RULE.on(
                use.voucher,
                f"收据号 {use.text!r} 不像统一收据的号码（字头加数字，如 A0000101）",
                place=use.place,
                about=use.text,
            )
            continue
        book = record.by_number[use.number].book  # The one drawn first.
        if book is None or book.date > use.voucher.date:
            why = f"这一本 {book.date} 才领" if book else "不在任何领用的收据本里"
            yield RULE.on(use.voucher, f"收据 {use.text}：{why}", place=use.place, about=use.text)
    for void in books.of(ReceiptVoid):
        if not any(b.date <= void.date for b in record.covering(key_of(void.number))):
            yield RULE.at(
                void.place,
                f"作废的收据 {void.number} 不在当时领到的收据本里",
                date=void.date,
                about=void.number,
            )
    for back in books.of(ReceiptReturn):
        if not _all_drawn(record, back):
            yield RULE.at(
                back.place,
                f"缴销的收据 {back.numbers} 不都在当时领到的收据本里",
                date=back.date,
                about=back.first,
            )


def _all_drawn(record: Receipts, back: ReceiptReturn) -> bool:
    """Tell whether every receipt handed back is of a book drawn by then; several books may adjoin."""
    number = back.numbers.first
    while number in back.numbers:
        ends = [b.numbers.last.number for b in record.covering(number) if b.date <= back.date]
        if not ends:
            return False
        number = number._replace(number=max(ends) + 1)
    return True
