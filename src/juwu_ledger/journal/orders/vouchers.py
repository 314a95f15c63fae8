"""Vouchers to be written: income, spending, transfers. Number, file and order are settled here."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from juwu_ledger.books.model.periods import Period
from juwu_ledger.journal.engine.change import Change, NewFile, Scan
from juwu_ledger.journal.engine.directive_text import Leg, Value, voucher_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.numbering import next_voucher
from juwu_ledger.journal.engine.placing import month_file
from juwu_ledger.journal.engine.refusals import BadInput


@dataclass(frozen=True)
class VoucherOrder:
    """A voucher as it is asked for; the journal gives it its number and its place."""

    date: dt.date
    payee: str
    narration: str
    legs: Sequence[Leg]
    meta: Mapping[str, Value] = field(default_factory=dict)
    """In the order in which they are to be written; ``None`` is left out."""
    scans: Sequence[Path] = ()
    """Files to be kept below ``documents/`` with the voucher."""
    originals: Sequence[str] = ()
    """Files below ``documents/`` that it names before its scans: electronic vouchers taken in."""
    made: Sequence[NewFile] = ()
    """Those of them that are put there with it."""
    also: Sequence[str] = ()
    """Further directives that belong to it: an asset card."""

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change that adds the voucher to the books."""
        number = next_voucher(locked.books, self.date)
        scans, documents = scans_of(locked.books.root, self.scans, self.date, number)
        month = Period.month_of(self.date)
        marked = replace(self, meta={**self.meta, **locked.marks})
        return Change(
            file=month_file(month, locked.books, locked.files),
            title=f"凭证 {number}",
            texts=(marked.text(number, (*self.originals, *documents)), *self.also),
            scans=scans,
            made=tuple(self.made),
            heading=month_heading(month),
            ids=(number,),
        )

    def text(self, number: str, documents: Sequence[str] = ()) -> str:
        """Return the voucher's text under the number it is given."""
        named = {f"document-{at}" if at > 1 else "document": d for at, d in enumerate(documents, 1)}
        meta = {"voucher": number, **self.meta, **named}
        return voucher_text(self.date, self.payee, self.narration, meta, self.legs)


def month_heading(month: Period) -> str:
    """Return the first comment of a month's file."""
    return f"; {month.title}的凭证。\n\n"


def scan_of(
    root: Path, scan: Path | None, date: dt.date, stem: str
) -> tuple[tuple[Scan, ...], str | None]:
    """Return the copy to be made of a scan, and how the books name it.

    A file that lies below ``documents/`` already is named where it is; another is copied to
    ``documents/YEAR/STEM-name``.
    """
    if scan is None:
        return (), None
    try:
        inside = scan.resolve().relative_to((root / "documents").resolve())
        return (), f"documents/{inside.as_posix()}"
    except ValueError:
        target = f"documents/{date.year}/{stem}-{_plain_name(scan.name)}"
        return (Scan(scan, target),), target


def scans_of(
    root: Path, files: Sequence[Path], date: dt.date, stem: str
) -> tuple[tuple[Scan, ...], tuple[str, ...]]:
    """Return the copies to be made of several scans, and how the books name them.

    Raises :class:`BadInput` for one that is given twice.
    """
    copies: list[Scan] = []
    names: list[str] = []
    for at, file in enumerate(files, 1):
        if file.resolve() in [other.resolve() for other in files[: at - 1]]:
            raise BadInput(f"扫描件 {file} 写了两次")
        own, name = scan_of(root, file, date, stem)
        if name in names:
            own, name = scan_of(root, file, date, f"{stem}-{at}")
        copies += own
        names += [name] if name is not None else []
    return tuple(copies), tuple(names)


def _plain_name(name: str) -> str:
    """Return a file's name as every system and every archive can write it."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(c if c.isprintable() and c not in '\\/:*?"<>|' else "_" for c in composed)
