"""Classes of money as a large bar chart in inline SVG: this quarter above the quarter before.

One unit of the drawing is one millimetre of the sheet. The bars are told apart by dark and white, so
that a black-and-white printer shows them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from juwu_ledger.render.cells import clean, shown
from juwu_ledger.tables.report import ITEM, Row, Table, Value

WIDTH, HEIGHT = 196, 130
_LABEL = 46
_TALLEST, _HEAD, _GAP = 17.0, 7.0, 3.5
_DIGIT, _POINT = 0.58, 0.3
"""How wide digits and points are, in letters."""
_LETTERS, _BEFORE_LETTERS, _NARROW_LETTERS = 6.3, 5.2, 4.5
_IN_A_LINE, _IN_TWO = 7, 10
_RISE = 0.36
"""From the middle of a line to the feet of its letters, in letters."""
_INK, _RED = "#111", "#b00000"
_FILLS = {"income_classes": "#0b5a6b", "spending_classes": "#8f3d12"}
_FONTS = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, SimHei, sans-serif"


class _Frame(NamedTuple):
    """Where bars and amounts end, and how much the longest bar stands for."""

    bars: float
    amount: float
    before: float | None
    highest: Decimal

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Frame:
        """Leave to the bars what the widest amounts of both quarters do not take."""
        amounts = [row.values[1] for row in rows]
        before = [row.values[2] for row in rows if row.values[2] is not None]
        highest = max(
            (x for x in (*amounts, *before) if isinstance(x, Decimal)), default=Decimal(0)
        )
        end = float(WIDTH)
        if before:
            end -= _widest(before, _BEFORE_LETTERS) + _GAP
        bars = end - _widest(amounts, _LETTERS) - _GAP
        return cls(bars, end, float(WIDTH) if before else None, highest)

    def length(self, amount: Value) -> float:
        """Return how long the bar of an amount is."""
        if not isinstance(amount, Decimal) or amount <= 0:
            return 0.0
        return max(0.5, float(amount / self.highest) * (self.bars - _LABEL - 1))


def class_drawing(table: Table) -> Markup:
    """Draw the lines of a table with the columns class, amount and before; the last may be empty."""
    rows = [row for row in table.rows if row.role == ITEM]
    frame = _Frame.of(rows)
    step = min(_TALLEST, (HEIGHT - _HEAD) / max(1, len(rows)))
    parts = [
        _text("本季", frame.amount, 5, _BEFORE_LETTERS, weight="bold"),
        _text("上季", frame.before, 5, _BEFORE_LETTERS) if frame.before else Markup(""),
        *(
            part
            for place, row in enumerate(rows)
            for part in _line(frame, row, _HEAD + place * step, step, _FILLS[table.key])
        ),
        _rect(_LABEL, _HEAD, 0.5, len(rows) * step, _INK),
    ]
    return Markup(
        '<svg class="classes" viewBox="0 0 {0} {1}" role="img" aria-label="{2}"'
        ' font-family="{3}">{4}</svg>'
    ).format(WIDTH, HEIGHT, clean(table.title), _FONTS, Markup("").join(parts))


def _widest(amounts: Sequence[Value], letters: float) -> float:
    return max(
        letters * sum(_DIGIT if char.isdigit() else _POINT for char in shown(amount))
        for amount in amounts
    )


def _line(frame: _Frame, row: Row, top: float, step: float, fill: str) -> Iterator[Markup]:
    name, amount, before = row.values
    middle = top + step / 2
    low = middle + _LETTERS * _RISE
    yield from _label(clean(str(name)), middle)
    thick = min(7.0, step * 0.46)
    thin = thick * 0.55
    upper = middle - (thick + thin + 0.4) / 2 if frame.before else middle - thick / 2
    yield _rect(_LABEL + 0.5, upper, frame.length(amount), thick, fill)
    yield _text(shown(amount), frame.amount, low, _LETTERS, "bold", _colour(amount))
    if frame.before:
        if frame.length(before):
            yield _rect(_LABEL + 0.5, upper + thick + 0.4, frame.length(before), thin, "#fff", _INK)
        yield _text(shown(before), frame.before, low, _BEFORE_LETTERS, "normal", _colour(before))


def _label(name: str, middle: float) -> Iterator[Markup]:
    """Write a name beside its bars: on one line, or smaller on two; the disclosure has it in full."""
    x = _LABEL - 2
    if len(name) <= _IN_A_LINE:
        yield _text(name, x, middle + _LETTERS * _RISE, _LETTERS)
        return
    if len(name) > 2 * _IN_TWO:
        name = name[: 2 * _IN_TWO - 1] + "…"
    half = -(-len(name) // 2) if len(name) > _IN_TWO else len(name)
    lines = [name[:half], name[half:]] if name[half:] else [name]
    low = middle + _NARROW_LETTERS * _RISE - (len(lines) - 1) * _NARROW_LETTERS * 0.54
    for place, line in enumerate(lines):
        yield _text(line, x, low + place * _NARROW_LETTERS * 1.08, _NARROW_LETTERS)


def _colour(amount: Value) -> str:
    return _RED if isinstance(amount, Decimal) and amount < 0 else _INK


def _rect(
    x: float, y: float, width: float, height: float, fill: str, edge: str | None = None
) -> Markup:
    stroke = Markup(' stroke="{}" stroke-width=".4"').format(edge) if edge else Markup("")
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>').format(
        round(x, 2), round(y, 2), round(width, 2), round(height, 2), fill, stroke
    )


def _text(
    said: str,
    x: float,
    y: float,
    letters: float,
    weight: str = "normal",
    colour: str = _INK,
) -> Markup:
    """Write a line that ends at ``x``."""
    return Markup(
        '<text x="{}" y="{}" font-size="{}" text-anchor="end" font-weight="{}" fill="{}">{}</text>'
    ).format(round(x, 2), round(y, 2), letters, weight, colour, said)
