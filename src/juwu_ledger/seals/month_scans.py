"""The scans that a month's directives name, with their digests."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.documents import document_path, names_in, own_document

MISSING = "missing"
_CHUNK = 1 << 20


def named_scans(books: Books, entries: Iterable[Any]) -> dict[str, Path | None]:
    """Return the scans that ``entries`` name, in order of name, each with its file, if there is one.

    Vouchers, postings, cash counts, reconciliations, disclosures name theirs under keys that begin
    with ``document``; Beancount's own ``document`` is one itself.
    """
    found: dict[str, Path | None] = {}
    for entry in entries:
        for _, name in names_in(entry):
            found[unicodedata.normalize("NFC", name)] = document_path(books.root, name)
        if type(entry).__name__ == "Document":
            name, is_there = own_document(books.root, entry)
            found[name] = Path(entry.filename) if is_there else None
    return dict(sorted(found.items()))


def scan_digests(scans: Mapping[str, Path | None]) -> Iterator[tuple[str, str]]:
    """Yield each scan as named, with the SHA-256 of its bytes, or ``missing``."""
    for name, path in scans.items():
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
