"""A bar chart as inline SVG: labels and amounts in writing, bars that a monochrome printer shows.

Lengths are in units of the drawing, which is as wide as the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup, escape

from juwu_ledger.render.cells import clean, shown
from juwu_ledger.tables.report import Bar, Chart

_WIDTH, _LABEL, _AMOUNT, _ROW, _TEXT = 700, 170, 100, 19, 11.5
_ROOM = _WIDTH - _LABEL - _AMOUNT - 12
_LETTERS = int((_LABEL - 8) / _TEXT)
_AT_MOST = 30
"""Bars in one drawing: more would not fit on a page."""
_FONTS = "Noto Serif CJK SC, Source Han Serif SC, Songti SC, SimSun, Microsoft YaHei, serif"
_FILLS = (("#444", "#000"), ("#fff", "#000"))


def drawings(chart: Chart) -> Iterator[Markup]:
    """Yield the drawings of a chart: one a series, or more where it has many bars."""
    bars = [bar for series in chart.series.values() for bar in series]
    highest = max((bar.amount for bar in bars), default=Decimal(0))
    for place, (name, series) in enumerate(chart.series.items()):
        if not series:
            yield Markup("<p class='empty'>{}：本期没有。</p>").format(clean(name))
        for start in range(0, len(series), _AT_MOST):
            title = clean(name) + ("（续）" if start else "")
            part = series[start : start + _AT_MOST]
            yield _drawing(title, part, highest, _FILLS[place % len(_FILLS)])


def _drawing(title: str, bars: tuple[Bar, ...], highest: Decimal, fill: tuple[str, str]) -> Markup:
    height = (len(bars) + 1) * _ROW + 6
    head = Markup(
        '<svg viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}"'
        ' font-family="{}" font-size="{}">'
        '<text x="{}" y="{}" font-weight="bold" text-anchor="end">{}</text>'
    ).format(_WIDTH, height, _WIDTH, height, title, _FONTS, _TEXT, _LABEL - 8, _ROW - 4, title)
    body = Markup("").join(
        _bar(bar, (place + 1) * _ROW, highest, fill) for place, bar in enumerate(bars)
    )
    axis = Markup('<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="#000" stroke-width="1"/>')
    return head + body + axis.format(_LABEL, _ROW, height - 4) + Markup("</svg>")


def _bar(bar: Bar, top: int, highest: Decimal, fill: tuple[str, str]) -> Markup:
    length = round(float(bar.amount / highest) * _ROOM, 1) if bar.amount > 0 else 0
    label = clean(bar.label)
    if len(label) > _LETTERS:
        label = label[: _LETTERS - 1] + "…"  # The table has it in full.
    baseline = top + _ROW - 5.5
    return Markup(
        '<text x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width=".8"/>'
        '<text x="{}" y="{}">{}</text>'
    ).format(
        _LABEL - 8,
        baseline,
        escape(label),
        _LABEL,
        top + 3.5,
        length,
        _ROW - 7,
        *fill,
        _LABEL + length + 6,
        baseline,
        shown(bar.amount),
    )
