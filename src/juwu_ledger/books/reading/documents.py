"""Scans below ``documents/``: which files entries name, and which of those are really there."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from juwu_ledger.books.model.metadata import BARE, may_name_documents, text_of
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


class Scans:
    """The files below ``documents/`` as they are now, listed once for all that name one."""

    def __init__(self, root: Path) -> None:
        """List them; ``root`` is the books' folder."""
        self._root = root
        self.names = frozenset(_files_below(root / "documents", "documents/"))

    def has(self, named: str) -> bool:
        """Tell whether :func:`document_path` finds a file; only what is no plain name has to look."""
        name = named if named.startswith("documents/") else f"documents/{named}"
        return name in self.names or document_path(self._root, named) is not None

    def missing(self, named: Iterable[str]) -> frozenset[str]:
        """Return those of ``named`` that are no file below ``documents/``."""
        return frozenset(name for name in set(named) if not self.has(name))


def _files_below(folder: Path, prefix: str) -> Iterator[str]:
    """Yield the paths of the regular files below a folder; links are not followed."""
    try:
        with os.scandir(folder) as listed:
            items = list(listed)
    except OSError:
        return
    for item in items:
        if item.is_dir(follow_symlinks=False):
            yield from _files_below(folder / item.name, f"{prefix}{item.name}/")
        elif item.is_file(follow_symlinks=False):
            yield prefix + item.name


def names_in(entry: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the files that an entry and its postings name, with the metadata that do.

    They stand under keys that begin with ``document``; an ``attachment`` names its own as a value.
    """
    kind, metas = type(entry).__name__, [entry.meta]
    if kind == "Transaction":
        metas += [posting.meta for posting in entry.postings]
    elif kind == "Custom":
        if entry.type == "close":
            return  # Its ``documents`` is a digest.
        if (
            entry.type == "attachment"
            and entry.values
            and (name := text_of(entry.values[-1].value))
        ):
            yield entry.meta, name
    for meta in metas:
        if meta and len(meta) > BARE and may_name_documents(meta):
            for key, value in meta.items():
                if key.startswith("document") and (name := text_of(value)):
                    yield meta, name


def own_document(root: Path, entry: Any) -> tuple[str, bool]:
    """Return the file of Beancount's own ``document`` from the books' folder, and if it is there.

    One that lies elsewhere begins with ``./``, never to be mistaken for one below ``documents/``.
    """
    path = Path(entry.filename)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return name if name.startswith("documents/") else f"./{name}", path.is_file()


def filed_documents(root: Path, scans: Scans, entries: Iterable[Any]) -> Iterator[FiledDocument]:
    """Yield what directives other than vouchers name, in order of date."""
    for entry in entries:
        kind = type(entry).__name__
        if kind == "Document":
            name, is_there = own_document(root, entry)
            yield FiledDocument(Place.of(entry.meta), entry.date, name, entry.account, is_there)
        elif kind in ("Custom", "Balance", "Note", "Event"):
            for meta, name in names_in(entry):
                yield FiledDocument(Place.of(meta), entry.date, name, name, scans.has(name))
