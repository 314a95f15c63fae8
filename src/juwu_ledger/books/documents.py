"""Scans below ``documents/``: which of the named files are really there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath


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
