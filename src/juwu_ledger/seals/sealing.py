"""Making a month's seal from the books, and the ``close`` directive that goes with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import MonthClose
from juwu_ledger.books.signing.canonical import month_digest
from juwu_ledger.records.scan_digests import documents_digest, named_scans, scan_digests
from juwu_ledger.records.seals import NONE, covered_from
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.seals.incremental.carrying import carry
from juwu_ledger.seals.incremental.incremental_check import load_from
from juwu_ledger.seals.judging import judge_incrementally
from juwu_ledger.seals.seal_file import (
    Seal,
    SealedDirective,
    SealedFile,
    sha256,
)

_MOST_MONTHS = 12
"""How far back what a seal carries may end: what reaches over the ends of more months is out of the ordinary."""
_BEANCOUNTS = {"Close": "account-closed", "Query": "stored-query"}
"""Directives of Beancount's own whose names are words of ours too."""


def make_seal(books: Books, month: Period) -> Seal:
    """Return the seal of ``month`` as the books stand; it follows on the last sealed month."""
    before = last_sealed(books, month)
    return seal_of(books, month, ((before.digest if before else None) or NONE).strip().lower())


def carrying_seal(
    books: Books, files: Iterable[str], month: Period, findings: Sequence[Finding], as_of: dt.date
) -> Seal:
    """Return the seal of ``month`` with all that later months need of it.

    ``files`` are the paths of the books' files, as they are now; ``findings`` is what all rules find
    in them on the day ``as_of``. The incremental check is tried at once: where it would not find exactly the
    same, less is carried, up to the end of an earlier month; in the end nothing, and the whole books
    will be read.
    """
    seal = make_seal(books, month)
    contents = {name: Path(name).read_bytes() for name in files}
    sealed = tuple(
        SealedFile(books.relative(name), len(data), sha256(data))
        for name, data in sorted(contents.items())
    )
    for end, digest in _ends(books, seal):
        carried = carry(books, contents, end, digest, findings, as_of)
        full = seal._replace(files=sealed, carried=carried)
        since = load_from(full, books.main, as_of) if carried else None
        if since and judge_incrementally(since, CATALOGUE, as_of) == list(findings):
            return full
    return seal._replace(files=sealed)


def _ends(books: Books, seal: Seal) -> Iterator[tuple[dt.date, str]]:
    """Yield the ends of the month and of sealed months before it, the newest first, and their digests."""
    yield seal.period.last, seal.digest
    earlier = [close.period for close in books.sealed if close.period.first < seal.period.first]
    for period in list(dict.fromkeys(reversed(earlier)))[:_MOST_MONTHS]:
        yield period.last, books.digest(period.last)


def seal_of(books: Books, month: Period, previous: str) -> Seal:
    """Return the seal of ``month`` that follows on the digest ``previous``, worked out anew."""
    lines = books.digests.between(covered_from(month, previous), month.last)
    scans = _scans(books, [entry for _, entry in lines])
    return Seal(
        period=month,
        digest=month_digest((line for line, _ in lines), previous),
        previous=previous,
        vouchers=sum(type(entry).__name__ == "Transaction" for _, entry in lines),
        documents=documents_digest(scans),
        directives=tuple(sorted(described(line, entry) for line, entry in lines)),
        scans=scans,
        options=tuple(sorted(books.options.items())),
    )


def scans_digest(books: Books, month: Period, previous: str) -> str:
    """Return the digest over the scans that the seal of ``month`` covers, as they are now."""
    entries = books.digests.entries(covered_from(month, previous), month.last)
    return documents_digest(_scans(books, entries))


def _scans(books: Books, entries: list[Any]) -> tuple[tuple[str, str], ...]:
    return tuple(scan_digests(named_scans(books, entries)))


def last_sealed(books: Books, month: Period) -> MonthClose | None:
    """Return the last sealed close of a month before ``month``."""
    earlier = [close for close in books.sealed if close.period.first < month.first]
    return earlier[-1] if earlier else None


def described(line: bytes, entry: Any) -> SealedDirective:
    """Return a directive's digest and the words by which people know it."""
    kind = _BEANCOUNTS.get(type(entry).__name__, type(entry).__name__.lower())
    if kind == "custom":
        kind = entry.type.replace(" ", "-")
        values = [str(item.value) for item in entry.values or ()]
        about = " ".join(values[:2])
    elif kind == "transaction":
        about = f"{text_of(entry.meta.get('voucher'))} {entry.narration or ''}"
    else:
        names = (getattr(entry, key, None) for key in ("account", "name", "currency", "type"))
        about = next((name for name in names if name), "")
    return SealedDirective(sha256(line), entry.date.isoformat(), kind, " ".join(about.split())[:80])
