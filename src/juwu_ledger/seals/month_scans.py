"""The scans that a month's directives name, with their digests."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

from juwu_ledger.books.documents import document_path
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import Disclosure, Reconciliation

MISSING = "missing"
_CHUNK = 1 << 20


def named_scans(books: Books, first: dt.date, last: dt.date) -> list[str]:
    """Return the scans named by directives dated from ``first`` to ``last``, each once, in order."""
    names = {name for voucher, _, name in books.facts.documents if first <= voucher.date <= last}
    for kind in (Reconciliation, Disclosure):
        for item in books.of(kind):
            document = getattr(item, "document", None)
            if document and first <= item.date <= last:
                names.add(document)
    return sorted(names)


def scan_digests(root: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each scan as named, with the SHA-256 of its bytes, or ``missing``."""
    for name in names:
        path = document_path(root, name)
        yield name, MISSING if path is None else file_digest(path)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read piece by piece; ``missing`` when unreadable."""
    total = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                total.update(chunk)
    except OSError:
        return MISSING
    return total.hexdigest()
