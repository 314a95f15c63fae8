"""How wide the columns of a table are printed: their own shares, never less than their figures take.

WeasyPrint and browsers find that out by setting every text of a table in several widths, which takes
WeasyPrint longer than all else about a paper; told the widths, it sets each once. Lengths are ems of
the table's letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from juwu_ledger.render.cells import UNBROKEN, clean, shown
from juwu_ledger.render.html.html_cells import is_lengthy
from juwu_ledger.tables.report import ITEM, TEXT, Column, Row, Table

_PADDING = 0.72
"""Of a cell, with its lines."""
_DIGIT, _BOLDER = 0.558, 1.07
_WIDTHS = {
    **dict.fromkeys(",.:; ", 0.33),
    **dict.fromkeys("-/()", 0.36),
    **dict.fromkeys("abcdefghijklnopqrstuvxyzEFIJLPSTZ", 0.65),
    **dict.fromkeys("ABCDGHKNOQRUVXYw", 0.84),
    **dict.fromkeys("MWm%@", 1.06),
}
"""Of letters that are not bold, in the widest of the fonts that papers ask for; the rest of ASCII is
as wide as a digit."""
_BEFORE, _AFTER = "[（“《「]*", "[）”》」、，。；：！？…]*"
"""What no line ends with, and what none begins with."""
_PIECE = re.compile(f"{_BEFORE}(?:[!-~]+|.){_AFTER}")
"""What of a title stays together."""
_WHOLE = re.compile(f"{_BEFORE}{UNBROKEN.pattern}{_AFTER}", re.ASCII)
"""What of a text stays together; its other words may be cut."""


def widths(table: Table, room: float = 0) -> list[float]:
    """Return each column's part of the table's width, which is ``room`` ems, in per cent.

    They come to more than 100 where the figures do not fit, however the columns are cut: then whoever
    sets the table must find a way. Without room they are the shares that the columns ask for.
    """
    whole = sum(column.width for column in table.columns)
    shares = [100 * column.width / whole for column in table.columns]
    if not room:
        return shares
    least = [100 * _need(at, column, table) / room for at, column in enumerate(table.columns)]
    asked = [max(share, need) for share, need in zip(shares, least, strict=True)]
    excess, spare = sum(asked) - 100, sum(asked) - sum(least)
    if excess <= 0 or excess > spare:
        return asked
    return [a - (a - need) * excess / spare for a, need in zip(asked, least, strict=True)]


def _need(at: int, column: Column, table: Table) -> float:
    """Return the width of the widest piece in a column that no line break cuts."""
    pieces = [_width(piece) for piece in _PIECE.findall(clean(column.title))]
    for row in table.rows:
        bolder = 1.0 if row.role == ITEM else _BOLDER
        pieces += [bolder * _width(piece) for piece in _pieces(row, at, column)]
    return max(pieces, default=1.0) + _PADDING


def _pieces(row: Row, at: int, column: Column) -> Iterator[str]:
    """Yield what of a cell stays together: figures, dates and codes whole."""
    value = row.values[at]
    if column.kind == TEXT or is_lengthy(value):
        yield from _WHOLE.findall(shown(value))
    else:
        yield shown(value)


def _width(text: str) -> float:
    return sum(_WIDTHS.get(char, _DIGIT) if char.isascii() else 1.0 for char in text)
