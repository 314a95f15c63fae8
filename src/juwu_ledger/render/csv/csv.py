"""The tables of a report as CSV, for Excel and for import: UTF-8 with its mark, CRLF."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

from juwu_ledger.render.xlsx.sheet_text import clean
from juwu_ledger.tables.report import Report, Value

_PREFIXED = "=+-@\t\r\n＝＋－＠'"
"""A cell that begins so might be taken for a formula, or for one that was prefixed."""
_NUMBER = re.compile(r"\s*(?:\d[\d,]{11,}|0\d+|\d+[eE]\d+)\s*")
"""A text of digits that a spreadsheet would take for a number and lose some of: from twelve on it
shows a power of ten, from sixteen on it puts zeros; zeros in front it drops."""
PREFIX = "'"


def render(report: Report) -> bytes:
    """Return the tables one below another, each under its column titles; a blank line parts them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for place, table in enumerate(report.tables):
        if place:
            writer.writerow([])
        writer.writerow([column.title for column in table.columns])
        for row in table.rows:
            writer.writerow([cell_text(_clean(value)) for value in row.values])
    return out.getvalue().encode("utf-8-sig")


def _clean(value: Value) -> Value:
    return clean(value).text if isinstance(value, str) else value


def cell_text(value: Value) -> str:
    """Return a value as CSV holds it; only text can be taken for a formula, amounts never are.

    Numbers of invoices and receipts are text, and stay whole where a spreadsheet opens the file.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        head = value.lstrip(" \u3000")[:1]
        is_taken = (head and head in _PREFIXED) or _NUMBER.fullmatch(value)
        return PREFIX + value if is_taken else value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
