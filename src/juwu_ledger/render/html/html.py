"""Reports as one HTML file for the printer: no script, no address, everything inside.

The templates (``templates/``) escape every value; the forms of single papers are named like the
report (``monthly.html.j2``) or like its family (``journal.html.j2`` for ``cash-journal``), other forms use ``forms.html.j2`` and other papers ``report.html.j2``.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.render.cells import clean
from juwu_ledger.render.drawing.bar_drawing import drawings
from juwu_ledger.render.drawing.class_drawing import class_drawing
from juwu_ledger.render.drawing.qr_drawing import qr_drawing
from juwu_ledger.render.html.column_widths import widths
from juwu_ledger.render.html.half_pages import half_pages, is_short
from juwu_ledger.render.html.html_cells import (
    cell_class,
    filled,
    in_cell,
    in_lines,
    is_dense,
    is_lengthy,
    is_negative,
    is_wide_amount,
    long_day,
    spans,
    written,
)
from juwu_ledger.render.html.journal_pages import leaves
from juwu_ledger.resources import resource_folder
from juwu_ledger.tables.report import Report

_NUMBERS = "零一二三四五六七八九十"
_SIGNATURES_IN_A_ROW = 5


def render(report: Report) -> bytes:
    """Return the report as HTML in UTF-8."""
    return page(report).encode("utf-8", "replace")


def page(report: Report) -> str:
    """Return the report as an HTML page."""
    return _rendered(report, bare=False)


def body(report: Report) -> Markup:
    """Return what stands on the page, without head and style: to be set into another page."""
    return Markup(_rendered(report, bare=True))


def _rendered(report: Report, *, bare: bool) -> str:
    general = "forms.html.j2" if report.forms else "report.html.j2"
    family = report.report.rpartition("-")[2]
    names = (f"{name}.html.j2" for name in (report.report, family))
    template = _environment().select_template([*names, general])
    return template.render(
        report=report,
        bare=bare,
        code=short_code(report.books_digest),
        in_a_row=_in_a_row,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clean=clean,
        written=written,
        in_cell=in_cell,
        cell_class=cell_class,
        widths=widths,
        drawings=drawings,
        class_drawing=class_drawing,
        qr_drawing=qr_drawing,
        chinese=_chinese,
        half_pages=half_pages,
        leaves=leaves,
        filled=filled,
        in_lines=in_lines,
        spans=spans,
        long_day=long_day,
    )
    environment.tests["negative"] = is_negative
    environment.tests["lengthy"] = is_lengthy
    environment.tests["wide_amount"] = is_wide_amount
    environment.tests["dense"] = is_dense
    environment.tests["short"] = is_short
    return environment


def _in_a_row(signatures: tuple[str, ...]) -> int:
    """Return how many boxes to sign in stand beside one another."""
    rows = -(-len(signatures) // _SIGNATURES_IN_A_ROW) or 1
    return -(-len(signatures) // rows) or 1


def _chinese(number: int) -> str:
    """Return a small number as a Chinese heading counts: 一, 十, 十一."""
    if number <= 10:
        return _NUMBERS[number]
    return f"十{_NUMBERS[number - 10]}" if number < 20 else str(number)
