"""Rows as the XML of a worksheet, one at a time.

openpyxl writes a cell in 14 µs; a year of 100,000 vouchers has six million. Text made here is ten
times faster and holds one row in memory. Everything around the rows is openpyxl's
(:mod:`juwu_ledger.render.xlsx.workbook_file`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from juwu_ledger.render.xlsx.sheet_text import clean, looks_like_formula
from juwu_ledger.tables.report import TEXT, Column, Value

_EPOCH = dt.date(1899, 12, 30).toordinal()
_FIRST_DAY = dt.date(1900, 3, 1)
"""Before it the calendars of Excel and of everyone else differ: such days are written as text."""
_SPECIAL = re.compile("[&<>\r\t\n\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x|^[ =+@-]| $")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
MOST_LINKS = 65_530
"""Links that Excel takes on one sheet; it drops all of them where there are more."""
_SURELY_FITS = 16_000
LINE_HEIGHT = 14.0
"""Height of one line of text in points."""
_TALLEST = 409.0
"""No row of a workbook is higher; what does not fit is read in the cell itself."""

StyleOf = Callable[[str, str, bool], int]
"""Row's role, column's kind, quoted or not → index of the cell's style."""
Note = Callable[[str, str], None]
"""Cell reference, what was done to its text."""


class Formula(NamedTuple):
    """A cell that is calculated; ``text`` is without the equals sign.

    ``value`` is what it comes to, for whoever shows a workbook without calculating: telephones do.
    """

    text: str
    value: str | int | Decimal


class Link(NamedTuple):
    """A text that leads somewhere; ``target`` is a file's path from the workbook, fit for a link, or
    ``#'sheet'!B4``, a cell of the workbook itself."""

    text: str
    target: str


CellValue = Value | Formula | Link
LINK = "link"
"""The kind of a cell that leads somewhere, whatever its column's."""


_KEPT = 500
"""Texts and days of a column that are kept as they are written: most stand in many rows."""


_Known = dict[CellValue, tuple[str, int]]
"""A text or a day → the rest of its cell, and the lines that it takes."""


class _Column(NamedTuple):
    """A column under one row's role.

    A row is its number between pieces: what a cell begins with stands at the end of the piece before.
    """

    letter: str
    style: str
    room: int
    after: str
    """What the next cell begins with; nothing behind the last column."""
    empty: str
    """What goes on behind the row's number in an empty cell, up to the next cell's number."""
    figure: str
    """What goes on in a cell with a figure, up to the figure."""
    closing: str
    """What closes such a cell, up to the next cell's number."""
    known: _Known


_Cell = tuple[str, str, str, _Known, _Column]
"""Empty cell, cell with a figure and its end, the texts that are known, the column: taken apart a
million times."""


class RowWriter:
    """Turns rows into XML; remembers the styles it has looked up."""

    def __init__(self, columns: Sequence[Column], style_of: StyleOf, note: Note) -> None:
        """Prepare the columns of one sheet."""
        self._letters = [get_column_letter(i) for i in range(1, len(columns) + 1)]
        self._kinds = [column.kind for column in columns]
        # Spreadsheets do not all fit rows to wrapped text, and take minutes to fit 100,000 of
        # them, so the lines are counted here.
        self._room = [c.width + 1 if c.kind == TEXT else 0 for c in columns]
        self._style_of = style_of
        self._note = note
        self._begins = [f'<c r="{letter}' for letter in self._letters]
        self._cells: dict[str, list[_Cell]] = {}
        self.links: list[tuple[str, str]] = []
        """Cells that lead somewhere, each with its target; no more than a workbook takes."""
        self._full = False

    def row(self, number: int, values: Sequence[CellValue], role: str, height: float = 0) -> str:
        """Return one row; ``height`` in points, 0 for as high as its text asks.

        Empty cells are written too: they carry the lines of the printed form.
        """
        cells = self._cells.get(role)
        if cells is None:
            cells = self._cells[role] = self._cells_of(role)
        parts = [""]
        add = parts.append
        lines = 1
        for (empty, figure, closing, known, column), value in zip(cells, values, strict=False):
            kind = type(value)
            if value is None:
                add(empty)
            elif kind is str or kind is dt.date:
                rest, needed = known.get(value) or self._written(column, number, value, role)
                add(rest)
                if needed > lines:
                    lines = needed
            elif kind is Decimal or kind is int:
                # Two decimals never come out with an exponent.
                add(f"{figure}{value!s}{closing}")
            elif kind is Link:
                rest, needed = self._link(column, number, value, role)  # type: ignore[arg-type]
                add(rest)
                lines = max(lines, needed)
            elif isinstance(value, Formula):
                add(_formula(value, column))
            else:
                add(f"{figure}{value}{closing}")
        height = height or min(_TALLEST, 2 + LINE_HEIGHT * lines)
        parts[0] = f'<row r="{number}" ht="{height:g}" customHeight="1">{self._begins[0]}'
        if len(values) < len(cells):
            parts[-1] = parts[-1].removesuffix(self._begins[len(values)])
        return f"{str(number).join(parts)}</row>"

    def _cells_of(self, role: str) -> list[_Cell]:
        """Return what the cells of rows of a role are made of."""
        styles = [self._style(role, kind) for kind in self._kinds]
        afters = (*self._begins[1:], "")
        columns = [
            _Column(
                letter,
                style,
                room,
                after,
                f'"{style}/>{after}',
                f'"{style}><v>',
                f"</v></c>{after}",
                {},
            )
            for letter, style, room, after in zip(
                self._letters, styles, self._room, afters, strict=True
            )
        ]
        return [(c.empty, c.figure, c.closing, c.known, c) for c in columns]

    def _style(self, role: str, kind: str, quoted: bool = False) -> str:
        return f' s="{self._style_of(role, kind, quoted)}"'

    def _written(
        self, column: _Column, number: int, value: CellValue, role: str
    ) -> tuple[str, int]:
        """Return the rest of a cell with a text or a day, and its lines; it is kept for the next row."""
        if value == "":
            made = column.empty, 1
        elif isinstance(value, dt.date) and value >= _FIRST_DAY:
            made = f"{column.figure}{value.toordinal() - _EPOCH}{column.closing}", 1
        else:
            text = value.isoformat() if isinstance(value, dt.date) else str(value)
            lines = lines_needed(text, column.room) if column.room else 1
            if _SPECIAL.search(text) or len(text) > _SURELY_FITS:
                return self._odd_text(column, number, column.style, text, role), lines
            made = f'"{column.style} t="inlineStr"><is><t>{text}</t></is></c>{column.after}', lines
        if len(column.known) == _KEPT:
            column.known.clear()
        column.known[value] = made
        return made

    def _odd_text(self, column: _Column, number: int, style: str, value: str, role: str) -> str:
        text, note = clean(value)
        if note:
            self._note(f"{column.letter}{number}", note)
        if looks_like_formula(text):
            style = self._style(role, self._kinds[self._letters.index(column.letter)], True)
        kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        body = _escape(_ESCAPED.sub("_x005F_", text))
        return f'"{style} t="inlineStr"><is><t{kept}>{body}</t></is></c>{column.after}'

    def _link(self, column: _Column, number: int, link: Link, role: str) -> tuple[str, int]:
        cell, style = f"{column.letter}{number}", column.style
        if len(self.links) < MOST_LINKS:
            self.links.append((cell, link.target))
            style = self._style(role, LINK)
        elif not self._full:
            self._full = True
            self._note(cell, f"从这里起不做链接：一张表最多 {MOST_LINKS} 个")
        lines = lines_needed(link.text, column.room) if column.room else 1
        return self._odd_text(column, number, style, link.text, role), lines


def _formula(value: Formula, column: _Column) -> str:
    kind = ' t="str"' if isinstance(value.value, str) else ""
    formula, shown = _escape(value.text), _escape(str(value.value))
    return f'"{column.style}{kind}><f>{formula}</f><v>{shown}{column.closing}'


def lines_needed(text: str, room: int) -> int:
    """Return how many lines ``text`` takes in a column ``room`` digits wide, about."""
    if 2 * len(text) <= room and "\n" not in text:
        return 1  # No character is wider than two.
    return sum(-(-max(1, _width(line)) // room) for line in text.split("\n"))


def _width(text: str) -> int:
    """Return the width of a line in digits; Chinese characters are two wide, as in GBK."""
    return len(text.encode("gbk", "replace"))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
