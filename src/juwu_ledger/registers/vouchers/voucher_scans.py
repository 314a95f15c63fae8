"""The scans of a voucher on the lines of a sheet, and which of them a workbook may lead to."""

from __future__ import annotations

from pathlib import Path

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.records.scans import VoucherScans

SHOWN = frozenset(
    (".pdf", ".ofd", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp")
)
"""Endings of files that hold a picture of a paper; a link to anything else might run something."""


class Spread:
    """Lays the scans of a voucher along its lines, one each; the last line takes what is left."""

    def __init__(self, books: Books, voucher: Voucher, lines: int) -> None:
        """Take the number of lines that the voucher has."""
        self._names = [scan.name for scan in books.record(VoucherScans).of(voucher)]
        self._last = max(1, lines)

    def of(self, number: int) -> str | None:
        """Return what stands on a line, counted from 1."""
        if not self._names:
            return None
        if number < self._last:
            return self._names[number - 1] if number <= len(self._names) else None
        return "、".join(self._names[number - 1 :]) or None


class Scans:
    """Finds the file behind a scan's name, if a workbook may lead there."""

    def __init__(self, root: Path) -> None:
        """Take the folder of the books."""
        self._root = root
        self._found: dict[str, Path | None] = {}

    def file(self, name: str) -> Path | None:
        """Return the file, or ``None``: missing, not below ``documents/``, or no picture of a paper."""
        if name not in self._found:
            path = document_path(self._root, name)
            shown = path is not None and path.suffix.lower() in SHOWN and str(path).isprintable()
            self._found[name] = path if shown else None
        return self._found[name]
