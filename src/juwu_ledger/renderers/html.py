"""Reports as one HTML file for the printer: no script, no address, everything inside.

The templates (``templates/``) escape every value; the forms of single papers are named like the
report (``monthly.html.j2``), others use ``report.html.j2``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from juwu_ledger.books.canonical import short_code
from juwu_ledger.renderers.bar_drawing import drawings
from juwu_ledger.renderers.cells import clean, shown
from juwu_ledger.reports.report import Column, Report, Table
from juwu_ledger.resources import resource_folder

_NUMBERS = "零一二三四五六七八九十"
_SIGNATURES_IN_A_ROW = 5
_LENGTHY = 15
_UNBROKEN = re.compile(r"\b\d{4}-\d{2}-\d{2,6}\b", re.ASCII)


def render(report: Report) -> bytes:
    """Return the report as HTML in UTF-8."""
    return page(report).encode("utf-8", "replace")


def page(report: Report) -> str:
    """Return the report as an HTML page."""
    template = _environment().select_template([f"{report.report}.html.j2", "report.html.j2"])
    signers = len(report.signatures)
    rows = -(-signers // _SIGNATURES_IN_A_ROW) or 1
    return template.render(
        report=report,
        code=short_code(report.books_digest),
        signatures_in_a_row=-(-signers // rows) or 1,
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
        clean=clean, written=_written, share=_share, drawings=drawings, chinese=_chinese
    )
    environment.tests["negative"] = _is_negative
    environment.tests["lengthy"] = _is_lengthy
    return environment


def _written(value: Any) -> Markup:
    """Return a value as it is printed; dates and voucher numbers in it are never broken."""
    text = str(escape(shown(value)))
    return Markup(_UNBROKEN.sub(r'<span class="whole">\g<0></span>', text))


def _share(column: Column, table: Table) -> str:
    """Return a column's share of the table's width in per cent."""
    return f"{100 * column.width / sum(c.width for c in table.columns):.1f}"


def _is_negative(value: Any) -> bool:
    return isinstance(value, Decimal) and value < 0


def _is_lengthy(value: Any) -> bool:
    """Tell whether a number is too long to stand on one line: it may then break anywhere."""
    return isinstance(value, str) and len(value) > _LENGTHY


def _chinese(number: int) -> str:
    """Return a small number as a Chinese heading counts: 一, 十, 十一."""
    if number <= 10:
        return _NUMBERS[number]
    return f"十{_NUMBERS[number - 10]}" if number < 20 else str(number)
