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

_EPOCH = dt.date(1899, 12, 30)
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


_Cell = tuple[str, str, str, str, str, str, int]
"""Column letter; the beginnings of a cell, of an empty one, of a figure, of a text; style; room."""


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
        self._styles: dict[str, list[str]] = {}
        self._cells: dict[str, list[_Cell]] = {}
        """Row's role → what the cells of its columns begin with; made once, used a million times."""
        self.links: list[tuple[str, str]] = []
        """Cells that lead somewhere, each with its target; no more than a workbook takes."""
        self._full = False

    def row(self, number: int, values: Sequence[CellValue], role: str, height: float = 0) -> str:
        """Return one row; ``height`` in points, 0 for as high as its text asks.

        Empty cells are written too: they carry the lines of the printed form.
        """
        cells = self._cells.get(role)
        if cells is None:
            styles = [f' s="{self._style_of(role, kind, False)}"' for kind in self._kinds]
            self._styles[role] = styles
            cells = self._cells[role] = list(
                zip(
                    self._letters,
                    [f'<c r="{letter}' for letter in self._letters],
                    [f'"{style}/>' for style in styles],
                    [f'"{style}><v>' for style in styles],
                    [f'"{style} t="inlineStr"><is><t>' for style in styles],
                    styles,
                    self._room,
                    strict=True,
                )
            )
        row = str(number)
        parts = [""]
        add = parts.append
        lines = 1
        for (letter, begin, empty, figure, text, style, room), value in zip(
            cells, values, strict=False
        ):
            if value is None or value == "":
                add(f"{begin}{row}{empty}")
                continue
            kind = type(value)
            if kind is str:
                if room and not height and 2 * len(value) > room:  # type: ignore[arg-type]
                    lines = max(lines, lines_needed(str(value), room))
                if _SPECIAL.search(value) or len(value) > _SURELY_FITS:  # type: ignore[arg-type]
                    add(self._odd_text(letter, number, style, str(value), role))
                else:
                    add(f"{begin}{row}{text}{value}</t></is></c>")
            elif kind is Decimal or kind is int:
                # Two decimals never come out with an exponent.
                add(f"{begin}{row}{figure}{value!s}</v></c>")
            elif kind is dt.date:
                add(self._date(letter, number, style, value, role))  # type: ignore[arg-type]
            elif kind is Link:
                if room:
                    lines = max(lines, lines_needed(value.text, room))  # type: ignore[union-attr]
                add(self._link(letter, number, value, role))  # type: ignore[arg-type]
            elif isinstance(value, Formula):
                kind_of = ' t="str"' if isinstance(value.value, str) else ""
                formula, shown = _escape(value.text), _escape(str(value.value))
                add(f'{begin}{row}"{style}{kind_of}><f>{formula}</f><v>{shown}</v></c>')
            else:
                add(f"{begin}{row}{figure}{value}</v></c>")
        parts.append("</row>")
        height = height or min(_TALLEST, 2 + LINE_HEIGHT * lines)
        parts[0] = f'<row r="{number}" ht="{height:g}" customHeight="1">'
        return "".join(parts)

    def _odd_text(self, letter: str, number: int, style: str, value: str, role: str) -> str:
        text, note = clean(value)
        if note:
            self._note(f"{letter}{number}", note)
        if looks_like_formula(text):
            kind = self._kinds[self._letters.index(letter)]
            style = f' s="{self._style_of(role, kind, True)}"'
        kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        body = _escape(_ESCAPED.sub("_x005F_", text))
        return f'<c r="{letter}{number}"{style} t="inlineStr"><is><t{kept}>{body}</t></is></c>'

    def _link(self, letter: str, number: int, link: Link, role: str) -> str:
        if len(self.links) < MOST_LINKS:
            self.links.append((f"{letter}{number}", link.target))
            return self._odd_text(
                letter, number, f' s="{self._style_of(role, LINK, False)}"', link.text, role
            )
        if not self._full:
            self._full = True
            self._note(f"{letter}{number}", f"从这里起不做链接：一张表最多 {MOST_LINKS} 个")
        style = self._styles[role][self._letters.index(letter)]
        return self._odd_text(letter, number, style, link.text, role)

    def _date(self, letter: str, number: int, style: str, day: dt.date, role: str) -> str:
        if day < _FIRST_DAY:
            return self._odd_text(letter, number, style, day.isoformat(), role)
        return f'<c r="{letter}{number}"{style}><v>{(day - _EPOCH).days}</v></c>'


def lines_needed(text: str, room: int) -> int:
    """Return how many lines ``text`` takes in a column ``room`` digits wide, about."""
    return sum(-(-max(1, _width(line)) // room) for line in text.split("\n"))


def _width(text: str) -> int:
    """Return the width of a line in digits; Chinese characters are two wide, as in GBK."""
    return len(text.encode("gbk", "replace"))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
