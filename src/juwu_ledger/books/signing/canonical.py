"""The canonical form of directives, version 1, and the chain of digests made of it (docs/trust.md).

One directive becomes one line of JSON: type, date and every value with its type; sorted keys;
amounts *as written*; NFC text; file names, line numbers, comments and white space left out. The
lines of a month are sorted by their own bytes, so neither the order of files nor that of entries
counts. A month's digest is the SHA-256 over its lines and the digest of the month before. A ``close``
belongs to the month that it is dated in, which comes after the one that it closes.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import PurePath
from typing import Any

from juwu_ledger.books.facts.carried import NeedsWhole
from juwu_ledger.books.model.periods import DAY, Period

VERSION = 1
_HEAD = f"juwu-ledger canonical form {VERSION}\n".encode()
_SKIPPED_META = frozenset({"filename", "lineno"})
_SKIPPED_FIELDS = frozenset({"meta", "diff_amount"})


def canonical_line(entry: Any, root: str) -> bytes:
    """Return one directive as bytes; ``root`` is the books' folder that paths are relative to."""
    record: dict[str, Any] = {}
    for name, value in zip(entry._fields, entry, strict=True):
        if name not in _SKIPPED_FIELDS:
            form = _FORMS.get(type(value))
            record[name] = form(value) if form else _value(value)
    record["directive"] = type(entry).__name__
    record["meta"] = _meta(entry.meta)
    if "filename" in record:
        record["filename"] = _text(_relative(entry.filename, root))
    return _json()(record).encode("utf-8", "surrogatepass")


@cache
def _json() -> Callable[[Any], str]:
    import json  # Books that nobody sealed or signed need neither this nor digests.

    return json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def month_digest(lines: Iterable[bytes], previous: str) -> str:
    """Return the digest of canonical ``lines`` that follow on ``previous`` (``none`` at first)."""
    import hashlib

    total = hashlib.sha256(_HEAD)
    for line in sorted(lines):
        total.update(line + b"\n")
    total.update(f"previous {previous}\n".encode())
    return total.hexdigest()


def is_left_out(entry: Any) -> bool:
    """Tell whether a directive is no part of any digest: a closing dated in the month that it closes.

    Every other closing is part of the digest of the month that it is dated in, which comes after its
    own; so whatever it says (who closed, when, the digest of the scans) is sealed with that month.
    """
    if type(entry).__name__ != "Custom" or entry.type != "close" or not entry.values:
        return False
    return bool(str(entry.values[0].value) == Period.month_of(entry.date).label)


class DigestChain:
    """The digests of the books month by month; the first month takes in all that is older.

    Where months were sealed, the chain from the first sealed month's end on begins with that month
    (the first close takes in everything up to it); for earlier days it begins with ``first``.
    """

    def __init__(
        self, entries: Iterable[Any], root: str, first: dt.date, sealed: Period | None = None
    ) -> None:
        """Take the sorted entries; ``first`` is a day of the month that the chain begins with.

        ``sealed`` is the first month that was closed with a digest.
        """
        self._lines = _Lines([entry for entry in entries if not is_left_out(entry)], root)
        self._sealed = sealed
        self._early = _Months(self._lines, Period.month_of(first))
        self._main = self._early if sealed is None else _Months(self._lines, sealed)
        self._end: dt.date | None = None
        self._known: dict[dt.date, str] = {}

    @classmethod
    def resumed(
        cls, entries: Iterable[Any], root: str, end: dt.date, known: Mapping[dt.date, str]
    ) -> DigestChain:
        """Return the chain that goes on after ``end``, a sealed month's last day.

        ``entries`` are those after it, ``known`` the digests of days up to it; those that are not
        known raise :class:`NeedsWhole`.
        """
        chain = cls(entries, root, end)
        chain._known = dict(known)
        chain._end = end
        month = Period.month_of(end)
        chain._early = _Months(chain._lines, month.following(), [(month, chain._known[end])])
        return chain

    def until(self, day: dt.date) -> str:
        """Return the digest over everything dated up to and including ``day``."""
        if self._end is not None and day <= self._end:
            if day not in self._known:
                raise NeedsWhole
            return self._known[day]
        sealed = self._sealed is not None and day >= self._sealed.last
        return (self._main if sealed else self._early).until(day)

    def over(self, first: dt.date, last: dt.date, previous: str) -> str:
        """Return the digest over all that is dated from ``first`` to ``last``, behind ``previous``."""
        self._refuse_sealed(first)
        return self._lines.digest(first, last, previous)

    def entries(self, first: dt.date, last: dt.date) -> list[Any]:
        """Return all that is dated from ``first`` to ``last``."""
        self._refuse_sealed(first)
        return self._lines.entries(first, last)

    def between(self, first: dt.date, last: dt.date) -> list[tuple[bytes, Any]]:
        """Return canonical line and entry of all that is dated from ``first`` to ``last``."""
        return [(self._lines.line(entry), entry) for entry in self.entries(first, last)]

    def _refuse_sealed(self, first: dt.date) -> None:
        if self._end is not None and first <= self._end:
            raise NeedsWhole


class _Lines:
    """Digests over canonical lines by date. Lines are as long as the books: the digests are kept."""

    def __init__(self, entries: list[Any], root: str) -> None:
        self._dates = [entry.date for entry in entries]
        self._entries = entries
        self._root = root
        self._digests: dict[tuple[dt.date, dt.date, str], str] = {}

    def entries(self, first: dt.date, last: dt.date) -> list[Any]:
        start = bisect_left(self._dates, first)
        end = bisect_left(self._dates, last + DAY) if last < dt.date.max else len(self._dates)
        return self._entries[start:end]

    def line(self, entry: Any) -> bytes:
        return canonical_line(entry, self._root)

    def digest(self, first: dt.date, last: dt.date, previous: str) -> str:
        key = first, last, previous
        if key not in self._digests:
            lines = map(self.line, self.entries(first, last))
            self._digests[key] = month_digest(lines, previous)
        return self._digests[key]


class _Months:
    """One chain of month digests."""

    def __init__(
        self, lines: _Lines, first: Period, done: Iterable[tuple[Period, str]] = ()
    ) -> None:
        self._lines = lines
        self._done = list(done)
        self._next = first

    def until(self, day: dt.date) -> str:
        while self._next.last <= day:
            start = self._next.first if self._done else dt.date.min
            found = self._lines.digest(start, self._next.last, self._last)
            self._done.append((self._next, found))
            self._next = self._next.following()
        whole = [found for month, found in self._done if month.last <= day]
        begun = self._done[len(whole) - 1][0].last + DAY if whole else dt.date.min
        if whole and begun > day:
            return whole[-1]
        return self._lines.digest(begun, day, whole[-1] if whole else "none")

    @property
    def _last(self) -> str:
        return self._done[-1][1] if self._done else "none"


def short_code(full: str) -> str:
    """Return the 16 characters that are printed on papers, in groups of four."""
    head = full[:16].upper()
    return "-".join(head[i : i + 4] for i in range(0, 16, 4))


def _meta(meta: Mapping[str, Any] | None) -> dict[str, Any]:
    made = {}
    for key, value in (meta or {}).items():
        if key not in _SKIPPED_META and not key.startswith("__"):
            form = _FORMS.get(type(value))  # Asked for here, not by _value: there are millions.
            made[key] = form(value) if form else _value(value)
    return made


def _text(value: str) -> str:
    if "\r" in value:  # A text of several lines, in a file whose lines end as Windows ends them.
        value = value.replace("\r\n", "\n")
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def _same(value: Any) -> Any:
    return value


def _named(value: Any) -> dict[str, Any]:
    made = {}
    for field, item in zip(value._fields, value, strict=True):
        if field == "meta":
            made[field] = _meta(item)
        else:
            form = _FORMS.get(type(item))
            made[field] = form(item) if form else _value(item)
    return made


_FORMS: dict[type, Callable[[Any], Any]] = {
    str: _text,
    bool: _same,
    type(None): _same,
    Decimal: lambda value: {"number": str(value)},
    dt.date: lambda value: {"date": value.isoformat()},
    int: lambda value: {"int": value},
    set: lambda value: sorted(map(_text, value)),
    frozenset: lambda value: sorted(map(_text, value)),
    list: lambda value: [_value(item) for item in value],
    tuple: lambda value: [_value(item) for item in value],
}


def _value(value: Any) -> Any:
    form = _FORMS.get(type(value))
    if form is not None:
        return form(value)
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, tuple):
        return _named(value)
    return {"other": str(value)}


def _relative(path: str, root: str) -> str:
    try:
        return PurePath(path).relative_to(root).as_posix()
    except ValueError:
        return PurePath(path).as_posix()
