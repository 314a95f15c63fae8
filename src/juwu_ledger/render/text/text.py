"""Reports as plain text for a terminal; a Chinese character takes two columns there."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.width import display_width, wrapped
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.render.cells import clean, shown
from juwu_ledger.tables.report import (
    COUNT,
    MONEY,
    SUBTOTAL,
    TOTAL,
    Chart,
    Column,
    Field,
    Form,
    Report,
    Section,
    Table,
    Value,
)

_GAP = "  "
_NUMBERS = "一二三四五六七八九十"
_BAR = 30
_BLANK = "__________"


def render(report: Report) -> bytes:
    """Return the report as UTF-8 text with a line break at the end."""
    return ("\n".join(_lines(report)) + "\n").encode("utf-8", "replace")


def _lines(report: Report) -> Iterator[str]:
    yield clean(report.committee)
    yield clean(report.title)
    yield ""
    for label, fact in report.facts.items():
        yield f"{clean(label)}：{clean(str(fact))}"
    for line in report.face or ():
        yield f"{'!! ' if line.is_red else ''}{line.label}：{clean(line.text)}"
    for place, section in enumerate(report.body):
        if not section.forms:
            yield ""
            yield from _section_lines(_number(place), section)
        for form in section.forms:
            yield ""
            yield from form_lines(form)
    if report.signatures:
        yield ""
        yield _signing_line(report.signatures)
    for place, section in enumerate(report.appendices):
        yield ""
        yield from _section_lines(f"附件{_number(place)}", section)
    yield ""
    yield f"账本核对码 {short_code(report.books_digest)}（SHA-256 {report.books_digest}）"


def _number(place: int) -> str:
    return _NUMBERS[place] if place < 10 else str(place + 1)


def _signing_line(names: tuple[str, ...]) -> str:
    return _GAP.join(f"{clean(who)}：{_BLANK}" for who in names)


def _section_lines(number: str, section: Section) -> Iterator[str]:
    yield f"{number}、{clean(section.title)}"
    for alarm in section.alarms:
        yield f"!! {clean(alarm)}"
    for paragraph in section.paragraphs:
        yield clean(paragraph)
    for table in section.tables:
        yield ""
        yield from table_lines(table)
    for chart in section.charts:
        yield ""
        yield from _chart_lines(chart)
    for opinion in section.opinions:
        yield ""
        yield f"{clean(opinion)}：{_BLANK * 3}"
    if section.signatures:
        yield ""
        yield _signing_line(section.signatures)


def form_lines(form: Form) -> Iterator[str]:
    """Yield a form line by line."""
    if form.title:
        yield f"==== {clean(form.title)} ===="
    for alarm in form.alarms:
        yield f"!! {clean(alarm)}"
    yield from map(_field_line, form.fields)
    for table in form.tables:
        yield ""
        yield from table_lines(table)
    if form.closing:
        yield ""
    yield from map(_field_line, form.closing)
    for note in form.notes:
        yield f"注：{clean(note)}"
    if form.boxes:
        yield ""
    for box in form.boxes:
        said = f"{_GAP}{clean(box.said)}" if box.said else ""
        yield f"{clean(box.label)}：{clean(box.name or '')}{said}{_GAP}签章 {_BLANK}"


def _field_line(field: Field) -> str:
    return f"{clean(field.label)}：{_BLANK if field.value is None else shown(field.value)}"


def table_lines(table: Table) -> Iterator[str]:
    """Yield a table line by line, its columns as wide as they must be."""
    if table.title:
        yield f"【{clean(table.title)}】"
    if not table.rows:
        yield clean(table.empty)
        return
    body = [
        [
            _cell_lines(value, column)
            for value, column in zip(row.values, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    titles = [wrapped(clean(c.title), max(4, c.width)) for c in table.columns]
    widths = [
        max(display_width(line) for cells in (titles, *body) for line in cells[at])
        for at in range(len(table.columns))
    ]
    rule = "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    yield from _row_lines(titles, table.columns, widths)
    yield rule
    for place, (row, cells) in enumerate(zip(table.rows, body, strict=True)):
        if place and (row.role == TOTAL or (row.role == SUBTOTAL and table.adds_up)):
            yield rule
        yield from _row_lines(cells, table.columns, widths)
    if table.note:
        yield f"注：{clean(table.note)}"


def _cell_lines(value: Value, column: Column) -> list[str]:
    text = shown(value)
    return wrapped(text, column.width) if isinstance(value, str) else [text]


def _row_lines(
    cells: list[list[str]], columns: tuple[Column, ...], widths: list[int]
) -> Iterator[str]:
    for at in range(max(map(len, cells))):
        line = [
            _padded(cell[at] if at < len(cell) else "", room, column.kind in (MONEY, COUNT))
            for cell, column, room in zip(cells, columns, widths, strict=True)
        ]
        yield _GAP.join(line).rstrip()


def _chart_lines(chart: Chart) -> Iterator[str]:
    yield f"【{clean(chart.title)}】"
    bars = [bar for series in chart.series.values() for bar in series]
    room = max((display_width(clean(bar.label)) for bar in bars), default=0)
    highest = max((bar.amount for bar in bars), default=0)
    for name, series in chart.series.items():
        yield clean(name)
        for bar in series:
            length = int(bar.amount * _BAR / highest) if bar.amount > 0 else 0
            label = _padded(clean(bar.label), room, False)
            yield f"  {label}  {shown(bar.amount):>14}  {'#' * length}".rstrip()


def _padded(text: str, room: int, right: bool) -> str:
    blanks = " " * (room - display_width(text))
    return blanks + text if right else text + blanks
