"""Making a month's seal from the books, and the ``close`` directive that goes with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from juwu_ledger.books.canonical import month_digest
from juwu_ledger.books.metadata import text_of
from juwu_ledger.books.periods import DAY, Period
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import MonthClose
from juwu_ledger.seals.month_scans import named_scans, scan_digests
from juwu_ledger.seals.seal_file import Seal, SealedDirective, documents_digest, sha256

NONE = "none"
"""What the first close writes as the digest of the one before."""


def make_seal(books: Books, month: Period) -> Seal:
    """Return the seal of ``month`` as the books stand; it follows on the last sealed month."""
    before = last_sealed(books, month)
    return seal_of(books, month, before, (before.digest or NONE) if before else NONE)


def seal_of(books: Books, month: Period, before: MonthClose | None, previous: str) -> Seal:
    """Return the seal of ``month`` that follows on the close ``before``, worked out anew."""
    first = before.period.last + DAY if before else dt.date.min
    lines = books.digests.between(first, month.last)
    scans = tuple(scan_digests(books.root, named_scans(books, first, month.last)))
    return Seal(
        period=month,
        digest=month_digest((line for line, _ in lines), previous),
        previous=previous,
        vouchers=sum(type(entry).__name__ == "Transaction" for _, entry in lines),
        documents=documents_digest(scans),
        directives=tuple(sorted(described(line, entry) for line, entry in lines)),
        scans=scans,
    )


def last_sealed(books: Books, month: Period) -> MonthClose | None:
    """Return the last sealed close of a month before ``month``."""
    earlier = [close for close in books.sealed if close.period.first < month.first]
    return earlier[-1] if earlier else None


def described(line: bytes, entry: Any) -> SealedDirective:
    """Return a directive's digest and the words by which people know it."""
    kind = type(entry).__name__.lower()
    if kind == "custom":
        kind = entry.type.replace(" ", "-")
        values = [str(item.value) for item in entry.values or ()]
        about = " ".join(values[:2])
    elif kind == "transaction":
        about = f"{text_of(entry.meta.get('voucher'))} {entry.narration or ''}"
    else:
        about = getattr(entry, "account", None) or getattr(entry, "name", None) or ""
    return SealedDirective(sha256(line), entry.date.isoformat(), kind, " ".join(about.split())[:80])
