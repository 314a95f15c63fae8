"""Sums over the columns of sheets, written once: Python evaluates them, a workbook shows them live.

A :class:`Sum` is what SUMIFS and COUNTIFS do: the lines of a sheet whose cells meet conditions. A
:class:`Tie` says that two sums of such sums are equal. :class:`Tally` takes the rows as they pass
by and evaluates every sum afterwards, so that no sheet is ever held in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from juwu_ledger.reports.report import Row, Value
from juwu_ledger.reports.sheet import Sheet

ZERO = Decimal("0.00")


class Condition(Enum):
    """Conditions other than being equal to a value."""

    SUBJECT = "subject"
    """Equal to the 对象 of the tie."""
    FILLED = "<>"
    """Not empty."""
    NEGATIVE = "<0"
    """Below zero."""


@dataclass(frozen=True, slots=True)
class Other:
    """A condition: anything but this text."""

    than: str


Wanted = str | int | Condition | Other
Where = tuple[tuple[str, Wanted], ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a column over the lines that meet ``where``; without a column, their number."""

    sheet: str
    column: str | None
    where: Where
    sign: int = 1

    def __neg__(self) -> Sum:
        """Return the sum taken off."""
        return Sum(self.sheet, self.column, self.where, -self.sign)


def total(sheet: str, column: str, **where: Wanted) -> Sum:
    """Return the sum of a column over the lines that meet the conditions."""
    return Sum(sheet, column, tuple(where.items()))


def count(sheet: str, **where: Wanted) -> Sum:
    """Return the number of lines that meet the conditions."""
    return Sum(sheet, None, tuple(where.items()))


@dataclass(frozen=True, slots=True)
class Tie:
    """Two sides that must be equal; ``subject`` is the account, month or number it is about."""

    group: str
    title: str
    left: tuple[Sum, ...]
    right: tuple[Sum, ...]
    subject: str | int | None = None
    hint: str = ""
    """Where to look when the sides differ."""
    counts: bool = False
    """Both sides are numbers of things, not amounts of money."""

    @property
    def sums(self) -> tuple[Sum, ...]:
        """All sums of both sides."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Settled:
    """A tie and the figures on both sides."""

    tie: Tie
    left: Decimal
    right: Decimal

    @property
    def holds(self) -> bool:
        """Tell whether both sides are equal."""
        return self.left == self.right


class Tally:
    """Adds up the rows of all sheets by the columns that the conditions ask about."""

    def __init__(self, ties: Sequence[Tie], sheets: Iterable[Sheet]) -> None:
        """Look up which columns count: ``ties`` say it, ``sheets`` say where they stand."""
        self._ties = ties
        self._sheets = {sheet.key: _SheetTally(sheet) for sheet in sheets}
        for tie in ties:
            for item in tie.sums:
                self._sheets[item.sheet].need(item)

    def watch(self, sheet: str, rows: Iterable[Row]) -> Iterator[Row]:
        """Pass the rows of a sheet through, adding them up."""
        return self._sheets[sheet].watch(rows)

    def settle(self) -> list[Settled]:
        """Return every tie with its figures."""
        return [
            Settled(tie, self._side(tie, tie.left), self._side(tie, tie.right))
            for tie in self._ties
        ]

    def _side(self, tie: Tie, sums: tuple[Sum, ...]) -> Decimal:
        found = ZERO
        for item in sums:
            found += item.sign * self._sheets[item.sheet].value(item, tie.subject)
        return found


class _SheetTally:
    """The sums of one sheet: values of the condition columns → number of lines and totals."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._keys: dict[str, int] = {}
        self._columns: dict[str, int] = {}
        self._groups: dict[tuple[Value, ...], list[int | Decimal]] = {}
        self._by_subject: dict[str, dict[Value, list[tuple[Value, ...]]]] = {}

    def need(self, item: Sum) -> None:
        for key, _ in item.where:
            self._keys.setdefault(key, self._sheet.position(key))
        if item.column:
            self._columns.setdefault(item.column, self._sheet.position(item.column))

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        keys, columns = list(self._keys.values()), list(self._columns.values())
        groups = self._groups
        for row in rows:
            values = row.values
            key = tuple([values[i] for i in keys])
            sums = groups.get(key)
            if sums is None:
                sums = groups[key] = [0, *(ZERO for _ in columns)]
            sums[0] += 1
            for place, column in enumerate(columns, 1):
                value = values[column]
                if value is not None:
                    assert isinstance(value, Decimal | int)
                    sums[place] += value
            yield row

    def value(self, item: Sum, subject: str | int | None) -> int | Decimal:
        place = list(self._columns).index(item.column) + 1 if item.column else 0
        positions = {key: position for position, key in enumerate(self._keys)}
        conditions = [
            (positions[key], subject if wanted is Condition.SUBJECT else wanted)
            for key, wanted in item.where
        ]
        found: int | Decimal = ZERO if item.column else 0
        for key in self._candidates(item, subject):
            if all(_meets(key[position], wanted) for position, wanted in conditions):
                found += self._groups[key][place]
        return found

    def _candidates(self, item: Sum, subject: str | int | None) -> Iterable[tuple[Value, ...]]:
        """Return the groups to look at; those of one subject are looked up, not searched for."""
        name = next((key for key, wanted in item.where if wanted is Condition.SUBJECT), None)
        if name is None:
            return self._groups
        if name not in self._by_subject:
            position = list(self._keys).index(name)
            index: dict[Value, list[tuple[Value, ...]]] = defaultdict(list)
            for key in self._groups:
                index[key[position]].append(key)
            self._by_subject[name] = index
        return self._by_subject[name].get(subject, ())


def _meets(value: Value, wanted: Wanted | None) -> bool:
    if wanted is Condition.FILLED:
        return value is not None and value != ""
    if wanted is Condition.NEGATIVE:
        return isinstance(value, Decimal | int) and value < 0
    if isinstance(wanted, Other):
        return value != wanted.than
    return value == wanted


def failed(settled: Iterable[Settled]) -> list[Settled]:
    """Return the ties that do not hold."""
    return [item for item in settled if not item.holds]


def settle(ties: Sequence[Tie], sheets: Mapping[str, Sheet]) -> list[Settled]:
    """Make all rows of the sheets, keep none, and return every tie with its figures."""
    tally = Tally(ties, sheets.values())
    for key, sheet in sheets.items():
        for _ in tally.watch(key, sheet.rows()):
            pass
    return tally.settle()
