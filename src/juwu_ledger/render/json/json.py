"""Reports as JSON for other programs (docs/cli.md): amounts are strings with two decimals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from juwu_ledger.books.model.json_text import json_text
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.records.figures import Totals
from juwu_ledger.tables.report import Face, Form, Report, Table, Value


def render(report: Report) -> bytes:
    """Return the report as one JSON object in UTF-8, with a line break at the end."""
    text = json_text(as_object(report)) + "\n"
    return text.encode("utf-8", "replace")


def as_object(report: Report) -> dict[str, Any]:
    """Return the report as plain JSON values."""
    return {
        "report": report.report,
        "title": report.title,
        "period": report.period.label,
        "committee": report.committee,
        "as_of": report.as_of.isoformat(),
        "books_digest": report.books_digest,
        "code": short_code(report.books_digest),
        "totals": _totals(report.totals),
        "facts": {label: str(fact) for label, fact in report.facts.items()},
        "face": _face(report.face),
        "alarms": list(report.alarms),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "paragraphs": list(section.paragraphs),
                "signatures": list(section.signatures),
            }
            for section in report.sections
        ],
        "tables": [
            table_object(section.key, table)
            for section in report.sections
            for table in section.tables
        ],
        "forms": [
            form_object(section.key, form) for section in report.sections for form in section.forms
        ],
        "signatures": list(report.signatures),
    }


def _totals(totals: Totals | None) -> dict[str, Any] | None:
    if totals is None:
        return None
    return {
        "opening": _amount(totals.opening),
        "income": _amount(totals.income),
        "spending": _amount(totals.spending),
        "closing": _amount(totals.closing),
        "by_account": {name: _amount(v) for name, v in totals.by_account.items()},
    }


def _face(face: Face | None) -> dict[str, Any] | None:
    if face is None:
        return None
    return {line.label: {"text": line.text, "is_red": line.is_red} for line in face}


def form_object(section: str, form: Form) -> dict[str, Any]:
    """Return a form as plain JSON values."""
    return {
        "key": form.key,
        "section": section,
        "title": form.title,
        "fields": [
            {"key": field.key, "label": field.label, "value": _plain(field.value)}
            for field in form.fields + form.closing
        ],
        "tables": [table_object(section, table) for table in form.tables],
        "notes": list(form.notes),
        "alarms": list(form.alarms),
        "signatures": [
            {"label": box.label, "name": box.name, "said": box.said} for box in form.boxes
        ],
    }


def table_object(section: str, table: Table) -> dict[str, Any]:
    """Return a table as plain JSON values."""
    keys = [column.key for column in table.columns]
    return {
        "key": table.key,
        "section": section,
        "title": table.title,
        "note": table.note,
        "columns": [
            {"key": column.key, "title": column.title, "kind": column.kind}
            for column in table.columns
        ],
        "rows": [
            {
                "role": row.role,
                "values": {k: _plain(v) for k, v in zip(keys, row.values, strict=True)},
            }
            for row in table.rows
        ],
    }


def _plain(value: Value) -> str | int | None:
    if isinstance(value, Decimal):
        return _amount(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _amount(value: Decimal) -> str:
    return f"{value:.2f}"
