"""What became of every unified receipt, worked out once for all who tell of it.

A receipt has one state on a day (:class:`State`), whoever asks: a rule, a paper, a register, a page, a
command. A number counts once however often it is written: handed back twice it was handed back once,
and a voucher, its red letter and the voucher entered anew with the same receipt are one use. A number
in full width, in small letters or with blanks is the number that people read (FMT002 names the
spelling). Who used a receipt that had been voided has money on it, so it counts as used, not as void
(RCP004). What stands on them in a period is told by :mod:`.period_receipts`. Days are the vouchers' own.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from juwu_ledger.books.facts.facts import ReceiptUse, Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber, ReceiptRange, plain
from juwu_ledger.books.model.metadata import id_of
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.receipt_index import ReceiptIndex
from juwu_ledger.books.model.vocabulary import ReceiptBook, ReceiptReturn, ReceiptVoid

EVER = dt.date.max
"""The day to ask about for what the books say in the end."""
Key = ReceiptNumber | str
"""A receipt's number; what does not look like one stays text."""


class State(Enum):
    """What became of a receipt."""

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


class Receipt(NamedTuple):
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


class BookState(NamedTuple):
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
        """How many numbers were handed back blank."""
        return sum(run.size for run in self.returned_runs)

    @property
    def left(self) -> int:
        """How many receipts are still blank and in hand."""
        return sum(run.size for run in self.left_runs)


class Receipts:
    """Every book of receipts and every receipt of these books: ``books.record(Receipts)``."""

    def __init__(self, books: Books) -> None:
        """Bring together what vouchers, voidings and returns say of each number."""
        self._books = books
        self._carried = books.carried.next_receipts if books.carried else {}
        self.drawn = sorted(books.of(ReceiptBook), key=lambda item: (item.date, item.place))
        """Every book drawn, the oldest first."""
        self._index = ReceiptIndex(self.drawn)
        self._returns = tuple(sorted(books.of(ReceiptReturn), key=lambda item: item.date))
        self.uses = tuple(_uses(books))
        """Every use in the order of the books, those of reversed vouchers as well."""
        self.by_number = {receipt.number: receipt for receipt in self._receipts()}
        """Every number that was used or voided."""

    def covering(self, number: Key) -> list[ReceiptBook]:
        """Return every book that holds a number, whenever it was drawn."""
        return list(self._index.covering(number)) if isinstance(number, ReceiptNumber) else []

    def state(self, number: ReceiptNumber, day: dt.date = EVER) -> State:
        """Return the state of any number on a day."""
        receipt = self.by_number.get(number)
        said = receipt.state(day) if receipt else None
        if said is not None:
            return said
        if not any(book.date <= day for book in self.covering(number)):
            return State.NOT_DRAWN
        if any(number in back.numbers for back in self._returns if back.date <= day):
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
        runs = _runs(book.numbers, (), self._returns_of(book, day), inside=True)
        return sum(run.size for run in runs) == book.numbers.size

    def book_state(self, book: ReceiptBook, day: dt.date) -> BookState:
        """Return what became of a book's numbers by a day."""
        used: list[ReceiptNumber] = []
        void: list[ReceiptNumber] = []
        for number, receipt in self._of_book.get(book, ()):
            state = receipt.state(day)
            if state is not None:
                (void if state is State.VOID else used).append(number)
        taken, returns = {*used, *void}, self._returns_of(book, day)
        return BookState(
            book,
            tuple(used),
            tuple(void),
            tuple(_runs(book.numbers, taken, returns, inside=True)),
            tuple(_runs(book.numbers, taken, returns, inside=False)),
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
                    later = begin._replace(number=number)
                    if later not in self.by_number:  # Another book may hold it, too.
                        yield later

    def next_of(self, book: ReceiptBook) -> ReceiptNumber:
        """Return the number that a book begins with, sealed months that are not read left out."""
        first = book.numbers.first
        return first._replace(number=self._carried.get(str(first), first.number))

    def following(self, day: dt.date) -> dict[str, int]:
        """Return first number of each book drawn by a day → number after the last used or voided."""
        last: dict[str, int] = {}
        for number, receipt in self.by_number.items():
            if isinstance(number, ReceiptNumber) and receipt.state(day) is not None:
                for book in self.covering(number):
                    if book.date <= day:
                        first = str(book.numbers.first)
                        last[first] = max(last.get(first, 0), number.number + 1)
        return last

    def used_in(self, period: Period, receipt: Receipt) -> bool:
        """Tell whether a receipt came to be used in a period."""
        return receipt.is_used(period.last) and not receipt.is_used(period.first - DAY)

    def strays(self, period: Period) -> list[Receipt]:
        """Return the receipts that came to be used in a period and are of no book drawn by its end."""
        return [
            receipt
            for receipt in self.by_number.values()
            if not receipt.is_drawn(period.last) and self.used_in(period, receipt)
        ]

    # --- bringing together -----------------------------------------------------------------

    def _receipts(self) -> Iterator[Receipt]:
        uses: dict[Key, list[Use]] = defaultdict(list)
        voids: dict[Key, list[ReceiptVoid]] = defaultdict(list)
        for use in self.uses:
            uses[use.number].append(use)
        for void in sorted(self._books.of(ReceiptVoid), key=lambda item: item.date):
            voids[key_of(void.number)].append(void)
        for number in dict.fromkeys((*uses, *voids)):
            holding = self.covering(number)
            if len(holding) > 1:
                holding.sort(key=lambda item: (item.date, item.place))
            book = holding[0] if holding else None
            yield Receipt(number, book, tuple(uses.get(number, ())), tuple(voids.get(number, ())))

    def of_book(self, book: ReceiptBook) -> list[Receipt]:
        """Return the receipts of a book that were used or voided, in order of number."""
        return [receipt for _, receipt in self._of_book.get(book, ())]

    @cached_property
    def _of_book(self) -> dict[ReceiptBook, list[tuple[ReceiptNumber, Receipt]]]:
        """Book → its receipts that were used or voided, in order of number."""
        found: dict[ReceiptBook, list[tuple[ReceiptNumber, Receipt]]] = defaultdict(list)
        for number, receipt in self.by_number.items():
            if receipt.book and isinstance(number, ReceiptNumber):
                found[receipt.book].append((number, receipt))
        for receipts in found.values():
            receipts.sort(key=lambda pair: pair[0])
        return dict(found)

    def _returns_of(self, book: ReceiptBook, day: dt.date) -> tuple[ReceiptReturn, ...]:
        return tuple(
            back
            for back in self._returns
            if back.date <= day and back.numbers.overlaps(book.numbers)
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
        voucher, number = named.voucher, named.number or plain(named.text)
        on_posting = named.meta is not voucher.txn.meta
        if on_posting and number == key_of(id_of(voucher.txn.meta.get("receipt"))):
            continue
        yield Use(number, named, books.facts.taken_back_by(voucher))


def _runs(
    numbers: ReceiptRange,
    taken: Collection[ReceiptNumber],
    returns: Collection[ReceiptReturn],
    inside: bool,
) -> list[ReceiptRange]:
    """Return the unbroken runs of numbers not ``taken`` that returns do, or do not, name.

    Numbers are cut where a run begins or ends, never walked one by one.
    """
    cuts = {numbers.first.number, numbers.last.number + 1}
    for number in taken:
        cuts |= {number.number, number.number + 1}
    for back in returns:
        cuts |= {
            max(back.numbers.first.number, numbers.first.number),
            min(back.numbers.last.number, numbers.last.number) + 1,
        }
    edges = sorted(cuts)
    runs: list[ReceiptRange] = []
    for start, end in pairwise(edges):
        first = numbers.first._replace(number=start)
        if first in taken or any(first in back.numbers for back in returns) is not inside:
            continue
        last = numbers.first._replace(number=end - 1)
        if runs and runs[-1].last.number + 1 == start:
            runs[-1] = ReceiptRange(runs[-1].first, last)
        else:
            runs.append(ReceiptRange(first, last))
    return runs
