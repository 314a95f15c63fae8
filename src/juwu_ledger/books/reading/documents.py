"""Scans below ``documents/``: which files entries name, and which of those are really there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.problem import Place


class FiledDocument(NamedTuple):
    """A file that something other than a voucher names: a statement, a posted paper, a count."""

    place: Place
    date: dt.date
    name: str
    """As it is written; of Beancount's own ``document`` the path from the books' folder."""
    about: str
    """The account that it is filed under; of other directives the name of the file."""
    is_there: bool


def document_path(root: Path, named: str) -> Path | None:
    """Return the file that ``document: "…"`` names, or ``None``.

    The path is written from the books' folder (``documents/2026/…``) or from ``documents/``
    itself; it must be a regular file below ``documents/``, links followed.
    """
    pure = PurePosixPath(named.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or "\0" in named or not pure.parts:
        return None
    folder = root / "documents"
    path = root / pure if pure.parts[0] == "documents" else folder / pure
    try:
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return path
    except OSError:
        return None
    return None


def missing_documents(root: Path, named: Iterable[str]) -> frozenset[str]:
    """Return those of ``named`` that are no file below ``documents/``."""
    return frozenset(name for name in set(named) if document_path(root, name) is None)


def names_in(entry: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the files that an entry and its postings name, with the metadata that do.

    They stand under keys that begin with ``document``; an ``attachment`` names its own as a value.
    """
    if type(entry).__name__ == "Custom":
        if entry.type == "close":
            return  # Its ``documents`` is a digest.
        if (
            entry.type == "attachment"
            and entry.values
            and (name := text_of(entry.values[-1].value))
        ):
            yield entry.meta, name
    postings = getattr(entry, "postings", None) or ()
    for meta in (entry.meta, *(posting.meta for posting in postings)):
        for key, value in (meta or {}).items():
            if key.startswith("document") and (name := text_of(value)):
                yield meta, name


def own_document(root: Path, entry: Any) -> tuple[str, bool]:
    """Return the file of Beancount's own ``document`` from the books' folder, and if it is there.

    One that lies elsewhere begins with ``./``, never to be mistaken for one below ``documents/``.
    """
    path = Path(entry.filename)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return name if name.startswith("documents/") else f"./{name}", path.is_file()


def filed_documents(root: Path, entries: Iterable[Any]) -> Iterator[FiledDocument]:
    """Yield what directives other than vouchers name, in order of date."""
    for entry in entries:
        kind = type(entry).__name__
        if kind == "Document":
            name, is_there = own_document(root, entry)
            yield FiledDocument(Place.of(entry.meta), entry.date, name, entry.account, is_there)
        elif kind in ("Custom", "Balance", "Note", "Event"):
            for meta, name in names_in(entry):
                is_there = document_path(root, name) is not None
                yield FiledDocument(Place.of(meta), entry.date, name, name, is_there)
