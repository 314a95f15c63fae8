"""A sheet of the audit workbook that holds several years, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from juwu_ledger.tables.report import COUNT, Column, Row
from juwu_ledger.tables.sheet import Sheet

YEAR_COLUMN = Column("year", "会计年度", COUNT, 6)


@dataclass(frozen=True, slots=True)
class DividedSheet:
    """The sheets of one kind of several years as one, with 会计年度 as its first column."""

    by_year: Mapping[int, Sheet]
    """At least one, in order of year; all have the same columns."""

    @property
    def sheet(self) -> Sheet:
        """The sheet of the first year, which says what all of them are."""
        return next(iter(self.by_year.values()))

    @property
    def key(self) -> str:
        """The sheet's English name."""
        return self.sheet.key

    @property
    def title(self) -> str:
        """The sheet's name in the workbook."""
        return self.sheet.title

    @property
    def about(self) -> str:
        """What the sheet holds, in one sentence."""
        return self.sheet.about

    @property
    def empty(self) -> str:
        """What stands where there are no rows."""
        return self.sheet.empty

    @property
    def columns(self) -> tuple[Column, ...]:
        """The year, then the sheet's own columns."""
        return (YEAR_COLUMN, *self.sheet.columns)

    @property
    def frozen(self) -> int:
        """How many columns stay in sight."""
        return self.sheet.frozen + 1

    @property
    def pages_wide(self) -> int:
        """How many A4 pages stand beside one another."""
        return self.sheet.pages_wide

    @property
    def years(self) -> tuple[int, ...]:
        """The years, in order."""
        return tuple(self.by_year)

    def position(self, key: str) -> int:
        """Return the index of a column, from 0."""
        return 0 if key == YEAR_COLUMN.key else self.sheet.position(key) + 1

    def rows_of(self, year: int | None) -> Iterator[Row]:
        """Yield the rows of one year as they are made."""
        assert year is not None
        for row in self.by_year[year].rows():
            yield Row((year, *row.values), row.role)

    def rows(self) -> Iterable[Row]:
        """Yield the rows of all years as they are made."""
        for year in self.by_year:
            yield from self.rows_of(year)
