"""What the templates ask of single values, rows and fields: how they are set on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from juwu_ledger.render.cells import UNBROKEN, shown
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    DATE,
    ITEM,
    MONEY,
    TEXT,
    Field,
    Row,
    Table,
    Value,
)
from juwu_ledger.tables.ties import NOT_TIED

_LENGTHY = 15
_WIDE_AMOUNT = 13


def written(value: Any) -> Markup:
    """Return a value as it is printed; dates and voucher numbers in it are never broken."""
    text = str(escape(shown(value)))
    return Markup(UNBROKEN.sub(r'<span class="whole">\g<0></span>', text))


def in_cell(value: Value, kind: str) -> Markup:
    """Return what stands in a cell of a table; the columns of dates and codes break nothing anyhow."""
    if kind in (DATE, CODE) and not is_lengthy(value):
        return escape(shown(value))
    return written(value)


def cell_class(value: Value, kind: str) -> str:
    """Return the classes of a cell of a table; the most frequent kind, text, is told by having none."""
    marks = {
        kind: kind != TEXT,
        "negative": is_negative(value),
        "untied": is_untied(value),
        "lengthy": is_lengthy(value),
    }
    return " ".join(mark for mark, holds in marks.items() if holds)


def is_negative(value: Any) -> bool:
    """Tell whether a value is an amount below zero, which is printed red."""
    return isinstance(value, Decimal) and value < 0


def is_untied(value: Any) -> bool:
    """Tell whether a value says that figures do not tie, which is printed red."""
    return isinstance(value, str) and value.startswith(NOT_TIED)


def is_lengthy(value: Any) -> bool:
    """Tell whether a number is too long to stand on one line: it may then break anywhere."""
    return isinstance(value, str) and len(value) > _LENGTHY


def is_wide_amount(value: Any) -> bool:
    """Tell whether an amount needs smaller digits to stand in its column."""
    return isinstance(value, Decimal) and len(shown(value)) > _WIDE_AMOUNT


def is_dense(table: Table) -> bool:
    """Tell whether any amount of a table is wide: then all get smaller digits and stay aligned."""
    return any(is_wide_amount(value) for row in table.rows for value in row.values)


def filled(value: Value) -> Markup:
    """Return what stands in a place of a form; an amount goes behind the sign of its currency."""
    text = written(value)
    return Markup("¥{}").format(text) if isinstance(value, Decimal) else text


def long_day(day: dt.date) -> Markup:
    """Return a day as forms write it, with room between figures and words."""
    return Markup("{} 年 {} 月 {} 日").format(day.year, day.month, day.day)


def in_lines(fields: Iterable[Field]) -> list[list[Field]]:
    """Set fields two on a line; a wide one has a line of its own."""
    lines: list[list[Field]] = []
    for field in fields:
        if field.is_wide or not lines or len(lines[-1]) == 2 or lines[-1][0].is_wide:
            lines.append([field])
        else:
            lines[-1].append(field)
    return lines


def spans(row: Row, table: Table) -> list[tuple[Value, str, int]]:
    """Return the cells of a row as value, kind and columns taken.

    The text of a heading or a sum goes on over the empty cells behind it.
    """
    cells: list[tuple[Value, str, int]] = []
    for value, column in zip(row.values, table.columns, strict=True):
        last = cells[-1] if cells else None
        is_free = value is None and column.kind not in (MONEY, COUNT)
        if row.role != ITEM and is_free and last and isinstance(last[0], str):
            cells[-1] = (last[0], TEXT, last[2] + 1)
        else:
            kind = TEXT if row.role != ITEM and isinstance(value, str) else column.kind
            cells.append((value, kind, 1))
    return cells
