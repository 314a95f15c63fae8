"""A sheet of a workbook before it is written: columns, and rows that are made as they are asked for.

A :class:`~juwu_ledger.tables.report.Table` holds its rows; a sheet of the audit workbook may have
hundreds of thousands, so it only knows how to make them. Values are those of a table: ``Decimal``
yuan, dates, whole numbers and texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from juwu_ledger.tables.report import Column, Row, Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``about`` tells an auditor in one sentence what it holds.

    The first ``frozen`` columns stay in sight and are printed again on every page;
    ``pages_wide`` is the number of A4 pages beside one another.
    """

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]
    frozen: int = 0
    pages_wide: int = 1
    empty: str = "本期没有。"

    @property
    def years(self) -> tuple[None]:
        """It is not divided by year: one part, which has no year."""
        return (None,)

    def rows_of(self, _year: int | None) -> Iterable[Row]:
        """Return the rows of its one part."""
        return self.rows()

    def position(self, key: str) -> int:
        """Return the index of a column, from 0."""
        for index, column in enumerate(self.columns):
            if column.key == key:
                return index
        raise KeyError(f"{self.key} has no column {key}")

    def as_table(self) -> Table:
        """Return the sheet as a table of a report, with all its rows."""
        return Table(self.key, self.title, self.columns, tuple(self.rows()), self.about, self.empty)
