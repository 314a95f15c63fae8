"""How one value of a table is written for people to read."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from juwu_ledger.tables.report import Value

# Control characters, and those that turn the direction of writing or that no one sees.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff9-\uffff]"
)
UNBROKEN = re.compile(r"\b(?:\d{4}-\d{2}-\d{2,6}|[0-9A-F]{4}(?:-[0-9A-F]{4}){3})\b", re.ASCII)
"""Dates, voucher numbers and codes of the books, which no line break may cut."""
_BLANKS = re.compile("[\t\n\v\f\r\u2028\u2029]+")


def clean(text: str) -> str:
    """Return ``text`` in one line, without what cannot be printed."""
    return _UNPRINTABLE.sub("", _BLANKS.sub(" ", text))


def shown(value: Value) -> str:
    """Return a value as it stands on paper; nothing for ``None``."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return clean(value)
