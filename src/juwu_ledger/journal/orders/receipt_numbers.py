"""Books of unified receipts and their numbers: what may be drawn, returned and voided."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber, ReceiptRange
from juwu_ledger.books.model.vocabulary import ReceiptBook, ReceiptReturn
from juwu_ledger.journal.engine.directive_text import Leg
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.records.receipts import Receipts, State


def read_receipt_number(text: str) -> ReceiptNumber:
    """Read a receipt's number; raise :class:`BadInput`."""
    number = ReceiptNumber.parse(text)
    if number is None:
        raise BadInput(f"收据号码 {text!r} 看不懂，请写成 A0000101 这样")
    return number


def read_number_range(first: str, last: str) -> ReceiptRange:
    """Read the first and the last number of a book; raise :class:`BadInput`."""
    start, end = read_receipt_number(first), read_receipt_number(last)
    numbers = ReceiptRange.parse(str(start), str(end))
    if numbers is None:
        raise BadInput(f"{first} 到 {last} 不成一段：要同字头、同位数，起号不大于止号")
    return numbers


def refuse_drawn(books: Books, numbers: ReceiptRange) -> None:
    """Refuse receipts that are in a book already."""
    for book in books.of(ReceiptBook):
        if book.numbers.overlaps(numbers):
            raise Refusal(f"{book.first} 到 {book.last} 这一本 {book.date} 已经领过，号码重了。")


def books_in_hand(books: Books, day: dt.date) -> list[ReceiptBook]:
    """Return the books of receipts drawn by ``day`` and not handed back whole."""
    return books.record(Receipts).in_hand(day)


def next_receipt(books: Books, day: dt.date) -> str | None:
    """Return the next number to write on: the first blank one of the oldest book in hand."""
    number = next(books.record(Receipts).blank(day), None)
    return str(number) if number else None


MOST_EQUAL = 1000
"""Receipts of one run."""


class EqualReceipts(NamedTuple):
    """A run of receipts of one amount; ``each`` in fen."""

    numbers: ReceiptRange
    each: int

    @property
    def fen(self) -> int:
        """What they come to."""
        return self.numbers.size * self.each

    def lines(self, account: str) -> list[Leg]:
        """Return a line of income for each."""
        first = self.numbers.first
        numbers = range(first.number, self.numbers.last.number + 1)
        return [
            Leg(account, -self.each, {"receipt": str(first._replace(number=number))})
            for number in numbers
        ]


NEXT = "next"
"""Stands for the next blank receipt, to be found under the lock (:func:`settled_receipt`)."""


def settled_receipt(books: Books, chosen: str | None, day: dt.date) -> str | None:
    """Return the number to be written; of ``NEXT``, raise :class:`Refusal` where none is left."""
    if chosen != NEXT:
        return chosen
    number = next_receipt(books, day)
    if number is None:
        raise Refusal("没有没用过的收据了；先到街道办领用并登记：juwu receipt-book issue")
    return number


def refuse_not_in_hand(books: Books, numbers: ReceiptRange, day: dt.date) -> None:
    """Refuse to hand back receipts that were never drawn, or were handed back already."""
    if not any(
        numbers.first in book.numbers and numbers.last in book.numbers
        for book in books.record(Receipts).drawn_by(day)
    ):
        raise Refusal(f"{day} 以前没有领过 {numbers.first} 到 {numbers.last} 这一段收据。")
    for done in books.of(ReceiptReturn):
        if done.numbers.overlaps(numbers):
            raise Refusal(f"{done.first} 到 {done.last} 在 {done.date} 已经缴销过了。")


def unused_receipts(books: Books, numbers: ReceiptRange) -> int:
    """Count the receipts that are neither used nor voided."""
    return numbers.size - sum(number in numbers for number in books.record(Receipts).by_number)


def refuse_void(books: Books, number: ReceiptNumber, day: dt.date) -> None:
    """Refuse to void a receipt that is in no book in hand, voided already, or in use."""
    record = books.record(Receipts)
    in_hand = any(number in book.numbers for book in record.in_hand(day))
    if not in_hand or record.state(number, day) is State.RETURNED:
        raise Refusal(f"{day} 手里没有收据 {number}：没有领过，或者已经缴销。")
    receipt = record.by_number.get(number)
    if receipt and receipt.voids:
        raise Refusal(f"收据 {number} 在 {receipt.voids[0].date} 已经登记作废。")
    for use in receipt.live() if receipt else ():
        raise Refusal(
            f"收据 {number} 用在凭证 {use.voucher.id} 上；"
            f"要作废，先冲销那张凭证：juwu reverse {use.voucher.id}"
        )


def following_book(books: Books) -> tuple[str, str] | None:
    """Return the numbers after the latest book, as many as it had: a proposal."""
    drawn = books.of(ReceiptBook)
    if not drawn:
        return None
    latest = drawn[-1].numbers
    first = latest.last._replace(number=latest.last.number + 1)
    return str(first), str(first._replace(number=first.number + latest.size - 1))
