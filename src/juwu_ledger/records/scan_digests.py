"""What is in the scans that directives name: a digest of each, and one over all of them."""

from __future__ import annotations

import hashlib
import os
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.documents import document_path, names_in, own_document

MISSING = "missing"
_CHUNK = 1 << 20
_MOST_KNOWN = 100_000
_SETTLED = 2_000_000_000
"""Nanoseconds: what was changed just now may be changed again without its times telling."""
_KNOWN: dict[tuple[str, int, int, int, int], str] = {}
"""Digests that this process worked out, by what the disk says of a file."""


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


def documents_digest(scans: Iterable[tuple[str, str]]) -> str:
    """Return the one digest over scans: path and SHA-256 of each, in order."""
    total = hashlib.sha256()
    for path, digest in sorted(scans):
        total.update(f"{digest} {path}\n".encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read piece by piece; ``missing`` when unreadable.

    A file that is as it was is not read again by the same process.
    """
    total = hashlib.sha256()
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            changed = max(status.st_mtime_ns, status.st_ctime_ns)
            state = str(path), status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
            if state in _KNOWN:
                return _KNOWN[state]
            while chunk := file.read(_CHUNK):
                total.update(chunk)
    except OSError:
        return MISSING
    if time.time_ns() - changed > _SETTLED and len(_KNOWN) < _MOST_KNOWN:
        _KNOWN[state] = total.hexdigest()
    return total.hexdigest()
