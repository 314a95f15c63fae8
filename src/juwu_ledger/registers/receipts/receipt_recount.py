"""Blank receipts counted a second way, straight from the entries, to hold the papers against.

It reads neither the facts nor :mod:`juwu_ledger.records.receipts`, and knows nothing of states: a number
is gone when any voucher or voiding names it, or any return covers it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.vocabulary import ReceiptBook


def blank_receipts(books: Books, drawn: Iterable[ReceiptBook], day: dt.date) -> list[int]:
    """Return how many numbers of each book nothing has been said of by a day.

    Where two books hold a number (rule RCP007), it is gone from the one drawn first.
    """
    named: set[ReceiptNumber] = set()
    backs: list[tuple[ReceiptNumber, ReceiptNumber]] = []
    for entry in books.entries:
        if entry.date <= day:
            named |= {number for text in _names(entry) if (number := ReceiptNumber.parse(text))}
            backs += _returned(entry)
    every = sorted(books.of(ReceiptBook), key=lambda book: (book.date, book.place))
    return [_blank(book, _own(book, every, named), backs) for book in drawn]


def _names(entry: Any) -> Iterator[str]:
    kind = type(entry).__name__
    if kind == "Custom" and entry.type == "receipt-void":
        yield str(entry.values[0].value)
    if kind == "Transaction":
        for meta in (entry.meta, *(posting.meta or {} for posting in entry.postings)):
            if "receipt" in meta:
                yield str(meta["receipt"])


def _returned(entry: Any) -> Iterator[tuple[ReceiptNumber, ReceiptNumber]]:
    if type(entry).__name__ == "Custom" and entry.type == "receipt-return":
        ends = [ReceiptNumber.parse(str(item.value)) for item in entry.values[:2]]
        if len(ends) == 2 and ends[0] and ends[1]:
            yield ends[0], ends[1]


def _own(
    book: ReceiptBook, every: Iterable[ReceiptBook], named: Iterable[ReceiptNumber]
) -> set[int]:
    owners = {
        n: next((b for b in every if n in b.numbers), None) for n in named if n in book.numbers
    }
    return {number.number for number, owner in owners.items() if owner is book}


def _blank(
    book: ReceiptBook, gone: set[int], backs: Iterable[tuple[ReceiptNumber, ReceiptNumber]]
) -> int:
    """Take numbers off one end after the other; a number handed back twice goes once."""
    first, last = book.numbers
    left, upto = book.numbers.size - len(gone), first.number
    for start, end in sorted(backs):
        low, high = max(start.number, upto), min(end.number, last.number)
        if start.same_series(first) and end.same_series(first) and low <= high:
            left -= high - low + 1 - sum(low <= number <= high for number in gone)
            upto = high + 1
    return left
