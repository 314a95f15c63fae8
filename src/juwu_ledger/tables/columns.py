"""Columns that carry their values, and the lines that stand under them.

A line is a record: a value that is there anyway (a flow, a review), or a :class:`Record`, whose fields are
its columns. What is printed under a column is said where the column is, and nowhere else::

    class ReceiptLine(Record):
        keeper: str | None = column("领用人", CODE, 8)

Amounts of a record are fen; in the cells of a row they are yuan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.tables.report import ITEM, MONEY, TEXT, TOTAL, Column, Row, Value

_SHEET, _PAPER = "sheet", "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A line of a table; ``role`` is that of its row."""

    role: str = ITEM


def column(
    title: str,
    kind: str = TEXT,
    width: int = 12,
    *,
    key: str = "",
    paper: int = 0,
    paper_title: str = "",
    paper_kind: str = "",
    default: Value = None,
) -> Any:
    """Declare a field of a :class:`Record` and its column, with its ``width`` on the sheet.

    ``paper`` is its width on the printed register, where it may be called otherwise; 0 where it does not
    stand there. ``key`` is that of the column where it is no name that Python allows.
    """
    sheet = (key, title, kind, width)
    paper_column = (key, paper_title or title, paper_kind or kind, paper)
    return field(default=default, metadata={_SHEET: sheet, _PAPER: paper_column})


def columns_of(line: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a sheet whose lines are such."""
    return tuple(_columns(line, _SHEET))


def paper_columns_of(line: type[Record]) -> tuple[Column, ...]:
    """Return the columns of the printed register whose lines are such."""
    return tuple(_columns(line, _PAPER))


def _columns(line: type[Record], where: str) -> Iterator[Column]:
    for item in fields(line):
        if where in item.metadata:
            key, title, kind, width = item.metadata[where]
            if width:
                yield Column(key or item.name, title, kind, width, attrgetter(item.name))


def row_of(columns: Sequence[Column], record: object, role: str = ITEM) -> Row:
    """Return a record under these columns."""
    return row_maker(columns)(record, role)


def rows_of(columns: Sequence[Column], records: Iterable[object]) -> Iterator[Row]:
    """Yield records under these columns as they are made."""
    made = row_maker(columns)
    for record in records:
        yield made(record, getattr(record, "role", ITEM))


def row_maker(columns: Sequence[Column]) -> Callable[[object, str], Row]:
    """Return what makes rows of records and their roles; there may be a million."""
    getters = [column.get or attrgetter(column.key) for column in columns]
    money = [at for at, column in enumerate(columns) if column.kind == MONEY]

    def made(record: object, role: str) -> Row:
        values: list[Value] = [get(record) for get in getters]
        for at in money:
            fen = values[at]
            if isinstance(fen, int):
                values[at] = to_yuan(fen)
        return Row(tuple(values), role)

    return made


def sum_row(columns: Iterable[Column], role: str = TOTAL, /, **cells: Value) -> Row:
    """Return a line that has these cells by key of their column, amounts in fen, and is blank else."""
    return Row(tuple([_shown(column, cells.get(column.key)) for column in columns]), role)


def with_sum(
    columns: Sequence[Column],
    records: Iterable[Any],
    *keys: str,
    under: str = "",
    title: Value = "合计",
    **more: Value,
) -> tuple[Row, ...]:
    """Return the lines of a table and below them the sums of these columns, where there are lines.

    ``title`` stands below the column ``under`` (the first), ``more`` below others.
    """
    records = tuple(records)
    if not records:
        return ()
    cells = {under or columns[0].key: title, **sums_of(columns, records, *keys), **more}
    return (*rows_of(columns, records), sum_row(columns, **cells))


def sums_of(columns: Iterable[Column], records: Iterable[Any], *keys: str) -> dict[str, int]:
    """Return the sums of these columns over records, fen; without keys, of all columns of amounts."""
    records = tuple(records)
    summed = [c for c in columns if (c.key in keys if keys else c.kind == MONEY)]
    return {c.key: sum(c.value(record) or 0 for record in records) for c in summed}


def _shown(column: Column, value: Value) -> Value:
    return to_yuan(value) if column.kind == MONEY and isinstance(value, int) else value
