"""The next free number of a voucher, an approval, an asset: proposed from the books."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period

_COUNTED = re.compile(r"(.*?)(\d+)", re.ASCII)


def next_voucher(books: Books, date: dt.date) -> str:
    """Return the number after the last voucher of the month of ``date``."""
    month = Period.month_of(date).label
    last = max((n.number for n, _ in books.numbered if n and n.month == month), default=0)
    return f"{month}-{last + 1:04d}"


def next_id(used: Iterable[str], prefix: str, digits: int = 4) -> str:
    """Return the id after the highest of ``used`` that begins with ``prefix``.

    ``SP-2026-`` with ``SP-2026-0007`` used gives ``SP-2026-0008``; as many digits as before.
    """
    last = 0
    for identity in used:
        match = _COUNTED.fullmatch(identity)
        if match and match[1] == prefix and int(match[2]) > last:
            last, digits = int(match[2]), len(match[2])
    return f"{prefix}{last + 1:0{digits}d}"


def habit(used: Iterable[str], year: int, default: str) -> str:
    """Return the prefix that the latest of ``used`` shows, with its year brought to ``year``."""
    latest = ""
    for identity in used:
        if _COUNTED.fullmatch(identity):
            latest = identity
    match = _COUNTED.fullmatch(latest)
    if not match or not match[1]:
        return f"{default}-{year}-"
    return re.sub(r"(?<!\d)(19|20)\d\d(?!\d)", str(year), match[1])


def proposed(used: Iterable[str], year: int, default: str, digits: int = 3) -> str:
    """Return the next id of ``year`` by the habit that ``used`` shows, figures included.

    ``ZX-2025-05`` as the latest gives ``ZX-2026-01``; without any, ``DEFAULT-2026-001``.
    """
    known = list(used)
    latest = next((m for text in reversed(known) if (m := _COUNTED.fullmatch(text))), None)
    width = len(latest[2]) if latest and latest[1] else digits
    return next_id(known, habit(known, year, default), width)
