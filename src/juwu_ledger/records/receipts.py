"""What became of every unified receipt, worked out once for all who tell of it.

A slip has one state on a day (:class:`State`), whoever asks: a rule, a paper, a register, a page, a
command. A number counts once however often it is written: handed back twice it was handed back once,
and a voucher, its red letter and the voucher entered anew with the same receipt are one use. A number
in full width, in small letters or with blanks is the number that people read (FMT002 names the
spelling). Who used a slip that had been voided has money on it, so it counts as used, not as void
(RCP004).

Money stands on the vouchers that are in force: what was wholly reversed is taken off again by its own
red letter, on that one's day. Amounts are whole fen, days are the vouchers' own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from juwu_ledger.books.facts.facts import ReceiptUse, Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber, ReceiptRange, plain
from juwu_ledger.books.model.metadata import id_of
from juwu_ledger.books.model.money import CURRENCY, to_fen
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.slips import SlipIndex
from juwu_ledger.books.model.vocabulary import ReceiptBook, ReceiptReturn, ReceiptVoid
from juwu_ledger.records.flows import flow_of

EVER = dt.date.max
"""The day to ask about for what the books say in the end."""
Key = ReceiptNumber | str
"""A receipt's number; what does not look like one stays text."""


class State(Enum):
    """What became of a slip."""

    BLANK = "blank"
    """In a book in hand, neither used nor voided."""
    USED = "used"
    """On one voucher that is in force."""
    REVERSED = "reversed"
    """Used, but every voucher that names it was wholly reversed."""
    VOID = "void"
    """Voided, and on no voucher in force."""
    RETURNED = "returned"
    """Handed back blank."""
    VOID_USED = "void-used"
    """Voided, and written on a voucher in force all the same."""
    USED_VOID = "used-void"
    """Voided although a voucher in force had it before."""
    REUSED = "reused"
    """On two vouchers in force, or on two postings of one."""
    NOT_DRAWN = "not-drawn"
    """Used, and in no book drawn by that day."""


class Use(NamedTuple):
    """A voucher, or a posting of it, that names a receipt."""

    number: Key
    named: ReceiptUse
    taken_back: Voucher | None
    """The voucher that reversed the whole of it, now or later."""

    @property
    def voucher(self) -> Voucher:
        """The voucher."""
        return self.named.voucher

    @property
    def date(self) -> dt.date:
        """The voucher's own date."""
        return self.named.voucher.date

    @property
    def text(self) -> str:
        """The number as written."""
        return self.named.text

    @property
    def place(self) -> Place:
        """Where it is named."""
        return self.named.place

    def in_force(self, day: dt.date = EVER) -> bool:
        """Tell whether the voucher was there on a day and not wholly reversed."""
        return self.date <= day and (self.taken_back is None or self.taken_back.date > day)


@dataclass(frozen=True)
class Slip:
    """A receipt that was used or voided, with everything said of it, in order of date."""

    number: Key
    book: ReceiptBook | None
    """The book it is of; the one drawn first where two books overlap."""
    uses: tuple[Use, ...]
    voids: tuple[ReceiptVoid, ...]

    @property
    def days(self) -> Iterator[dt.date]:
        """Every day on which something was done about it."""
        for use in self.uses:
            yield use.date
            if use.taken_back:
                yield use.taken_back.date
        yield from (void.date for void in self.voids)

    def live(self, day: dt.date = EVER) -> list[Use]:
        """Return its uses by vouchers in force on a day."""
        return [use for use in self.uses if use.in_force(day)]

    def is_used(self, day: dt.date = EVER) -> bool:
        """Tell whether it counts as used on a day; conflicts do."""
        return self.state(day) not in (None, State.VOID)

    def is_drawn(self, day: dt.date) -> bool:
        """Tell whether its book was drawn by a day."""
        return self.book is not None and self.book.date <= day

    def state(self, day: dt.date = EVER) -> State | None:
        """Return its state on a day; ``None`` while nothing has been said of it."""
        live = self.live(day)
        void = any(item.date <= day for item in self.voids)
        if not live and void:
            return State.VOID
        if not live and not any(use.date <= day for use in self.uses):
            return None
        if not self.is_drawn(day):
            return State.NOT_DRAWN
        if void:
            late = self.uses[0].date < self.voids[0].date
            return State.USED_VOID if late else State.VOID_USED
        if not live:
            return State.REVERSED
        return State.REUSED if len(live) > 1 else State.USED


@dataclass(frozen=True)
class BookState:
    """A book of receipts on a day; used, void, returned and left make up the whole of it."""

    book: ReceiptBook
    used: tuple[ReceiptNumber, ...]
    void: tuple[ReceiptNumber, ...]
    returned_runs: tuple[ReceiptRange, ...]
    """The numbers handed back blank."""
    left_runs: tuple[ReceiptRange, ...]
    """The numbers still blank and in hand."""
    returns: tuple[ReceiptReturn, ...]
    """Every return of a part of it or of the whole, in order of date."""

    @property
    def returned(self) -> int:
        """How many slips were handed back blank."""
        return sum(run.size for run in self.returned_runs)

    @property
    def left(self) -> int:
        """How many slips are still blank and in hand."""
        return sum(run.size for run in self.left_runs)


class SlipLine(NamedTuple):
    """What a register says of one slip: its state, or a red letter on what stood on it before."""

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
    """A book at the end of a period, and the lines of its slips in order of number."""

    state: BookState
    lines: tuple[SlipLine, ...]

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
    strays: tuple[SlipLine, ...]
    rest: tuple[Unreceipted, ...]
    used: frozenset[Key]
    """The numbers that came to be used in it, those of no book as well."""

    @property
    def lines(self) -> Iterator[SlipLine]:
        """Every line of a receipt: those of the books, then those of no book."""
        for book in self.books:
            yield from book.lines
        yield from self.strays


class _Money(NamedTuple):
    """The money that a voucher brought, shared out among the receipts it names."""

    by_number: dict[Key, int]
    """An empty text stands for what no receipt covers."""
    in_kind: bool


class Receipts:
    """Every book of receipts and every slip of these books: ``books.record(Receipts)``."""

    def __init__(self, books: Books) -> None:
        """Bring together what vouchers, voidings and returns say of each number."""
        self._books = books
        self._carried = books.carried.slips if books.carried else {}
        self.drawn = sorted(books.of(ReceiptBook), key=lambda item: (item.date, item.place))
        """Every book drawn, the oldest first."""
        self._index = SlipIndex(self.drawn)
        self._returns = tuple(sorted(books.of(ReceiptReturn), key=lambda item: item.date))
        self.uses = tuple(_uses(books))
        """Every use in the order of the books, those of reversed vouchers as well."""
        self.slips = {slip.number: slip for slip in self._slips()}
        """Every number that was used or voided."""
        self._shares: dict[int, _Money] = {}

    def covering(self, number: Key) -> list[ReceiptBook]:
        """Return every book that holds a number, whenever it was drawn."""
        return list(self._index.covering(number)) if isinstance(number, ReceiptNumber) else []

    def state(self, number: ReceiptNumber, day: dt.date = EVER) -> State:
        """Return the state of any number on a day."""
        slip = self.slips.get(number)
        said = slip.state(day) if slip else None
        if said is not None:
            return said
        if not any(book.date <= day for book in self.covering(number)):
            return State.NOT_DRAWN
        if any(number in back.slips for back in self._returns if back.date <= day):
            return State.RETURNED
        return State.BLANK

    def drawn_by(self, day: dt.date) -> list[ReceiptBook]:
        """Return the books drawn by a day, the oldest first."""
        return [book for book in self.drawn if book.date <= day]

    def in_hand(self, day: dt.date) -> list[ReceiptBook]:
        """Return the books drawn by a day and not handed back whole, be it in parts."""
        return [book for book in self.drawn_by(day) if not self.handed_back(book, day)]

    def handed_back(self, book: ReceiptBook, day: dt.date) -> bool:
        """Tell whether every number of a book had been handed back by a day, used or not."""
        runs = _runs(book.slips, (), self._returns_of(book, day), inside=True)
        return sum(run.size for run in runs) == book.slips.size

    def book_state(self, book: ReceiptBook, day: dt.date) -> BookState:
        """Return what became of a book's slips by a day."""
        used: list[ReceiptNumber] = []
        void: list[ReceiptNumber] = []
        for number, slip in self._slips_of.get(book, ()):
            state = slip.state(day)
            if state is not None:
                (void if state is State.VOID else used).append(number)
        taken, returns = {*used, *void}, self._returns_of(book, day)
        return BookState(
            book,
            tuple(used),
            tuple(void),
            tuple(_runs(book.slips, taken, returns, inside=True)),
            tuple(_runs(book.slips, taken, returns, inside=False)),
            returns,
        )

    def blank(self, day: dt.date) -> Iterator[ReceiptNumber]:
        """Yield the numbers that can still be written on, of the books drawn by a day, in order.

        What is used, voided or handed back later is not free either.
        """
        drawn = sorted(self.drawn_by(day), key=lambda book: (book.date, book.first))
        for book in drawn:
            begin = self.next_of(book)
            for run in self.book_state(book, EVER).left_runs:
                for number in range(max(begin.number, run.first.number), run.last.number + 1):
                    slip = begin._replace(number=number)
                    if slip not in self.slips:  # Another book may hold it, too.
                        yield slip

    def next_of(self, book: ReceiptBook) -> ReceiptNumber:
        """Return the number that a book begins with, sealed months that are not read left out."""
        first = book.slips.first
        return first._replace(number=self._carried.get(str(first), first.number))

    def following(self, day: dt.date) -> dict[str, int]:
        """Return first number of each book drawn by a day → number after the last used or voided."""
        last: dict[str, int] = {}
        for number, slip in self.slips.items():
            if isinstance(number, ReceiptNumber) and slip.state(day) is not None:
                for book in self.covering(number):
                    if book.date <= day:
                        first = str(book.slips.first)
                        last[first] = max(last.get(first, 0), number.number + 1)
        return last

    def used_in(self, period: Period, slip: Slip) -> bool:
        """Tell whether a slip came to be used in a period."""
        return slip.is_used(period.last) and not slip.is_used(period.first - DAY)

    def strays(self, period: Period) -> list[Slip]:
        """Return the slips that came to be used in a period and are of no book drawn by its end."""
        return [
            slip
            for slip in self.slips.values()
            if not slip.is_drawn(period.last) and self.used_in(period, slip)
        ]

    # --- the register of a period ----------------------------------------------------------

    def period(self, period: Period) -> PeriodReceipts:
        """Return the register of a period: its books with their slips, and what is of no book."""
        told: set[tuple[int, Key]] = set()
        books = []
        for book in self.shown(period):
            lines = [
                line
                for _, slip in self._slips_of.get(book, ())
                for line in self._lines(slip, period, told)
            ]
            books.append(BookLines(self.book_state(book, period.last), tuple(lines)))
        strays = [
            line
            for slip in self.slips.values()
            if not slip.is_drawn(period.last)
            for line in self._lines(slip, period, told)
            if line.voucher and line.voucher.date in period
        ]
        used = frozenset(n for n, slip in self.slips.items() if self.used_in(period, slip))
        rest = tuple(self._rest(period, told))
        return PeriodReceipts(tuple(books), tuple(strays), rest, used)

    def shown(self, period: Period) -> list[ReceiptBook]:
        """Return the books that the register of a period tells of, the oldest first."""
        return [book for book in self.drawn_by(period.last) if self._is_shown(book, period)]

    def _is_shown(self, book: ReceiptBook, period: Period) -> bool:
        """Leave out a book done with before the period, unless it was written on since."""
        return not self.handed_back(book, period.first - DAY) or any(
            day in period for _, slip in self._slips_of.get(book, ()) for day in slip.days
        )

    def _lines(self, slip: Slip, period: Period, told: set[tuple[int, Key]]) -> Iterator[SlipLine]:
        """Yield the lines of a slip; ``told`` takes up whose money has been told of."""
        last, state = period.last, slip.state(period.last)
        if state is None:
            return
        before = [use for use in slip.uses if use.date <= last]
        shown = slip.live(last) or before[-1:]
        if state is State.VOID:
            shown = []
            void = next(item for item in slip.voids if item.date <= last)
            yield SlipLine(slip.number, state, None, void, None, True, None, False)
        for use in before:
            red = use.taken_back
            if red and red.date <= last and use.date in period:
                told |= {(id(use.voucher.txn), slip.number), (id(red.txn), slip.number)}
        for at, use in enumerate(shown):
            fen, kind = self._take(use.voucher, slip.number, period, told)
            if fen is None and state is State.REVERSED and use.date in period:
                fen = 0  # Wholly taken back within the period.
            own = State.USED if state is State.REUSED and not at else state
            own = State.REUSED if at and state is not State.NOT_DRAWN else own
            counts = not at and (state is not State.NOT_DRAWN or self.used_in(period, slip))
            yield SlipLine(slip.number, own, use, None, None, counts, fen, kind)
        for use in before:
            red = use.taken_back
            if red and red.date in period and use.date < period.first:
                fen, kind = self._take(red, slip.number, period, told)
                if fen:
                    yield SlipLine(slip.number, State.REVERSED, use, None, red, False, fen, kind)

    def _take(
        self, voucher: Voucher, number: Key, period: Period, told: set[tuple[int, Key]]
    ) -> tuple[int | None, bool]:
        """Return what a voucher of the period brought on a receipt, the first time it is asked."""
        key = id(voucher.txn), number
        if voucher.date not in period or key in told:
            return None, False
        told.add(key)
        money = self._share(voucher)
        fen = money.by_number.get(number)
        return (fen or None) if money.in_kind else fen, money.in_kind

    def _rest(self, period: Period, told: Container[tuple[int, Key]]) -> Iterator[Unreceipted]:
        vouchers = self._books.vouchers_in(period)
        for voucher in sorted(vouchers, key=lambda v: (v.date, v.id)):
            money = self._share(voucher)
            for number, fen in money.by_number.items():
                if fen and not money.in_kind and (id(voucher.txn), number) not in told:
                    yield Unreceipted(voucher, str(number), fen)

    def _share(self, voucher: Voucher) -> _Money:
        if id(voucher.txn) not in self._shares:
            self._shares[id(voucher.txn)] = self._shared_out(voucher)
        return self._shares[id(voucher.txn)]

    def _shared_out(self, voucher: Voucher) -> _Money:
        first = voucher.mirrors
        if first and self._books.facts.takes_back_whole(voucher):
            money = self._share(first)
            return money._replace(by_number={n: -fen for n, fen in money.by_number.items()})
        whole = _whole(self._books, voucher)
        if whole:
            return _Money(_split(voucher, whole), False)
        worth = -sum(_fen(p) for p in voucher.txn.postings if p.account.startswith("Income:"))
        return _Money(_split(voucher, worth), True)

    # --- bringing together -----------------------------------------------------------------

    def _slips(self) -> Iterator[Slip]:
        uses: dict[Key, list[Use]] = defaultdict(list)
        voids: dict[Key, list[ReceiptVoid]] = defaultdict(list)
        for use in self.uses:
            uses[use.number].append(use)
        for void in sorted(self._books.of(ReceiptVoid), key=lambda item: item.date):
            voids[key_of(void.number)].append(void)
        for number in dict.fromkeys((*uses, *voids)):
            holding = self.covering(number)
            book = min(holding, key=lambda item: (item.date, item.place), default=None)
            yield Slip(number, book, tuple(uses[number]), tuple(voids[number]))

    @cached_property
    def _slips_of(self) -> dict[ReceiptBook, list[tuple[ReceiptNumber, Slip]]]:
        """Book → its slips that were used or voided, in order of number."""
        found: dict[ReceiptBook, list[tuple[ReceiptNumber, Slip]]] = defaultdict(list)
        for number, slip in self.slips.items():
            if slip.book and isinstance(number, ReceiptNumber):
                found[slip.book].append((number, slip))
        for slips in found.values():
            slips.sort(key=lambda pair: pair[0])
        return dict(found)

    def _returns_of(self, book: ReceiptBook, day: dt.date) -> tuple[ReceiptReturn, ...]:
        return tuple(
            back for back in self._returns if back.date <= day and back.slips.overlaps(book.slips)
        )


def key_of(text: str) -> Key:
    """Return a receipt's number, whatever width it is written in."""
    return ReceiptNumber.parse(text) or plain(text)


def number_ranges(numbers: Iterable[Key]) -> str:
    """Return receipt numbers with unbroken runs drawn together: ``A0000101–A0000103、A0000107``."""
    known = sorted({n for n in numbers if isinstance(n, ReceiptNumber)})
    runs: list[list[ReceiptNumber]] = []
    for number in known:
        if runs and number == runs[-1][-1]._replace(number=runs[-1][-1].number + 1):
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return "、".join([*said, *sorted({n for n in numbers if isinstance(n, str)})])


def _uses(books: Books) -> Iterator[Use]:
    """Yield the uses; a posting that repeats the number of its whole voucher is none of its own."""
    for named in books.facts.receipts:
        voucher, number = named.voucher, key_of(named.text)
        on_posting = named.meta is not voucher.txn.meta
        if on_posting and number == key_of(id_of(voucher.txn.meta.get("receipt"))):
            continue
        yield Use(number, named, books.facts.taken_back_by(voucher))


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


def _runs(
    slips: ReceiptRange,
    taken: Collection[ReceiptNumber],
    returns: Collection[ReceiptReturn],
    inside: bool,
) -> list[ReceiptRange]:
    """Return the unbroken runs of numbers not ``taken`` that returns do, or do not, name.

    Numbers are cut where a run begins or ends, never walked one by one.
    """
    cuts = {slips.first.number, slips.last.number + 1}
    for number in taken:
        cuts |= {number.number, number.number + 1}
    for back in returns:
        cuts |= {
            max(back.slips.first.number, slips.first.number),
            min(back.slips.last.number, slips.last.number) + 1,
        }
    edges = sorted(cuts)
    runs: list[ReceiptRange] = []
    for start, end in pairwise(edges):
        first = slips.first._replace(number=start)
        if first in taken or any(first in back.slips for back in returns) is not inside:
            continue
        last = slips.first._replace(number=end - 1)
        if runs and runs[-1].last.number + 1 == start:
            runs[-1] = ReceiptRange(runs[-1].first, last)
        else:
            runs.append(ReceiptRange(first, last))
    return runs


def _fen(posting: Any) -> int:
    units = posting.units
    return to_fen(units.number) if units.currency == CURRENCY else 0
