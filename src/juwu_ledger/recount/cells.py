"""A figure of a paper: where it stands, and what else stands there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .books import ZERO, Books, Span, span_of

Row = dict[str, Any]
Right = Decimal | int | str | None
"""What a figure should be; text says why there can be none, ``None`` that it is not recomputed."""


def kind_of(table: Row) -> str:
    """Return what a table is; of several of a kind the kind."""
    return re.sub(r"_\d+$", "", table["key"])


@dataclass(frozen=True)
class Paper:
    """A paper's JSON beside the books; ``right`` recomputes a cell of it."""

    books: Books
    json: Row
    right: Callable[[Cell], Right]

    @property
    def span(self) -> Span:
        """The first and last day of its period."""
        return span_of(self.json["period"])

    @property
    def year(self) -> Span:
        """The year so far, to its last day."""
        return self.span[1].replace(month=1, day=1), self.span[1]

    def cells(self, key: str, column: str, *roles: str) -> Iterator[Cell]:
        """Yield the printed cells of a column; of a table that comes several times, of all."""
        for table in (t for t in self.json["tables"] if kind_of(t) == key):
            for at, row in enumerate(table["rows"]):
                if row["role"] in roles and row["values"][column] is not None:
                    yield Cell(self, table, at, column)

    def sum(self, key: str, column: str, *roles: str) -> Decimal | None:
        """Add up what such cells should be; ``None`` where one of them is not recomputed."""
        found = [self.right(cell) for cell in self.cells(key, column, *(roles or ("item",)))]
        known = [Decimal(one) for one in found if isinstance(one, Decimal | int)]
        return sum(known, ZERO) if len(known) == len(found) else None


@dataclass(frozen=True)
class Cell:
    """One figure of one table."""

    paper: Paper
    table: Row
    at: int
    column: str

    @property
    def key(self) -> str:
        """What the table is; of several of a kind the kind."""
        return kind_of(self.table)

    @property
    def row(self) -> Row:
        """The values beside it."""
        values: Row = self.table["rows"][self.at]["values"]
        return values

    @property
    def role(self) -> str:
        """``item``, ``subtotal`` or ``total``."""
        return str(self.table["rows"][self.at]["role"])

    @property
    def is_item(self) -> bool:
        """Tell whether it is a line and no sum."""
        return self.role == "item"

    @property
    def span(self) -> Span:
        """The period of the paper."""
        return self.paper.span

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.paper.span[1]

    def above(self) -> Decimal | None:
        """Add up what the lines of this column should be: the sum of a table of lines."""
        return self.paper.sum(self.key, self.column)

    def rest(self, whole: Decimal, *keys: str) -> Decimal:
        """Return what the other lines with the same ``keys`` leave of ``whole``."""
        mine = [self.row[key] for key in keys]
        found = (r["values"] for r in self.table["rows"] if r["values"] is not self.row)
        others = [r for r in found if [r[key] for key in keys] == mine]
        return whole - sum((Decimal(r[self.column] or 0) for r in others), ZERO)
