"""The register of receipts of a period: each book with its receipts, each receipt with its money.

Money stands on the vouchers that are in force: what was wholly reversed is taken off again by its own red
letter, on that one's day. Amounts are whole fen, days are the vouchers' own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.metadata import id_of
from juwu_ledger.books.model.money import CURRENCY, to_fen
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.vocabulary import ReceiptBook, ReceiptVoid
from juwu_ledger.records.flows import flow_of
from juwu_ledger.records.receipts import BookState, Key, Receipt, Receipts, State, Use, key_of


class ReceiptEntry(NamedTuple):
    """What a register says of one receipt: its state, or a red letter on what stood on it before."""

    number: Key
    state: State
    use: Use | None
    void: ReceiptVoid | None
    red: Voucher | None
    """The red letter of the period that takes back a use of before it."""
    counts: bool
    """Its first line, by which the number is counted."""
    fen: int | None
    """Money of the period, or worth in kind; ``None`` where its voucher is not of the period."""
    in_kind: bool

    @property
    def voucher(self) -> Voucher | None:
        """The voucher that the line tells of."""
        return self.red or (self.use.voucher if self.use else None)

    @property
    def date(self) -> dt.date | None:
        """The day of its voucher, or of its being voided."""
        told = self.voucher or self.void
        return told.date if told else None


@dataclass(frozen=True)
class BookLines:
    """A book at the end of a period, and the lines of its receipts in order of number."""

    state: BookState
    lines: tuple[ReceiptEntry, ...]

    def issued(self, in_kind: bool = False) -> int:
        """Return the money (or the worth in kind) of the period on its receipts, fen."""
        return sum(line.fen or 0 for line in self.lines if line.in_kind is in_kind)


class Unreceipted(NamedTuple):
    """Money of the period that no line of a receipt tells of."""

    voucher: Voucher
    number: str
    fen: int


@dataclass(frozen=True)
class PeriodReceipts:
    """The receipts of a period: by book, of no book, and the money that came without any."""

    books: tuple[BookLines, ...]
    strays: tuple[ReceiptEntry, ...]
    rest: tuple[Unreceipted, ...]
    used: frozenset[Key]
    """The numbers that came to be used in it, those of no book as well."""

    @property
    def lines(self) -> Iterator[ReceiptEntry]:
        """Every line of a receipt: those of the books, then those of no book."""
        for book in self.books:
            yield from book.lines
        yield from self.strays


def period_receipts(books: Books, period: Period) -> PeriodReceipts:
    """Return the register of a period: its books with their receipts, and what is of no book."""
    return _Register(books, period).all()


def books_shown(books: Books, period: Period) -> list[ReceiptBook]:
    """Return the books that the register of a period tells of, the oldest first.

    A book done with before the period is left out, unless it was written on since.
    """
    receipts = books.record(Receipts)
    return [
        book
        for book in receipts.drawn_by(period.last)
        if not receipts.handed_back(book, period.first - DAY)
        or any(day in period for receipt in receipts.of_book(book) for day in receipt.days)
    ]


class _Register:
    """The register in the making; what its lines have told of is told once."""

    def __init__(self, books: Books, period: Period) -> None:
        self.books, self.period = books, period
        self.receipts, self.shares = books.record(Receipts), _Shares(books)
        self.told: set[tuple[int, Key]] = set()

    def all(self) -> PeriodReceipts:
        receipts, period = self.receipts, self.period
        books = []
        for book in books_shown(self.books, period):
            lines = [line for receipt in receipts.of_book(book) for line in self._lines(receipt)]
            books.append(BookLines(receipts.book_state(book, period.last), tuple(lines)))
        strays = [
            line
            for receipt in receipts.by_number.values()
            if not receipt.is_drawn(period.last)
            for line in self._lines(receipt)
            if line.voucher and line.voucher.date in period
        ]
        used = frozenset(
            n for n, receipt in receipts.by_number.items() if receipts.used_in(period, receipt)
        )
        return PeriodReceipts(tuple(books), tuple(strays), tuple(self._rest()), used)

    def _lines(self, receipt: Receipt) -> Iterator[ReceiptEntry]:
        """Yield the lines of a receipt."""
        period, last = self.period, self.period.last
        state = receipt.state(last)
        if state is None:
            return
        before = [use for use in receipt.uses if use.date <= last]
        shown = receipt.live(last) or before[-1:]
        if state is State.VOID:
            shown = []
            void = next(item for item in receipt.voids if item.date <= last)
            yield ReceiptEntry(receipt.number, state, None, void, None, True, None, False)
        for use in before:
            red = use.taken_back
            if red and red.date <= last and use.date in period:
                self.told |= {(id(use.voucher.txn), receipt.number), (id(red.txn), receipt.number)}
        for at, use in enumerate(shown):
            fen, kind = self._take(use.voucher, receipt.number)
            if fen is None and state is State.REVERSED and use.date in period:
                fen = 0  # Wholly taken back within the period.
            own = State.USED if state is State.REUSED and not at else state
            own = State.REUSED if at and state is not State.NOT_DRAWN else own
            counts = not at and (
                state is not State.NOT_DRAWN or self.receipts.used_in(period, receipt)
            )
            yield ReceiptEntry(receipt.number, own, use, None, None, counts, fen, kind)
        for use in before:
            red = use.taken_back
            if red and red.date in period and use.date < period.first:
                fen, kind = self._take(red, receipt.number)
                if fen:
                    yield ReceiptEntry(
                        receipt.number, State.REVERSED, use, None, red, False, fen, kind
                    )

    def _take(self, voucher: Voucher, number: Key) -> tuple[int | None, bool]:
        """Return what a voucher of the period brought on a receipt, the first time it is asked."""
        key = id(voucher.txn), number
        if voucher.date not in self.period or key in self.told:
            return None, False
        self.told.add(key)
        money = self.shares.of(voucher)
        fen = money.by_number.get(number)
        return (fen or None) if money.in_kind else fen, money.in_kind

    def _rest(self) -> Iterator[Unreceipted]:
        vouchers = self.books.vouchers_in(self.period)
        for voucher in sorted(vouchers, key=lambda v: (v.date, v.id)):
            money = self.shares.of(voucher)
            for number, fen in money.by_number.items():
                if fen and not money.in_kind and (id(voucher.txn), number) not in self.told:
                    yield Unreceipted(voucher, str(number), fen)


class _Money(NamedTuple):
    """The money that a voucher brought, shared out among the receipts it names."""

    by_number: dict[Key, int]
    """An empty text stands for what no receipt covers."""
    in_kind: bool


_NOTHING = _Money({}, True)
"""Of all vouchers that brought nothing: most did not."""


class _Shares:
    """How the money of each voucher is shared out among its receipts, each worked out once."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._shares: dict[int, _Money] = {}

    def of(self, voucher: Voucher) -> _Money:
        """Return the money of a voucher."""
        if id(voucher.txn) not in self._shares:
            self._shares[id(voucher.txn)] = self._shared_out(voucher)
        return self._shares[id(voucher.txn)]

    def _shared_out(self, voucher: Voucher) -> _Money:
        first = voucher.mirrors
        if first and self._books.facts.takes_back_whole(voucher):
            money = self.of(first)
            return money._replace(by_number={n: -fen for n, fen in money.by_number.items()})
        whole = _whole(self._books, voucher)
        if whole:
            return _Money(_split(voucher, whole), False)
        worth = -sum(_fen(p) for p in voucher.txn.postings if p.account.startswith("Income:"))
        shares = _split(voucher, worth)
        return _Money(shares, True) if shares else _NOTHING


def _whole(books: Books, voucher: Voucher) -> int:
    """Return the money that came by a voucher, interest apart: negative where it is taken back."""
    flow = flow_of(books, voucher)
    return flow.income - flow.interest


def _split(voucher: Voucher, whole: int) -> dict[Key, int]:
    """Share an amount out: a receipt on a posting is for that posting, one on the voucher for the rest."""
    shares: dict[Key, int] = defaultdict(int)
    for posting in voucher.txn.postings:
        text = id_of((posting.meta or {}).get("receipt"))
        if text:
            shares[key_of(text)] += abs(_fen(posting)) if whole >= 0 else -abs(_fen(posting))
    rest = whole - sum(shares.values())
    own = id_of(voucher.txn.meta.get("receipt"))
    if own or rest:
        shares[key_of(own)] += rest
    return dict(shares)


def _fen(posting: Any) -> int:
    units = posting.units
    return to_fen(units.number) if units.currency == CURRENCY else 0
