"""Proving that closed months are as they were closed: the whole chain, directive by directive.

Everything is worked out anew from the text and the scans; nothing that a seal carries is believed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.canonical import short_code
from juwu_ledger.books.directives import KINDS
from juwu_ledger.books.periods import DAY, Period
from juwu_ledger.books.problem import Place
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import Disclosure, MonthClose
from juwu_ledger.seals.month_scans import MISSING
from juwu_ledger.seals.seal_file import (
    FOLDER,
    BadSeal,
    Seal,
    SealedDirective,
    read_seal,
    seal_path,
    sha256,
)
from juwu_ledger.seals.sealing import NONE, described, seal_of


class Difference(NamedTuple):
    """One thing that is not as it was: ``what`` in Chinese, and where it stands now, if it does."""

    what: str
    place: Place | None = None


@dataclass(frozen=True)
class MonthVerdict:
    """What became of one sealed month."""

    period: Period
    code: str
    """The short code that is printed on papers, as the books are now."""
    vouchers: int
    directives: int
    scans: int
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the month is as it was closed."""
        return not self.differences


@dataclass(frozen=True)
class Verdict:
    """What became of the whole chain."""

    months: tuple[MonthVerdict, ...]
    differences: tuple[Difference, ...]
    """What concerns no month alone: a seal without a close, a code that is found nowhere."""

    @property
    def holds(self) -> bool:
        """Tell whether everything is as it was closed."""
        return not self.differences and all(month.holds for month in self.months)


def verify(books: Books, code: str | None = None) -> Verdict:
    """Work out every sealed month anew and compare it with its close and its seal.

    ``code`` is the 16-character code of a posted paper: some sealed month, or posted period, must
    still have it. Raises nothing for what files can hold.
    """
    months = []
    before: MonthClose | None = None
    for close in books.sealed:
        months.append(_month(books, before, close))
        before = close
    loose = list(_loose_seals(books))
    if code is not None:
        loose += _code(books, code)
    return Verdict(tuple(months), tuple(loose))


def _month(books: Books, before: MonthClose | None, close: MonthClose) -> MonthVerdict:
    previous = (close.previous or NONE).strip().lower()
    now = seal_of(books, close.period, before, previous)
    return MonthVerdict(
        close.period,
        short_code(now.digest),
        now.vouchers,
        len(now.directives),
        len(now.scans),
        tuple(_differences(books, before, close, now)),
    )


def _differences(
    books: Books, before: MonthClose | None, close: MonthClose, now: Seal
) -> Iterator[Difference]:
    at = Place(books.relative(close.place.file), close.place.line)
    follows = (before.digest or "").strip().lower() if before else NONE
    if now.previous != follows:
        yield Difference("月结的前码（previous）与前一个月的封账码对不上：中间的月结改过或删过", at)
    elif before is not None and before.period.last + DAY != close.period.first:
        yield Difference(f"前一个封账的月份是{before.period.title}，中间缺了月份", at)
    changed = now.digest != (close.digest or "").strip().lower()
    if close.documents is not None and now.documents != close.documents.strip().lower():
        yield Difference("扫描件与月结时不同", at)
    kept = _kept_seal(books.root, close)
    if isinstance(kept, str):
        yield Difference(kept, at)
        if changed:
            yield Difference("账与月结时不同（没有可用的封账记录，指不出是哪一条）", at)
        return
    named = list(_changed_directives(books, before, close, kept))
    if changed:
        yield Difference(
            f"账与月结时不同：月结时 {short_code(close.digest or '')}，现在 {short_code(now.digest)}",
            at,
        )
        yield from named
    yield from _changed_scans(kept, now)
    if kept.digest != (close.digest or "").strip().lower() or kept.previous != now.previous:
        yield Difference(f"封账记录 {FOLDER}/{close.period.label}.seal 与月结写的封账码不同", at)
    elif named and not changed:
        yield Difference(
            f"封账记录 {FOLDER}/{close.period.label}.seal 被改过：它列的登记与账不同", at
        )


def _kept_seal(root: Path, close: MonthClose) -> Seal | str:
    """Return the seal file of a close, or what is wrong with it."""
    name = f"{FOLDER}/{close.period.label}.seal"
    try:
        data = seal_path(root, close.period).read_bytes()
        if close.seal is not None and sha256(data) != close.seal.strip().lower():
            return f"封账记录 {name} 被改过（与月结写的 seal 对不上）"
        return read_seal(data.decode("utf-8"))
    except FileNotFoundError:
        return f"没有封账记录 {name}"
    except (OSError, UnicodeDecodeError) as error:
        return f"读不了封账记录 {name}（{error}）"
    except BadSeal as error:
        return f"封账记录 {name} 不对：{error}"


def _changed_directives(
    books: Books, before: MonthClose | None, close: MonthClose, kept: Seal
) -> Iterator[Difference]:
    """Name the directives that are gone, those that were not there, and those that changed."""
    first = before.period.last + DAY if before else dt.date.min
    left = Counter(item.digest for item in kept.directives)
    new: list[tuple[SealedDirective, Any]] = []
    for line, entry in books.digests.between(first, close.period.last):
        item = described(line, entry)
        if left[item.digest]:
            left[item.digest] -= 1
        else:
            new.append((item, entry))
    gone: list[SealedDirective] = []
    for item in kept.directives:
        if left[item.digest]:
            left[item.digest] -= 1
            gone.append(item)
    for item, entry in new:
        old = next((other for other in gone if _known_by(other) == _known_by(item)), None)
        if old is not None:
            gone.remove(old)
        what = "改过" if old is not None else "现在有、月结时没有"
        yield Difference(f"{what}：{_named(item)}", _place(books, entry))
    for item in gone:
        yield Difference(f"月结时有、现在没有：{_named(item)}")


def _known_by(item: SealedDirective) -> tuple[str, str]:
    return item.kind, item.about.split(" ")[0]


def _named(item: SealedDirective) -> str:
    kind = KINDS[item.kind].title if item.kind in KINDS else _KINDS.get(item.kind, item.kind)
    return f"{item.date} {kind} {item.about}".rstrip()


_KINDS = {"transaction": "凭证", "open": "开户", "balance": "清点", "document": "扫描件"}


def _place(books: Books, entry: Any) -> Place:
    place = Place.of(entry.meta)
    return Place(books.relative(place.file), place.line)


def _changed_scans(kept: Seal, now: Seal) -> Iterator[Difference]:
    were, are = dict(kept.scans), dict(now.scans)
    for name in sorted(were.keys() | are.keys()):
        old, new = were.get(name), are.get(name)
        if new == MISSING and old != MISSING:
            yield Difference(f"扫描件不见了：{name}")
        elif old is not None and new is not None and old != new:
            yield Difference(f"扫描件的内容变了：{name}")


def _loose_seals(books: Books) -> Iterator[Difference]:
    """A seal whose close is gone: the newest close was cut off."""
    closed = {close.period.label for close in books.sealed}
    folder = books.root / FOLDER
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix == ".seal")
    except OSError:
        return
    for name in names:
        if name.removesuffix(".seal") not in closed:
            yield Difference(f"有封账记录 {FOLDER}/{name}，账里却没有这个月的月结：月结被删去了")


def _code(books: Books, code: str) -> Iterator[Difference]:
    """Look for a printed code among the sealed months and what was posted."""
    wanted = "".join(char for char in code.upper() if char.isalnum())
    digests = {close.period.title: books.digest(close.period.last) for close in books.sealed}
    for item in books.of(Disclosure):
        digests.setdefault(item.period.title, books.digest(item.period.last))
    codes = {short_code(digest).replace("-", ""): title for title, digest in digests.items()}
    if wanted not in codes:
        yield Difference(f"没有哪个封账的月份是 {short_code(wanted)}：账与印这个码的那张表不一样了")


def month_of_code(verdict: Verdict, code: str) -> str | None:
    """Return the label of the sealed month that has ``code`` now, if one has."""
    wanted = "".join(char for char in code.upper() if char.isalnum())
    for month in verdict.months:
        if month.code.replace("-", "") == wanted:
            return month.period.label
    return None
