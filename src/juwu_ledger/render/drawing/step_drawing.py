"""A line that holds from one day to the next, beside a limit, as inline SVG.

Colours come from the page's style sheet by class; without one the line is black on white. Lengths
are pixels at the size the drawing is made for, so that its letters are as large as those around it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import DAY, months_between
from juwu_ledger.render.cells import clean

_TOP, _BOTTOM, _RIGHT = 30, 34, 14
_DIGIT = 0.6
_GRID = 4
Steps = Sequence[tuple[dt.date, int | None]]


class Size(NamedTuple):
    """Width and height of the drawing and of its letters, in pixels."""

    width: int
    height: int
    letters: int


WIDE, NARROW = Size(960, 360, 17), Size(350, 300, 14)


class _Frame:
    """Turns days and fen into places on the drawing."""

    def __init__(self, first: dt.date, last: dt.date, highest: int, size: Size) -> None:
        self.first, self.last, self.size = first, last, size
        self.step = _round_step(highest)
        self.highest = self.step * _GRID
        label = max(len(_whole(self.step * n)) for n in range(_GRID + 1))
        self.left = round(label * size.letters * _DIGIT) + 12
        self._days = max(1, (last - first).days + 1)

    def x(self, day: dt.date) -> float:
        """Return where a day begins."""
        days = (min(max(day, self.first), self.last + DAY) - self.first).days
        return round(self.left + days / self._days * (self.size.width - self.left - _RIGHT), 1)

    def y(self, fen: int) -> float:
        """Return the height of an amount."""
        room = self.size.height - _TOP - _BOTTOM
        share = min(1.0, max(0.0, fen / self.highest))
        return round(_TOP + (1 - share) * room, 1)


def step_drawing(
    title: str,
    balances: Steps,
    limits: Steps,
    first: dt.date,
    last: dt.date,
    size: Size = WIDE,
) -> Markup:
    """Draw balances and limits, each from its day on, from ``first`` to ``last``."""
    amounts = [fen or 0 for _, fen in (*balances, *limits)]
    frame = _Frame(first, last, max([1, *amounts]), size)
    parts = [
        *_grid(frame),
        _area(frame, balances),
        *_excesses(frame, balances, limits),
        _line(frame, balances, "line"),
        *_limit_lines(frame, limits),
    ]
    return Markup(
        '<svg class="steps" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img"'
        ' aria-label="{2}" font-size="{3}"><title>{2}</title>{4}</svg>'
    ).format(size.width, size.height, clean(title), size.letters, Markup("").join(parts))


def _round_step(highest: int) -> int:
    """Return a round step, fen, of which :data:`_GRID` reach a little above the highest amount."""
    rough = max(1, highest) * 1.08 / _GRID
    power: int = 10 ** max(2, len(str(int(rough))) - 1)
    return next(power * n // 2 for n in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20) if power * n / 2 >= rough)


def _whole(fen: int) -> str:
    return show_fen(fen).removesuffix(".00")


def _grid(frame: _Frame) -> Iterator[Markup]:
    right, letters = frame.size.width - _RIGHT, frame.size.letters
    yield Markup('<text class="unit" x="4" y="{}">元</text>').format(letters)
    for number in range(_GRID + 1):
        fen = frame.step * number
        y = frame.y(fen)
        yield Markup(
            '<line class="grid" x1="{0}" y1="{1}" x2="{2}" y2="{1}" stroke="#999" stroke-width=".6"/>'
            '<text x="{3}" y="{4}" text-anchor="end">{5}</text>'
        ).format(frame.left, y, right, frame.left - 6, y + letters * 0.35, _whole(fen))
    months = list(months_between(frame.first, frame.last))
    every = max(1, -(-len(months) // max(1, (right - frame.left) // (letters * 5))))
    for place, month in enumerate(months):
        if place % every:
            continue
        x = frame.x(month.first)
        yield Markup(
            '<line class="grid" x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="#999" stroke-width=".6"/>'
            '<text x="{3}" y="{4}">{5}月</text>'
        ).format(x, _TOP, frame.y(0) + 6, x + 4, frame.size.height - 10, month.first.month)


def _corners(frame: _Frame, steps: Steps) -> Iterator[str]:
    """Yield the corners of a line that goes across and then up or down."""
    ends = [day for day, _ in steps[1:]] + [frame.last + DAY]
    for (day, fen), end in zip(steps, ends, strict=True):
        if fen is not None and end > frame.first and day <= frame.last:
            y = frame.y(fen)
            yield f"{frame.x(day)},{y} {frame.x(end)},{y}"


def _line(frame: _Frame, steps: Steps, name: str) -> Markup:
    return Markup(
        '<polyline class="{}" points="{}" fill="none" stroke="#000" stroke-width="2.5"/>'
    ).format(name, " ".join(_corners(frame, steps)))


def _area(frame: _Frame, steps: Steps) -> Markup:
    floor = frame.y(0)
    left, right = frame.x(frame.first), frame.x(frame.last + DAY)
    points = f"{left},{floor} {' '.join(_corners(frame, steps))} {right},{floor}"
    return Markup('<polygon class="area" points="{}" fill="#ddd"/>').format(points)


def _limit_lines(frame: _Frame, limits: Steps) -> Iterator[Markup]:
    """Draw each limit as a line of its own, with its amount above it."""
    ends = [day for day, _ in limits[1:]] + [frame.last + DAY]
    for (day, fen), end in zip(limits, ends, strict=True):
        if fen is None:
            continue
        y = frame.y(fen)
        yield Markup(
            '<line class="limit" x1="{}" y1="{}" x2="{}" y2="{}" stroke="#000" stroke-width="2"'
            ' stroke-dasharray="9 6"/><text class="limit" x="{}" y="{}">限额 {}</text>'
        ).format(frame.x(day), y, frame.x(end), y, frame.x(day) + 6, y - 6, _whole(fen))


def _excesses(frame: _Frame, balances: Steps, limits: Steps) -> Iterator[Markup]:
    """Mark what lies above the limit."""
    ends = [day for day, _ in balances[1:]] + [frame.last + DAY]
    for (day, fen), end in zip(balances, ends, strict=True):
        limit = next((amount for since, amount in reversed(limits) if since <= day), None)
        if fen is None or limit is None or fen <= limit or end <= frame.first:
            continue
        x, y = frame.x(day), frame.y(fen)
        yield Markup(
            '<rect class="over" x="{}" y="{}" width="{}" height="{}" fill="#000"/>'
        ).format(x, y, max(2.0, round(frame.x(end) - x, 1)), round(frame.y(limit) - y, 1))
