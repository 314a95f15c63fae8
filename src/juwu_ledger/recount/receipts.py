"""Unified receipts: how many were drawn, used, voided, handed back, and what came in on them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from .books import DAY, ZERO, Books, Span, Voucher, plain
from .cells import Cell, Right

Number = tuple[str, int]
LARGEST = 10_000
"""Numbers of one book; a larger one is none, and is not counted."""


class Drawn(NamedTuple):
    """Numbers from the first to the last, on a day."""

    letters: str
    first: int
    last: int
    day: dt.date

    @property
    def size(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


def number_of(text: object) -> Number:
    """Return ``("A", 101)`` for ``A0000101``; of other text no number."""
    found = re.fullmatch(r"([A-Z]*)(\d+)", plain(text))
    return (found[1], int(found[2])) if found else (plain(text), -1)


def _ranges(books: Books, kind: str) -> list[Drawn]:
    found = []
    for s in books.said[kind]:
        (letters, first), (_, last) = number_of(s.values[0]), number_of(s.values[1])
        found.append(Drawn(letters, first, last, s.date))
    return found


def shares(books: Books, v: Voucher) -> dict[str, Decimal]:
    """Share a voucher's money, interest apart, out among the receipts that it names; "": none."""
    if v.red and books.whole.get(v.red) is v and _came(books, v) == -_came(books, v.red):
        return {number: -n for number, n in shares(books, v.red).items()}
    whole = _came(books, v) or -v.on(["Income"])
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for leg in v.legs:
        if leg.meta.get("receipt"):
            found[plain(leg.meta["receipt"])] += abs(leg.n) if whole >= 0 else -abs(leg.n)
    rest = whole - sum(found.values(), ZERO)
    if rest or v.meta.get("receipt"):
        found[plain(v.meta.get("receipt"))] += rest
    return dict(found)


def _came(books: Books, v: Voucher) -> Decimal:
    return v.income + v.on(books.of["interest"]) if v.income else ZERO


def _named(books: Books, day: dt.date) -> dict[Number, bool]:
    """Return each number on a voucher by a day, and whether one of its vouchers is in force."""
    found: dict[Number, bool] = {}
    for v in (v for v in books.vouchers if v.date <= day and not v.red):
        red = books.whole.get(v)
        texts = [v.meta.get("receipt"), *(leg.meta.get("receipt") for leg in v.legs)]
        for number in {number_of(text) for text in texts if text}:
            found[number] = found.get(number, False) or red is None or red.date > day
    return found


def _state(books: Books, book: Drawn, day: dt.date) -> dict[str, int]:
    """Return how many of a book's numbers are used, voided, handed back and left on a day."""
    if book.day > day:
        return dict.fromkeys(("used", "void", "returned", "closing"), 0)
    named = _named(books, day)
    voided = {number_of(s.values[0]) for s in books.said["receipt-void"] if s.date <= day}
    inside = {(book.letters, n) for n in range(book.first, book.last + 1)}
    void = {n for n in voided & inside if not named.get(n)}
    used = {n for n in named if n in inside} - void
    back = (
        {
            (r.letters, n)
            for r in _ranges(books, "receipt-return")
            if r.day <= day and r.letters == book.letters
            for n in range(max(r.first, book.first), min(r.last, book.last) + 1)
        }
        - used
        - void
    )
    left = len(inside) - len(used) - len(void) - len(back)
    return {"used": len(used), "void": len(void), "returned": len(back), "closing": left}


def _book(cell: Cell, key: str) -> Drawn | None:
    texts = re.split("[–-]", cell.row[key])
    (letters, first), (_, last) = number_of(texts[0]), number_of(texts[-1])
    found = [
        b for b in _ranges(cell.paper.books, "receipt-book") if b[:3] == (letters, first, last)
    ]
    return found[0] if found and 0 < found[0].size <= LARGEST else None


def monthly(cell: Cell) -> Right:
    """统一收据领用存: the differences of two days."""
    if not cell.is_item:
        return _count(cell)
    book = _book(cell, "book")
    if book is None:
        return None  # Numbers of no book.
    before = _state(cell.paper.books, book, cell.span[0] - DAY)
    after = _state(cell.paper.books, book, cell.last)
    if cell.column == "drawn":
        return book.size if cell.span[0] <= book.day <= cell.last else 0
    if cell.column in ("opening", "closing"):
        return before["closing"] if cell.column == "opening" else after["closing"]
    return after[cell.column] - before[cell.column]


def _count(cell: Cell) -> Right:
    total = cell.paper.sum(cell.key, cell.column)
    return None if total is None else int(total)


def register(cell: Cell) -> Right:
    """收据本: counts at the end of the period, and the money of the period on its receipts."""
    if not cell.is_item:
        return cell.above() if cell.column == "amount" else _count(cell)
    book = _book(cell, "numbers")
    if book is None:
        return None
    if cell.column in ("books", "count"):
        return 1 if cell.column == "books" else book.size
    if cell.column != "amount":
        column = {"left": "closing"}.get(cell.column, cell.column)
        return _state(cell.paper.books, book, cell.last)[column]
    books, total = cell.paper.books, ZERO
    for v in books.within(cell.span):
        for text, n in shares(books, v).items():
            letters, number = number_of(text)
            inside = letters == book.letters and book.first <= number <= book.last
            total += n if inside and not _written_anew(books, v, text, cell.last) else ZERO
    return total


def _written_anew(books: Books, v: Voucher, text: str, day: dt.date) -> bool:
    """Tell whether a deposit was paid back whole and its receipt stands for another voucher since."""
    red = books.whole.get(v)
    if red is None or red.date > day or _came(books, v) == -_came(books, red):
        return False
    later = (one for one in books.vouchers if red.date <= one.date <= day and not one.red)
    return any(text in shares(books, one) for one in later if one is not v)


def used(cell: Cell) -> Right:
    """已用收据: what came in by a voucher on a receipt; taken back within the period, nothing."""
    books = cell.paper.books
    if not cell.is_item:
        return cell.above()
    v = books.by_id.get(cell.row["voucher"])
    if v is None:
        return "账本里没有这张凭证"
    red = books.whole.get(v)
    if red and _within(red, cell.span) and _came(books, v) == -_came(books, red):
        return ZERO
    mine = number_of(cell.row["number"])
    found = (n for text, n in shares(books, v).items() if number_of(text) == mine)
    return cell.rest(sum(found, ZERO), "number", "voucher")


def _within(v: Voucher, span: Span) -> bool:
    return span[0] <= v.date <= span[1]


def issued(books: Books, span: Span, only_earned: bool = False) -> Decimal:
    """Return the money that came in a period, interest apart; of vouchers that earn, if so asked."""

    def of(v: Voucher) -> Decimal:
        earned = any(x.account.startswith("Income") for x in v.legs)
        earned &= abs(v.income) > abs(v.spending)
        return _came(books, v) if earned or not only_earned else ZERO

    return books.each(span, of)
