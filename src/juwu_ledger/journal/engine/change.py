"""A change to the books: text for one file of theirs, and the scans that come with it.

One change touches one file, so that putting it in place is one stroke: a crash leaves the books as
they were or as they shall be, never between.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.journal.engine.lines import lines_of, newline_of


class Insert(NamedTuple):
    """Lines to be put under line ``line`` (from 1) of the file as it stands."""

    line: int
    text: str


class Scan(NamedTuple):
    """A file to be copied to ``target``, a path below the books' folder, before the change."""

    source: Path
    target: str


class NewFile(NamedTuple):
    """A file that the books do not read, to be put at ``target`` before the change: a seal."""

    target: str
    data: bytes


@dataclass(frozen=True)
class Change:
    """What is to be written, and where."""

    file: str
    """Path of the one file it touches, from the books' folder, with ``/``."""
    title: str
    """What it is, in Chinese, for the person who wrote it: ``凭证 2026-01-0005``."""
    texts: tuple[str, ...] = ()
    """Directives to be added at the file's end, each a text of its own."""
    inserts: tuple[Insert, ...] = ()
    scans: tuple[Scan, ...] = ()
    made: tuple[NewFile, ...] = ()
    heading: str = ""
    """The first comment of the file, where the change makes a new one."""
    dates: tuple[dt.date, ...] = ()
    """Days of the directives that inserts amend; those of ``texts`` are read from them."""
    ids: tuple[str, ...] = ()
    """Voucher numbers, approval ids, periods that it concerns."""

    def and_also(self, texts: Iterable[str]) -> Change:
        """Return the change with further directives at its end."""
        return replace(self, texts=(*self.texts, *texts))


def applied(old: bytes, change: Change) -> bytes:
    """Return the file with the change in it; every byte that was there stays.

    New lines end as the file's own lines do.
    """
    text = old.decode("utf-8")
    newline = newline_of(text)
    lines = lines_of(text)
    for insert in sorted(change.inserts, reverse=True):
        at = min(insert.line, len(lines))
        if at and not lines[at - 1].endswith("\n"):
            lines[at - 1] += newline
        lines.insert(at, insert.text.replace("\n", newline))
    text = "".join(lines)
    for addition in change.texts:
        text = _apart(text, newline) + addition.replace("\n", newline)
    return text.encode("utf-8")


def _apart(text: str, newline: str) -> str:
    """Return the text so that what follows stands after one blank line."""
    if not text.strip():
        return text
    if not text.endswith("\n"):
        text += newline
    if not text.endswith(("\n\n", "\r\n\r\n")):
        text += newline
    return text
