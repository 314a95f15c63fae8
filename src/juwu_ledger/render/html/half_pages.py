"""Vouchers cut into halves of an A4 page, so that two stand on a page and can be cut apart.

How high a line will be is worked out from the widths of the columns (:mod:`.line_breaks`). All
lengths are millimetres of ``voucher.css.j2``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from juwu_ledger.render.cells import clean, shown
from juwu_ledger.render.html.line_breaks import atoms_of, filled_lines, lines_of_text
from juwu_ledger.tables.report import MONEY, TOTAL, Column, Field, Form, Row, Value

WIDTH = 180.0
"""Of the table of a half page."""
_EM = 3.175
_PADDING = 2.6
_LINE, _ROW_PADDING, _ROW = 4.15, 2.0, 7.5
_CLOSING_LINE = 4.9
_ROOM = 87.0
"""For the lines and the sum of a voucher with its closing fields, above the boxes to sign in."""
_SUM = 9.0
_SUM_LABEL = 10.0
"""Ems of the words before the amount in capitals."""
_SHORT = 40
"""Characters of a closing field that is not broken."""
_LONGEST = 6
"""Lines of a summary in one row; what is longer goes on in a row of its own."""


class HalfPage(NamedTuple):
    """One half page of a form: its lines, where it stands, and the height left blank."""

    form: Form
    rows: tuple[Row, ...]
    total: Row | None
    """The sum, on the last half page only."""
    number: int
    """Which half page of the form it is, from 1, ``of`` how many."""
    of: int
    blank: float


def half_pages(form: Form) -> list[HalfPage]:
    """Return the half pages of a form with at most one table; a form without one is one half page.

    The first closing field is the amount in capitals, which stands beside the sum.
    """
    if not form.tables:
        return [HalfPage(form, (), None, 1, 1, 0.0)]
    table = form.tables[0]
    total = next((row for row in table.rows if row.role == TOTAL), None)
    items = [row for row in table.rows if row.role != TOTAL]
    rows = [part for row in items for part in _pieces(row, table.columns)]
    closing = _closing_height(form.closing[1:]) + _sum_height(form, table.columns)
    pages = _pages([(row, _height(row, table.columns)) for row in rows], closing)
    made = []
    for place, page in enumerate(pages, 1):
        is_last = place == len(pages)
        used = sum(height for _, height in page) + (closing if is_last else _SUM)
        made.append(
            HalfPage(
                form,
                tuple(row for row, _ in page),
                total if is_last else None,
                place,
                len(pages),
                max(0.0, round(_ROOM - used, 1)),
            )
        )
    return made


Measured = tuple[Row, float]


def _pages(rows: Iterable[Measured], closing: float) -> list[list[Measured]]:
    """Fill page after page; the last one must hold the sum and the closing fields as well."""
    pages: list[list[Measured]] = [[]]
    used = 0.0
    for row, height in rows:
        if pages[-1] and used + height > _ROOM - _SUM:
            pages.append([])
            used = 0.0
        pages[-1].append((row, height))
        used += height
    if used > _ROOM - closing and len(pages[-1]) > 1:
        pages.append([pages[-1].pop()])
    return pages


def _pieces(row: Row, columns: tuple[Column, ...]) -> Iterator[Row]:
    """Yield a row, its first text cut where it would take too many lines."""
    first = row.values[0]
    lines = list(lines_of_text(shown(first), _ems(columns, 0)))
    rest: tuple[Value, ...] = row.values[1:]
    for start in range(0, max(1, len(lines)), _LONGEST):
        yield Row(("".join(lines[start : start + _LONGEST]), *rest), row.role)
        rest = (None,) * len(rest)


def _height(row: Row, columns: tuple[Column, ...]) -> float:
    lines = max(
        sum(1 for _ in lines_of_text(shown(value), _ems(columns, place)))
        for place, (value, column) in enumerate(zip(row.values, columns, strict=True))
        if column.kind != MONEY
    )
    return max(_ROW, lines * _LINE + _ROW_PADDING)


def _ems(columns: tuple[Column, ...], place: int) -> float:
    """Return how many ems of text fit beside one another in a column."""
    share = columns[place].width / sum(column.width for column in columns)
    return (WIDTH * share - _PADDING) / _EM


def _sum_height(form: Form, columns: tuple[Column, ...]) -> float:
    """Return the height of the sum, beside which the amount in capitals is written out."""
    texts = [place for place, column in enumerate(columns) if column.kind != MONEY]
    capitals = "".join(shown(field.value) for field in form.closing[:1])
    room = sum(_ems(columns, place) for place in texts) - _SUM_LABEL
    return max(_SUM, len(list(lines_of_text(capitals, room))) * _LINE + _ROW_PADDING)


def is_short(field: Field) -> bool:
    """Tell whether a closing field is never broken over lines."""
    return len(shown(field.value)) <= _SHORT


def _closing_height(fields: Iterable[Field]) -> float:
    """Return the height of the fields below the table, which are set as running text."""
    atoms: list[str] = []
    for field in fields:
        text = f"{clean(field.label)}：{shown(field.value)}"
        atoms += [text] if is_short(field) else atoms_of(text)
        atoms.append("　　")
    lines = sum(1 for _ in filled_lines(atoms, (WIDTH - _PADDING) / _EM))
    return lines * _CLOSING_LINE + 2.0
