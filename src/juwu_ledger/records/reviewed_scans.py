"""The scans that a review is of: what they were when the group signed, and what became of them since.

A review, and every opinion that it is made of, names beside the digest of the entries (``digest``) one over
the scans of its period (``scans``). The list that it is the digest of lies under ``seals/``, so that what
changed can be named. Reviews from before there was such a thing name none: they are of the entries.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.carried import NeedsWhole
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Attachment, GivenOpinion, Review
from juwu_ledger.books.reading.documents import document_path, names_in, own_document
from juwu_ledger.records.scan_digests import MISSING, documents_digest, scan_digests

_FOLDER = "seals"
_DIGITS = 16
_LARGEST = 16 * 1024 * 1024


class Scans(NamedTuple):
    """The scans of a period as they are: each with its SHA-256, or ``missing``."""

    by_name: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The one digest over them."""
        return documents_digest(self.by_name.items())

    def list_text(self) -> str:
        """Return the list as it is kept: what ``sha256sum`` prints, in order of name."""
        return "".join(f"{digest}  {name}\n" for name, digest in sorted(self.by_name.items()))


def scans_of(books: Books, period: Period) -> Scans:
    """Return the scans that are named by what is dated in a period, or came later to its vouchers."""
    named = books.record(_Named).of(period)
    return Scans(dict(scan_digests(named)))


class _Named:
    """Which scans belong to which period; looked up once, since only what is in them changes."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._known: dict[Period, Mapping[str, str | Path]] = {}

    def of(self, period: Period) -> dict[str, Path | None]:
        """Return their files by name; whether those are there is asked anew."""
        if period not in self._known:
            self._known[period] = dict(sorted(self._find(period), key=lambda found: found[0]))
        return {name: self._file(written) for name, written in self._known[period].items()}

    def _file(self, written: str | Path) -> Path | None:
        if isinstance(written, Path):
            return written if written.is_file() else None
        return document_path(self._books.root, written)

    def _find(self, period: Period) -> Iterator[tuple[str, str | Path]]:
        """Yield each scan's name, and how it is written: Beancount's own ``document`` names a path."""
        books = self._books
        if books.carried is not None and period.first <= books.carried.until:
            raise NeedsWhole
        for entry in books.entries:
            if entry.date not in period:
                continue
            for _, name in names_in(entry):
                yield unicodedata.normalize("NFC", name), name
            if type(entry).__name__ == "Document":
                yield own_document(books.root, entry)[0], Path(entry.filename)
        for item in books.of(Attachment):
            voucher = books.facts.by_id.get(item.voucher)
            if voucher is not None and voucher.date in period:
                yield unicodedata.normalize("NFC", item.document), item.document


def list_name(period: Period, digest: str) -> str:
    """Return where the list is kept that has this digest, from the books' folder."""
    return f"{_FOLDER}/{period.label}-{digest[:_DIGITS]}.scans"


def same_scans(books: Books, signed: Review | GivenOpinion) -> bool:
    """Tell whether the scans are as they were signed; where none were signed, they are."""
    if signed.scans is None:
        return True
    return signed.scans.strip().lower() == scans_of(books, signed.period).digest


def changed_scans(books: Books, signed: Review | GivenOpinion) -> tuple[str, ...]:
    """Return in words what became of the scans since they were signed; empty where they are the same."""
    if same_scans(books, signed):
        return ()
    were, are = _kept(books, signed), scans_of(books, signed.period).by_name
    if were is None:
        return ("签的时候的扫描件清单不见了，或者改过，指不出是哪一份",)
    return tuple(
        f"{_what(were.get(name), are.get(name))}：{name}"
        for name in sorted(were.keys() | are.keys())
        if were.get(name) != are.get(name)
    )


def _what(was: str | None, now: str | None) -> str:
    if now is None:
        return "账里不再有"
    if now == MISSING:
        return "不见了"
    return "后来添的" if was in (None, MISSING) else "内容变了"


def _kept(books: Books, signed: Review | GivenOpinion) -> dict[str, str] | None:
    """Return the list that was kept at the signing; ``None`` where it is not the one."""
    digest = (signed.scans or "").strip().lower()
    path = books.root / list_name(signed.period, digest)
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    found = {name: one for one, _, name in (line.partition("  ") for line in text.splitlines())}
    return found if documents_digest(found.items()) == digest else None
