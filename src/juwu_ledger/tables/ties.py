"""Ties (勾稽): two figures that came about in different ways and must be equal.

A side of a :class:`Tie` is a figure that was read somewhere, or a :class:`Side`: sums over columns of
sheets, written once. Python evaluates them (:func:`settle`), papers print a line of them
(:mod:`.paper_ties`), the audit workbook shows them as live formulas.

A :class:`Sum` is what SUMIFS and COUNTIFS do: the lines of a sheet whose cells meet conditions.
:class:`Tally` takes the rows as they pass by and evaluates every sum afterwards, so that no sheet is
ever held in memory. Where a sheet holds several years one after another, a sum looks at one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from juwu_ledger.tables.divided_sheet import DividedSheet
from juwu_ledger.tables.report import Row, Value
from juwu_ledger.tables.sheet import Sheet

ZERO = Decimal("0.00")
NOT_TIED, TIED = "未核平", "相符"
YUAN, THINGS, COPIES, SHEETS, LINES = "元", "处", "份", "张", "行"


class Condition(Enum):
    """Conditions other than being equal to a value."""

    SUBJECT = "subject"
    """Equal to the 对象 of the tie."""
    FILLED = "<>"
    """Not empty."""
    NEGATIVE = "<0"
    """Below zero."""


SUBJECT, FILLED, NEGATIVE = Condition


@dataclass(frozen=True, slots=True)
class Other:
    """A condition: anything but this text."""

    than: str


Wanted = str | int | Condition | Other


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a column over the lines that meet ``where``; without a column, their number."""

    sheet: str
    column: str | None
    where: tuple[tuple[str, Wanted], ...]
    sign: int = 1
    year: int | None = None
    """The part of the sheet whose lines count; ``None`` on a sheet that is not divided by year."""


@dataclass(frozen=True, slots=True)
class Side:
    """Sums added up and taken off; of none it is nothing."""

    sums: tuple[Sum, ...] = ()

    def __add__(self, other: Side) -> Side:
        """Return both together."""
        return Side(self.sums + other.sums)

    def __sub__(self, other: Side) -> Side:
        """Return this less the other."""
        return self + Side(tuple(replace(item, sign=-item.sign) for item in other.sums))

    def of(self, year: int, divided: Container[str] | None = None) -> Side:
        """Return the same over the lines of ``year``, of those sheets that are ``divided``."""
        return Side(
            tuple(
                replace(s, year=year) if divided is None or s.sheet in divided else s
                for s in self.sums
            )
        )


def total(sheet: str, column: str, **where: Wanted) -> Side:
    """Return the sum of a column over the lines that meet the conditions."""
    return Side((Sum(sheet, column, tuple(where.items())),))


def count(sheet: str, **where: Wanted) -> Side:
    """Return the number of lines that meet the conditions."""
    return Side((Sum(sheet, None, tuple(where.items())),))


Figure = Decimal | int


@dataclass(frozen=True, slots=True)
class Tie:
    """Two sides that must be equal; ``unit`` is ``元`` or what is counted."""

    title: str
    left: Side | Figure
    right: Side | Figure
    unit: str = YUAN
    subject: str | int | None = None
    """The account, month or number that it is about."""
    hint: str = ""
    """Where to look when the sides differ."""
    is_minor: bool = False
    """It looks at one table alone; while it holds it has no line of its own on a paper."""
    group: str = ""
    year: int | None = None
    """The year that it is about; ``None`` where it is about the whole books."""

    @property
    def minor(self) -> Tie:
        """The tie as a minor one."""
        return replace(self, is_minor=True)

    @property
    def counts(self) -> bool:
        """Tell whether both sides are numbers of things, not amounts of money."""
        return self.unit != YUAN

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that are sums over sheets."""
        return tuple(side for side in (self.left, self.right) if isinstance(side, Side))

    @property
    def sums(self) -> tuple[Sum, ...]:
        """All sums of both sides."""
        return tuple(item for side in self.sides for item in side.sums)

    def of(self, year: int, divided: Container[str]) -> Tie:
        """Return the same tie over the lines of ``year`` of those sheets that are ``divided``."""
        left, right = (
            side.of(year, divided) if isinstance(side, Side) else side
            for side in (self.left, self.right)
        )
        return replace(self, left=left, right=right, year=year)


def grouped(group: str, ties: Iterable[Tie]) -> Iterator[Tie]:
    """Yield the ties under the name (类别) of a sheet or of what they are about."""
    for tie in ties:
        yield replace(tie, group=group)


@dataclass(frozen=True, slots=True)
class Settled:
    """A tie and the figures on both sides."""

    tie: Tie
    left: Figure
    right: Figure

    @property
    def holds(self) -> bool:
        """Tell whether both sides are equal."""
        return self.left == self.right

    @property
    def alarm(self) -> str:
        """What is said in red when they are not."""
        return not_tied(f"“{self.tie.title}”", Decimal(self.left - self.right), self.tie.unit)


def not_tied(what: str, gap: Decimal, unit: str = YUAN) -> str:
    """Return the sentence for a sum that does not tie by ``gap``."""
    said = f"{gap:,.2f}" if unit == YUAN else str(int(gap))
    return f"{NOT_TIED}：{what}相差 {said} {unit}，请先查明原因，不要盖章。"


def each(what: str, title: str, pairs: Iterable[tuple[str, Decimal, Decimal]]) -> Iterator[Tie]:
    """Yield one tie over many pairs that all must be equal, or one for each pair that is not.

    ``what`` names all of them (各账户), a pair is its name and both sides.
    """
    left = right = ZERO
    found = []
    for name, one, other in pairs:
        left, right = left + one, right + other
        if one != other:
            found.append(Tie(f"{name}：{title}", one, other))
    yield from found or [Tie(f"{what}：{title}", left, right)]


class Tally:
    """Adds up the rows of all sheets by the columns that the conditions ask about."""

    def __init__(self, ties: Sequence[Tie], sheets: Iterable[Sheet | DividedSheet]) -> None:
        """Look up which columns count: ``ties`` say it, ``sheets`` say where they stand."""
        self._ties = ties
        self._parts = {
            (sheet.key, year): _PartTally(sheet) for sheet in sheets for year in sheet.years
        }
        for tie in ties:
            for item in tie.sums:
                self._parts[item.sheet, item.year].need(item)

    def watch(self, sheet: str, rows: Iterable[Row], year: int | None = None) -> Iterator[Row]:
        """Pass the rows of a sheet, or of one of its years, through, adding them up."""
        return self._parts[sheet, year].watch(rows)

    def settle(self) -> list[Settled]:
        """Return every tie with its figures."""
        return [
            Settled(tie, self._side(tie, tie.left), self._side(tie, tie.right))
            for tie in self._ties
        ]

    def _side(self, tie: Tie, side: Side | Figure) -> Figure:
        if not isinstance(side, Side):
            return side
        found = ZERO
        for item in side.sums:
            found += item.sign * self._parts[item.sheet, item.year].value(item, tie.subject)
        return found


class _PartTally:
    """The sums of one part of a sheet: values of the condition columns → lines and totals."""

    def __init__(self, sheet: Sheet | DividedSheet) -> None:
        self._sheet = sheet
        self._keys: dict[str, int] = {}
        self._asked: dict[str, set[Wanted]] = defaultdict(set)
        self._columns: dict[str, int] = {}
        self._groups: dict[tuple[Value, ...], list[int | Decimal]] = {}
        self._indexes: dict[tuple[str, ...], dict[tuple[Value, ...], list[tuple[Value, ...]]]] = {}

    def need(self, item: Sum) -> None:
        for key, wanted in item.where:
            self._keys.setdefault(key, self._sheet.position(key))
            self._asked[key].add(wanted)
        if item.column:
            self._columns.setdefault(item.column, self._sheet.position(item.column))

    def _yes_or_no(self) -> list[tuple[int, Condition]]:
        """Return the places in a key of which only one such thing is asked, such as to be filled.

        Their groups are told apart by the answer: there may be as many values as there are lines.
        """
        found = []
        for place, key in enumerate(self._keys):
            asked = self._asked[key]
            for condition in (Condition.FILLED, Condition.NEGATIVE):
                if asked == {condition}:
                    found.append((place, condition))
        return found

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        keys, columns = list(self._keys.values()), list(self._columns.values())
        places = list(enumerate(columns, 1))
        answers = self._yes_or_no()
        groups = self._groups
        for row in rows:
            values = row.values
            found = [values[i] for i in keys]
            for place, condition in answers:
                found[place] = _STANDS_FOR[condition] if _meets(found[place], condition) else None
            key = tuple(found)
            sums = groups.get(key)
            if sums is None:
                sums = groups[key] = [0, *(ZERO for _ in columns)]
            sums[0] += 1
            for place, column in places:
                value = values[column]
                if value is not None:
                    assert isinstance(value, Decimal | int)
                    sums[place] += value
            yield row

    def value(self, item: Sum, subject: str | int | None) -> int | Decimal:
        place = list(self._columns).index(item.column) + 1 if item.column else 0
        exact: list[tuple[str, Value]] = []
        others: list[tuple[int, Wanted]] = []
        positions = {key: position for position, key in enumerate(self._keys)}
        for key, wanted in item.where:
            if wanted is Condition.SUBJECT:
                exact.append((key, subject))
            elif isinstance(wanted, str | int):
                exact.append((key, wanted))
            else:
                others.append((positions[key], wanted))
        found: int | Decimal = ZERO if item.column else 0
        for group in self._candidates(exact, positions):
            if all(_meets(group[position], wanted) for position, wanted in others):
                found += self._groups[group][place]
        return found

    def _candidates(
        self, exact: Sequence[tuple[str, Value]], positions: Mapping[str, int]
    ) -> Iterable[tuple[Value, ...]]:
        """Return the groups that have these values; they are looked up, not searched for."""
        if not exact:
            return self._groups
        names = tuple(name for name, _ in exact)
        if names not in self._indexes:
            index: dict[tuple[Value, ...], list[tuple[Value, ...]]] = defaultdict(list)
            wanted = [positions[name] for name in names]
            for group in self._groups:
                index[tuple([group[i] for i in wanted])].append(group)
            self._indexes[names] = index
        return self._indexes[names].get(tuple(value for _, value in exact), ())


_STANDS_FOR: Mapping[Condition, int] = {Condition.FILLED: 1, Condition.NEGATIVE: -1}
"""A value that meets a condition, for all those that do."""


def _meets(value: Value, wanted: Wanted) -> bool:
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


def settle(ties: Sequence[Tie], sheets: Sequence[Sheet | DividedSheet] = ()) -> list[Settled]:
    """Make all rows of the sheets, keep none, and return every tie with its figures."""
    tally = Tally(ties, sheets)
    for sheet in sheets:
        for year in sheet.years:
            for _ in tally.watch(sheet.key, sheet.rows_of(year), year):
                pass
    return tally.settle()
