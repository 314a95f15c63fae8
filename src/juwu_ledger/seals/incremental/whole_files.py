"""Files that are read whole from a seal on: what they said of the sealed months, wherever it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from juwu_ledger.books.signing.canonical import canonical_line, month_digest


def whole_digest(entries: Iterable[Any], name: str, root: str, end: dt.date) -> str:
    """Return a digest over what one file says up to ``end``, wherever in the file it stands."""
    lines = (
        canonical_line(entry, root)
        for entry in entries
        if entry.date <= end and entry.meta["filename"] == name
    )
    return month_digest(lines, "none")
