"""A bundle made of the books: a closed month with its report, tables and chain of seals, signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import juwu_ledger
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Committee, Disclosure, MonthClose, Review
from juwu_ledger.books.signing.ssh_signatures import armoured
from juwu_ledger.bundle.manifest import (
    BOOKS,
    DATA,
    LIMITS,
    NAME,
    REPORTS,
    SEALS,
    SIGNATURE,
    Manifest,
    manifest_bytes,
)
from juwu_ledger.bundle.month_tables import month_tables
from juwu_ledger.bundle.parquet_bytes import parquet_bytes
from juwu_ledger.bundle.seal_chain import chain_text, sealed_months
from juwu_ledger.bundle.zip_bytes import zip_bytes
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.records import seals
from juwu_ledger.render import render
from juwu_ledger.rules.support.rule import ERROR, WARNING, Finding
from juwu_ledger.seals.incremental.edition import fingerprint
from juwu_ledger.seals.seal_file import FOLDER, sha256
from juwu_ledger.tables.face import faced
from juwu_ledger.tables.masking import public_copy
from juwu_ledger.tables.report import Report


class NoBundle(Exception):
    """A month that cannot be handed over; the message, in Chinese, says why and what to do."""


class Made(NamedTuple):
    """A bundle, what it says of itself, and the report in it."""

    data: bytes
    manifest: Manifest
    report: Report


def committee_of(books: Books, day: dt.date) -> Committee | None:
    """Return which committee the books are of, as it was last said by ``day``."""
    said = [item for item in books.of(Committee) if item.date <= day]
    return said[-1] if said else None


def texts_of(books: Books) -> dict[str, bytes]:
    """Return the files that the books are read from, and the seals, by their path from the folder."""
    names = {books.relative(str(entry.meta["filename"])) for entry in books.entries}
    names |= {books.main.name}
    names |= {f"{FOLDER}/{close.period.label}.seal" for close in books.sealed}
    paths = {name: books.root / name for name in sorted(names)}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def make_bundle(
    books: Books,
    month: Period,
    day: dt.date,
    findings: Sequence[Finding],
    sign: Callable[[bytes], str],
    texts: Mapping[str, bytes],
) -> Made:
    """Return the bundle of a closed month as of ``day``; the same books make the same bytes.

    ``findings`` are those of all rules on that day, ``sign`` signs ``bundle.json`` in the namespace of
    bundles, ``texts`` are files of the books to be handed over too, by their path from the books' folder.
    Raises :class:`NoBundle`, and ``CannotRender`` without pyarrow.
    """
    close = _closing(books, month, day)
    committee = committee_of(books, day)
    if committee is None:
        raise NoBundle(
            "账本还没有写是哪个居委会：juwu committee 十二位区划代码 简称，如 "
            "juwu committee 330102001001 桂花里"
        )
    paper = monthly(books, month, day, findings)
    report = faced(public_copy(paper, books), books, findings)
    parts = {REPORTS[form]: render(report, form) for form in REPORTS}
    tables = month_tables(books, month, findings)
    parts |= {DATA[name]: parquet_bytes(table) for name, table in tables.items()}
    parts[SEALS] = chain_text(sealed_months(books, month))
    parts |= {BOOKS + name: data for name, data in texts.items()}
    manifest = _manifest(books, committee, close, day, findings, parts)
    parts[NAME] = manifest_bytes(manifest)
    parts[SIGNATURE] = armoured(sign(parts[NAME])).encode("ascii")
    return Made(zip_bytes(parts), manifest, report)


def _closing(books: Books, month: Period, day: dt.date) -> MonthClose:
    """Return the sealed closing of a month that is as it was closed; raises :class:`NoBundle`."""
    close = next((item for item in books.sealed if item.period == month), None)
    if close is None or close.date > day:
        closed = any(item.period == month and item.date <= day for item in books.of(MonthClose))
        raise NoBundle(
            f"{month.title}月结时没有封账（没有封账码），不能报送包。"
            if closed
            else f"{month.title}还没有月结，不能报送：先 juwu close {month.label}"
        )
    changed = seals.altered_months(books, month.last)
    if changed:
        raise NoBundle(
            f"封账以后改动过：{'、'.join(one.title for one in changed)}。先 juwu verify 看改了哪里，恢复原样。"
        )
    return close


def _manifest(
    books: Books,
    committee: Committee,
    close: MonthClose,
    day: dt.date,
    findings: Sequence[Finding],
    parts: Mapping[str, bytes],
) -> Manifest:
    month = close.period
    here = [found for found in findings if found.concerns(month)]
    still = [found.severity for found in here if found.status == "open"]
    amounts = {kind: books.limits.amount(kind, month.last) for kind in LIMITS}
    return Manifest(
        code=committee.code,
        name=committee.name,
        title=books.title,
        period=month,
        made_on=day,
        digest=close.digest or "",
        previous=sealed_months(books, month)[-1].previous,
        vouchers=close.vouchers or 0,
        documents=close.documents or "",
        accountant=books.people.holder("accountant", month.last) or "",
        director=close.director or "",
        program=f"{juwu_ledger.__version__} {fingerprint()}",
        errors=still.count(ERROR),
        warnings=still.count(WARNING),
        explained=len(here) - len(still),
        reviewed=_last(
            [r.period for r in books.of(Review) if r.date <= day and r.opinion != "refused"]
        ),
        disclosed=_last([d.period for d in books.of(Disclosure) if d.date <= day]),
        limits={kind: fen for kind, fen in amounts.items() if fen is not None},
        files={name: (len(data), sha256(data)) for name, data in parts.items()},
    )


def _last(periods: Sequence[Period]) -> str:
    return max(periods, key=lambda period: period.last).label if periods else ""
