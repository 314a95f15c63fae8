"""Journals cut into pages, each carried over to the next (过次页, 承前页; 会计基础工作规范 60).

How high a line will be is worked out from the widths of the columns, with some room to spare. All
lengths are millimetres of ``journal.html.j2``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from juwu_ledger.registers.journals.ruled_lines import BROUGHT, CARRIED, carry_row
from juwu_ledger.render.cells import shown
from juwu_ledger.render.html.line_breaks import lines_of_text
from juwu_ledger.tables.report import ITEM, Column, Row, Section, Table

_WIDTH, _HEIGHT = 188.0, 262.0
"""Of the printed part of a page."""
_PAPER_HEAD = 84.0
"""Everything above the first table of the paper; its face takes up to two lines more than usual."""
_ALARM = 10.0
_TABLE_HEAD, _TABLE_FOOT = 17.0, 11.0
"""Heading and column titles of a table; its note."""
_EM, _PADDING = 2.85, 1.8
_LINE, _ROW_PADDING = 3.85, 1.65
_SUM = _LINE + _ROW_PADDING
_FEWEST = 30.0
"""A table begins on a new page where no more than this is left for its lines."""


class Leaf(NamedTuple):
    """What of a journal stands on one page."""

    table: Table
    turns: bool
    """It begins a new page."""


def leaves(section: Section) -> Iterator[Leaf]:
    """Yield the pages of a section of journals, one account behind another."""
    used = _PAPER_HEAD + _ALARM * len(section.alarms)
    for table in section.tables:
        turns = used + _TABLE_HEAD + _FEWEST + _TABLE_FOOT > _HEIGHT
        used = 0.0 if turns else used
        start = 0
        for end in _cuts(table, _HEIGHT - used):
            yield Leaf(_leaf(table, start, end), turns or start > 0)
            last = sum(_height(row, table.columns) for row in table.rows[start:end])
            carried = _SUM if start else 0.0
            used = (0.0 if start else used) + _TABLE_HEAD + carried + last + _TABLE_FOOT
            start = end


def _cuts(table: Table, room: float) -> Iterator[int]:
    """Yield the place behind the last row of each page; the first page has ``room``."""
    heights = [_height(row, table.columns) for row in table.rows]
    start, left = 0, room - _TABLE_HEAD - _TABLE_FOOT - _SUM
    for place in range(len(heights)):
        if place > start and sum(heights[start : place + 1]) > left:
            start = _before_sums(table, start, place)
            yield start
            left = _HEIGHT - _TABLE_HEAD - _TABLE_FOOT - 2 * _SUM
    yield len(heights)


def _before_sums(table: Table, start: int, place: int) -> int:
    """Move a cut up, so that the sums below a line stay on its page."""
    for earlier in range(place, start, -1):
        if table.rows[earlier].role == ITEM:
            return earlier
    return place


def _leaf(table: Table, start: int, end: int) -> Table:
    """Return rows ``start`` to ``end`` between what was brought forward and what is carried over."""
    rows = list(table.rows[start:end])
    if start:
        rows.insert(0, carry_row(table, start, BROUGHT))
    if end < len(table.rows):
        return replace(table, rows=(*rows, carry_row(table, end, CARRIED)), note="")
    return replace(table, rows=tuple(rows))


def _height(row: Row, columns: Sequence[Column]) -> float:
    """Return how high a row is where its texts are broken into lines."""
    whole = sum(column.width for column in columns)
    lines = 1
    for value, column in zip(row.values, columns, strict=True):
        if isinstance(value, str):
            room = (_WIDTH * column.width / whole - _PADDING) / _EM
            lines = max(lines, sum(1 for _ in lines_of_text(shown(value), room)))
    return lines * _LINE + _ROW_PADDING
