"""The scans that a month's directives name, with their digests."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from juwu_ledger.books.documents import document_path
from juwu_ledger.books.metadata import text_of
from juwu_ledger.books.view import Books

MISSING = "missing"
_CHUNK = 1 << 20


def named_scans(books: Books, entries: Iterable[Any]) -> dict[str, Path | None]:
    """Return the scans that ``entries`` name, in order of name, each with its file, if there is one.

    Vouchers, postings, cash counts, reconciliations, disclosures name theirs under keys that begin
    with ``document``; Beancount's own ``document`` is one itself.
    """
    found: dict[str, Path | None] = {}
    for entry in entries:
        for name in _names_in(entry):
            found[unicodedata.normalize("NFC", name)] = document_path(books.root, name)
        if type(entry).__name__ == "Document":
            path = Path(entry.filename)
            found[_own_name(books, entry.filename)] = path if path.is_file() else None
    return dict(sorted(found.items()))


def _names_in(entry: Any) -> Iterator[str]:
    if type(entry).__name__ == "Custom" and entry.type == "close":
        return  # Its ``documents`` is a digest.
    postings = getattr(entry, "postings", None) or ()
    for meta in (entry.meta, *(posting.meta for posting in postings)):
        for key, value in (meta or {}).items():
            if key.startswith("document") and (name := text_of(value)):
                yield name


def _own_name(books: Books, file: str) -> str:
    """Return a file's path from the books' folder, never to be mistaken for one below ``documents/``."""
    name = books.relative(file)
    return name if name.startswith("documents/") else f"./{name}"


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
