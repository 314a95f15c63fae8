"""Books of unified receipts and their slips: what may be drawn, returned and voided."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.identifiers import ReceiptNumber, ReceiptRange
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import ReceiptBook, ReceiptReturn, ReceiptVoid
from juwu_ledger.journal.refusals import BadInput, Refusal


def read_slip(text: str) -> ReceiptNumber:
    """Read a receipt's number; raise :class:`BadInput`."""
    number = ReceiptNumber.parse(text)
    if number is None:
        raise BadInput(f"收据号码 {text!r} 看不懂，请写成 A0000101 这样")
    return number


def read_slips(first: str, last: str) -> ReceiptRange:
    """Read the first and the last number of a book; raise :class:`BadInput`."""
    start, end = read_slip(first), read_slip(last)
    slips = ReceiptRange.parse(str(start), str(end))
    if slips is None:
        raise BadInput(f"{first} 到 {last} 不成一段：要同字头、同位数，起号不大于止号")
    return slips


def refuse_drawn(books: Books, slips: ReceiptRange) -> None:
    """Refuse slips that are in a book already."""
    for book in books.of(ReceiptBook):
        if book.slips.overlaps(slips):
            raise Refusal(f"{book.first} 到 {book.last} 这一本 {book.date} 已经领过，号码重了。")


def books_in_hand(books: Books, day: dt.date) -> list[ReceiptBook]:
    """Return the books of receipts drawn by ``day`` and not handed back whole."""
    returned = [item.slips for item in books.of(ReceiptReturn) if item.date <= day]
    return [
        book
        for book in books.of(ReceiptBook)
        if book.date <= day
        and not any(book.slips.first in slips and book.slips.last in slips for slips in returned)
    ]


def refuse_not_in_hand(books: Books, slips: ReceiptRange, day: dt.date) -> None:
    """Refuse to hand back slips that were never drawn, or were handed back already."""
    for book in books.of(ReceiptBook):
        if book.date <= day and slips.first in book.slips and slips.last in book.slips:
            break
    else:
        raise Refusal(f"{day} 以前没有领过 {slips.first} 到 {slips.last} 这一段收据。")
    for done in books.of(ReceiptReturn):
        if done.slips.overlaps(slips):
            raise Refusal(f"{done.first} 到 {done.last} 在 {done.date} 已经缴销过了。")


def unused_slips(books: Books, slips: ReceiptRange) -> int:
    """Count the slips that are neither used nor voided."""
    gone = {use.number for use in books.facts.receipts if use.number in slips}
    voided = {ReceiptNumber.parse(item.number) for item in books.of(ReceiptVoid)}
    gone |= {number for number in voided if number in slips}
    return slips.size - len(gone)


def refuse_void(books: Books, number: ReceiptNumber, day: dt.date) -> None:
    """Refuse to void a slip that is in no book in hand, voided already, or in use."""
    if not any(number in book.slips for book in books_in_hand(books, day)):
        raise Refusal(f"{day} 手里没有收据 {number}：没有领过，或者已经缴销。")
    for void in books.of(ReceiptVoid):
        if ReceiptNumber.parse(void.number) == number:
            raise Refusal(f"收据 {number} 在 {void.date} 已经登记作废。")
    for use in books.facts.receipts:
        if use.number == number and use.voucher.id not in books.facts.cancelled:
            raise Refusal(
                f"收据 {number} 用在凭证 {use.voucher.id} 上；"
                f"要作废，先冲销那张凭证：juwu reverse {use.voucher.id}"
            )


def following_book(books: Books) -> tuple[str, str] | None:
    """Return the numbers after the latest book, as many as it had: a proposal."""
    drawn = books.of(ReceiptBook)
    if not drawn:
        return None
    latest = drawn[-1].slips
    first = latest.last._replace(number=latest.last.number + 1)
    return str(first), str(first._replace(number=first.number + latest.size - 1))
