"""A report as a workbook: a first page with its text, then a sheet for each table and chart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.render import CannotRender
from juwu_ledger.render.cells import shown
from juwu_ledger.render.xlsx.sheet_rows import CellValue
from juwu_ledger.render.xlsx.workbook_file import INFO, Page, WorkbookFile
from juwu_ledger.tables.report import (
    ALARM,
    HEAD,
    ITEM,
    MONEY,
    SUBTOTAL,
    Chart,
    Column,
    Report,
    Row,
    Table,
    Value,
)

FIRST_PAGE = "首页"
_COLUMNS = (
    Column("item", "项目", width=26),
    Column("said", "内容", width=90),
    Column("amount", "金额", MONEY, 20),
)
_CHART_COLUMNS = (
    Column("series", "类别", width=16),
    Column("label", "项目", width=40),
    Column("amount", "金额", MONEY, 16),
)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST_NAME = 31
_PORTRAIT = 100
"""Tables up to this width, in digits, are printed upright."""

Line = tuple[Sequence[CellValue], str]


def render(report: Report) -> bytes:
    """Return the report as a workbook; every cell is a value.

    Raises :class:`CannotRender` for forms: boxes to sign in are no cells.
    """
    if report.forms:
        raise CannotRender("凭证和表单不出 xlsx，请用 --format html、pdf、text 或 json。")
    out = BytesIO()
    names = _Names()
    with WorkbookFile(out, report.title, report.committee, report.as_of) as book:
        first = book.add(_page(report, names.of(FIRST_PAGE), report.title, _COLUMNS, False))
        charts = (_chart_table(chart) for section in report.sections for chart in section.charts)
        tables = [*report.tables, *charts]
        pages = [
            book.add(_page(report, names.of(table.title), table.title, _roomy(table)))
            for table in tables
        ]
        for page, table in zip(pages, tables, strict=True):
            book.write(page, _table_lines(table))
        listed = [(page.title, table) for page, table in zip(pages, tables, strict=True)]
        book.write(first, _first_lines(report, listed, book.notes))
    return out.getvalue()


def _page(
    report: Report, name: str, heading: str, columns: Sequence[Column], filtered: bool = True
) -> Page:
    code = short_code(report.books_digest)
    info = (
        f"单位：{report.committee}　期间：{report.period.title}　金额单位：元　账本核对码：{code}"
    )
    wide = sum(column.width for column in columns)
    return Page(
        name, columns, heading, info, landscape=filtered and wide > _PORTRAIT, filtered=filtered
    )


def _roomy(table: Table) -> list[Column]:
    """Return the columns, those of amounts wide enough for the longest one in bold."""
    return [
        replace(column, width=max(column.width, _room(row.values[at] for row in table.rows)))
        if column.kind == MONEY
        else column
        for at, column in enumerate(table.columns)
    ]


def _room(values: Iterable[Value]) -> int:
    longest = max((len(shown(value)) for value in values if isinstance(value, Decimal)), default=0)
    return round(longest * 1.2) + 1


def _table_lines(table: Table) -> Iterator[Line]:
    for row in table.rows:
        yield row.values, row.role
    if not table.rows:
        yield [table.empty], INFO
    if table.note:
        yield [f"注：{table.note}"], INFO


def _chart_table(chart: Chart) -> Table:
    rows = (
        Row((series, bar.label, bar.amount))
        for series, bars in chart.series.items()
        for bar in bars
    )
    return Table(chart.key, chart.title, _CHART_COLUMNS, tuple(rows))


def _first_lines(
    report: Report, tables: Sequence[tuple[str, Table]], notes: Sequence[str]
) -> Iterator[Line]:
    for label, fact in report.facts.items():
        yield (label, str(fact), None), ITEM
    for line in report.face or ():
        yield (line.label, line.text, None), ALARM if line.is_red else ITEM
    yield ("截至", report.as_of.isoformat(), None), ITEM
    yield ("账本指纹", f"SHA-256 {report.books_digest}", None), ITEM
    for label, amount in _totals(report):
        yield (label, None, amount), ITEM
    for section in report.sections:
        yield (section.title, None, None), SUBTOTAL
        for alarm in section.alarms:
            yield ("注意", alarm, None), ALARM
        for paragraph in section.paragraphs:
            yield (None, paragraph, None), ITEM
        for name, table in tables:
            if any(table is one for one in section.tables):
                yield ("表", f"见“{name}”", None), ITEM
        for opinion in section.opinions:
            yield (opinion, None, None), ITEM
        for who in section.signatures:
            yield (f"{who}（签章）", None, None), ITEM
    if report.signatures:
        yield ("签章", None, None), SUBTOTAL
        for who in report.signatures:
            yield (who, None, None), ITEM
    if notes:
        yield ("文字清理", "下列单元格里有不能写进表格的字符或过长的文字，已处理：", None), HEAD
        for note in notes:
            yield (None, note, None), ITEM


def _totals(report: Report) -> tuple[tuple[str, Decimal], ...]:
    totals = report.totals
    if totals is None:
        return ()
    return (
        ("期初资金", totals.opening),
        ("资金收入", totals.income),
        ("资金支出", totals.spending),
        ("期末资金", totals.closing),
    )


class _Names:
    """Gives sheets names that a workbook accepts, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, title: str) -> str:
        """Return a name for the sheet of ``title``."""
        plain = _FORBIDDEN.sub(" ", title).strip(" '") or "表"
        name, number = plain[:_LONGEST_NAME], 1
        while name.casefold() in self._taken:
            number += 1
            ending = f" {number}"
            name = plain[: _LONGEST_NAME - len(ending)] + ending
        self._taken.add(name.casefold())
        return name
