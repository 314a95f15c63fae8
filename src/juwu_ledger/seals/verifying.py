"""Proving that closed months are as they were closed: the whole chain, directive by directive.

Everything is worked out anew from the text and the scans; nothing that a seal carries is believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.directives import KINDS
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import Disclosure, MonthClose
from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.records.scan_digests import MISSING
from juwu_ledger.records.seals import (
    NONE,
    covered_from,
    lacking,
    said_previous,
    unsealed_closings,
)
from juwu_ledger.rules.periods import closed_month_changed
from juwu_ledger.rules.spending import signature_invalid
from juwu_ledger.seals.archived_papers import changed_papers
from juwu_ledger.seals.carried_anew import carries_wrongly
from juwu_ledger.seals.kept_receipts import wrong_receipts
from juwu_ledger.seals.kept_statements import changed_statements
from juwu_ledger.seals.operations_log import LogState, log_of
from juwu_ledger.seals.seal_file import (
    FOLDER,
    BadSeal,
    Seal,
    SealedDirective,
    flat,
    read_seal,
    seal_bytes,
    sha256,
)
from juwu_ledger.seals.sealing import described, seal_of

_SHORTEST = 16
"""Characters of a code that are enough."""


class Difference(NamedTuple):
    """One thing that is not as it was: ``what`` in Chinese, and where it stands now, if it does."""

    what: str
    place: Place | None = None


@dataclass(frozen=True)
class MonthVerdict:
    """What became of one sealed month."""

    period: Period
    digest: str
    """As the books are now."""
    vouchers: int
    directives: int
    scans: int
    differences: tuple[Difference, ...]

    @property
    def code(self) -> str:
        """The short code that is printed on papers."""
        return short_code(self.digest)

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
    log: LogState
    """The operations log held against the files; only a chain that is broken is a difference."""

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
    loose = [*_loose_seals(books), *_unsealed(books), *_archives(books), *_statements(books)]
    loose += [*_receipts(books), *_options(books)]
    if all(month.holds for month in months):
        # What was changed elsewhere changes what the seal should carry: that is no fault of its file.
        loose += _carried(books)
    if code is not None:
        loose += _code(books, code)
    log = log_of(books.root, {entry.meta["filename"] for entry in books.entries})
    loose += [*map(Difference, log.broken), *_cut_log(books, log)]
    return Verdict(tuple(months), tuple(loose), log)


def _month(books: Books, before: MonthClose | None, close: MonthClose) -> MonthVerdict:
    now = seal_of(books, close.period, said_previous(before, close))
    return MonthVerdict(
        close.period,
        now.digest,
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
    if keys := lacking(before, close):
        yield Difference(f"月结没有写 {'、'.join(keys)}：封账时都写了，是后来删去的", at)
    kept = _kept_seal(books.root, close)
    if isinstance(kept, str):
        yield from (Difference(said, at) for said in (*_without_seal(close, now), kept))
        return
    named = list(_changed_directives(books, close.period, now.previous, kept))
    yield from _compared(close, kept, now, at, named)
    yield from _changed_scans(kept, now)


def _without_seal(close: MonthClose, now: Seal) -> Iterator[str]:
    """Compare a closing with the books alone: there is no seal file that can be used."""
    if close.vouchers is not None and close.vouchers != now.vouchers:
        yield f"月结写的是 {close.vouchers} 张凭证，账上是 {now.vouchers} 张"
    if close.documents is not None and now.documents != _plain(close.documents):
        yield "扫描件与月结时不同"
    if now.digest != _plain(close.digest):
        yield "账与月结时不同（没有可用的封账记录，指不出是哪一条）"


def _compared(
    close: MonthClose, kept: Seal, now: Seal, at: Place, named: Sequence[Difference]
) -> Iterator[Difference]:
    """Hold closing, seal file and books against each other; the one that stands alone was changed.

    Where the books stand alone, ``named`` says which directives; scans are named by the caller.
    """
    seal = f"封账记录 {FOLDER}/{close.period.label}.seal"
    whose = {
        key: _odd_one(said, kept_one, now_one)
        for key, said, kept_one, now_one in (
            ("digest", _plain(close.digest), kept.digest, now.digest),
            ("vouchers", close.vouchers, kept.vouchers, now.vouchers),
            ("documents", _plain(close.documents), kept.documents, now.documents),
        )
    }
    if _BOOKS in whose["digest"]:
        was, is_now = short_code(close.digest or ""), short_code(now.digest)
        yield Difference(f"账与月结时不同：月结时 {was}，现在 {is_now}", at)
        yield from named
    if _BOOKS in whose["vouchers"]:
        yield Difference(f"月结写的是 {close.vouchers} 张凭证，账上是 {now.vouchers} 张", at)
    for key, found in whose.items():
        if _CLOSE in found:
            yield Difference(f"月结写的{_SAID[key]}（{key}）被改过：账和封账记录都没有变", at)
    others = (kept.period, kept.previous) != (close.period, now.previous)
    if others or any(_SEAL in found for found in whose.values()):
        yield Difference(f"{seal} 与月结写的不同", at)
    elif named and not whose["digest"]:
        yield Difference(f"{seal} 被改过：它列的登记与账不同", at)


_BOOKS, _SEAL, _CLOSE = "books", "seal", "close"
_SAID = {"digest": "封账码", "vouchers": "凭证张数", "documents": "扫描件摘要"}


def _odd_one(said: object, kept: object, now: object) -> frozenset[str]:
    """Return which of closing, seal file and books differ from the other two; empty where none does.

    What a closing does not say is told elsewhere. Where all three differ, books and seal file do.
    """
    if said is None or said == kept == now:
        return frozenset({_SEAL} if said is None and kept != now else ())
    if said == now:
        return frozenset({_SEAL})
    if kept == now:
        return frozenset({_CLOSE})
    return frozenset({_BOOKS} if kept == said else {_BOOKS, _SEAL})


def _plain(text: str | None) -> str | None:
    return None if text is None else text.strip().lower()


def _kept_seal(root: Path, close: MonthClose) -> Seal | str:
    """Return the seal file of a close, or what is wrong with it."""
    name = f"{FOLDER}/{close.period.label}.seal"
    try:
        data = seal_bytes(root, close.period)
        if close.seal is not None and sha256(data) != close.seal.strip().lower():
            return f"封账记录 {name} 被改过（与月结写的 seal 对不上）"
        return read_seal(data.decode("utf-8"))
    except FileNotFoundError:
        return f"没有封账记录 {name}"
    except OSError as error:
        return f"读不了封账记录 {name}（{reason(error)}）"
    except UnicodeDecodeError:
        return f"读不了封账记录 {name}（不是 UTF-8 文字）"
    except BadSeal as error:
        return f"封账记录 {name} 不对：{error}"


def _changed_directives(
    books: Books, month: Period, previous: str, kept: Seal
) -> Iterator[Difference]:
    """Name the directives that are gone, those that were not there, and those that changed."""
    left = Counter(item.digest for item in kept.directives)
    new: list[tuple[SealedDirective, Any]] = []
    for line, entry in books.digests.between(covered_from(month, previous), month.last):
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
        old = _same_thing(item, gone)
        if old is None:
            said = f"现在有、月结时没有：{_named(item)}"
        else:
            gone.remove(old)
            was, now = _named(old), _named(item)
            said = f"改过：{now}" if was == now else f"改过：{was}，现在是 {now}"
        yield Difference(said, _place(books, entry))
    for item in gone:
        yield Difference(f"月结时有、现在没有：{_named(item)}")


def _same_thing(item: SealedDirective, gone: list[SealedDirective]) -> SealedDirective | None:
    """Return what ``item`` was before it was changed, going by its name and, failing that, its id."""
    alike = [other for other in gone if other.kind == item.kind]
    for known_by in (lambda it: (it.date, it.about), lambda it: it.about, _id):
        for other in alike:
            if known_by(other) == known_by(item):
                return other
    return None


def _id(item: SealedDirective) -> str:
    return item.about.split(" ")[0]


def _named(item: SealedDirective) -> str:
    kind = KINDS[item.kind].title if item.kind in KINDS else _KINDS.get(item.kind, item.kind)
    return f"{item.date} {kind} {item.about}".rstrip()


_KINDS = {
    "transaction": "凭证",
    "open": "开户",
    "account-closed": "销户",
    "balance": "清点",
    "document": "扫描件",
}


def _place(books: Books, entry: Any) -> Place:
    place = Place.of(entry.meta)
    return Place(books.relative(place.file), place.line)


def _changed_scans(kept: Seal, now: Seal) -> Iterator[Difference]:
    were, are = dict(kept.scans), dict(now.scans)
    for name in sorted(were.keys() | are.keys()):
        old, new = were.get(name), are.get(name)
        if old == new:
            continue
        if old is None:
            said = "月结时账里没有这份扫描件"
        elif new is None:
            said = "账里不再有这份扫描件"
        elif new == MISSING:
            said = "扫描件不见了"
        elif old == MISSING:
            said = "月结时没有、后来补上的扫描件"
        else:
            said = "扫描件的内容变了"
        yield Difference(f"{said}：{name}")


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
            said = f"有封账记录 {FOLDER}/{name}，账里却没有这个月的月结"
            yield Difference(f"{said}：不是月结时断了电（再月结一次就好），就是月结被删去了")


def _unsealed(books: Books) -> Iterator[Difference]:
    """Once months are sealed every closing is: here is one whose digest was taken away."""
    for close in unsealed_closings(books):
        at = Place(books.relative(close.place.file), close.place.line)
        yield Difference(f"{close.period.title}的月结没有封账码（digest）：封账码被删去了", at)


def _archives(books: Books) -> Iterator[Difference]:
    """Papers kept as they were posted that are so no more."""
    for posting, what in changed_papers(books):
        at = Place(books.relative(posting.place.file), posting.place.line)
        yield Difference(f"{posting.period.title}收支 {posting.date} 公开，{what}", at)


def _statements(books: Books) -> Iterator[Difference]:
    """Bank statements whose original, kept rows and directive are no longer one."""
    for statement, what in changed_statements(books):
        if statement is None:
            yield Difference(what)
            continue
        at = Place(books.relative(statement.place.file), statement.place.line)
        label = account_label(statement.account)
        yield Difference(f"{label} {statement.first} 到 {statement.date} 的对账单，{what}", at)


def _receipts(books: Books) -> Iterator[Difference]:
    """The street's receipts that do not hold: of another seal, changed, or in no log."""
    for filing, what in wrong_receipts(books):
        at = Place(books.relative(filing.place.file), filing.place.line)
        yield Difference(f"{filing.period.title}报送街道的回执：{what}", at)


def _cut_log(books: Books, log: LogState) -> Iterator[Difference]:
    """An operations log that a closing knew longer, or otherwise."""
    for close in books.sealed:
        kept = _kept_seal(books.root, close)
        if isinstance(kept, Seal) and kept.operations and not log.has_head(kept.operations):
            lines = kept.operations.split(" ")[0]
            said = f"{close.period.title}月结时操作日志有 {lines} 行，现在的日志不是那一本了"
            yield Difference(f"{said}：删过、改过，或者重新写过")


def _options(books: Books) -> Iterator[Difference]:
    """Title and options on which balancing hangs, where they are not those of the newest seal.

    They have no date: what was changed before a later closing was sealed with it.
    """
    if not books.sealed:
        return
    last = books.sealed[-1]
    kept = _kept_seal(books.root, last)
    if not isinstance(kept, Seal) or not kept.options:
        return
    were, are = dict(kept.options), books.options
    for name in sorted(were.keys() | are.keys()):
        was, now = were.get(name), flat(are[name]) if name in are else None
        if was != now:
            yield Difference(
                f'option "{name}" 与{last.period.title}月结时不同：'
                f"那时{_option_words(was)}，现在{_option_words(now)}",
                Place(books.relative(str(books.main)), 1),
            )


def _option_words(value: str | None) -> str:
    return "没有写" if value is None else f"是“{value}”"


def _carried(books: Books) -> Iterator[Difference]:
    """What the newest seal carries over into the open months, and every daily command believes."""
    if not books.sealed:
        return
    kept = _kept_seal(books.root, books.sealed[-1])
    said = carries_wrongly(books, kept) if isinstance(kept, Seal) else None
    if said:
        yield Difference(f"封账记录 {FOLDER}/{books.sealed[-1].period.label}.seal {said}")


def _code(books: Books, code: str) -> Iterator[Difference]:
    """Look for a printed code among the sealed months and what was posted."""
    days = {close.period.last for close in books.sealed}
    days |= {item.period.last for item in books.of(Disclosure)}
    if not any(_has_code(books.digest(day), code) for day in sorted(days)):
        yield Difference(
            f"没有哪个封账的月份、公开的季度是 {code.strip()}："
            "码抄对了的话，账与印这个码的那张表就不一样了"
        )


def month_of_code(verdict: Verdict, code: str) -> str | None:
    """Return the label of the sealed month that has ``code`` now, if one has."""
    return next((m.period.label for m in verdict.months if _has_code(m.digest, code)), None)


def postings_of_code(books: Books, code: str) -> list[Disclosure]:
    """Return what was posted of the very books, as they are now, that have ``code``."""
    return [d for d in books.of(Disclosure) if _has_code(books.digest(d.period.last), code)]


def _has_code(digest: str, code: str) -> bool:
    """Tell whether ``code``, the 16 characters or more of them up to all 64, is of ``digest``."""
    wanted = "".join(char for char in code.lower() if char.isalnum())
    return len(wanted) >= _SHORTEST and digest.startswith(wanted)


def broken_signatures(books: Books) -> list[str]:
    """Say which signatures, of approvals and closings, do not hold."""
    as_of = books.newest
    if as_of is None:
        return []
    found = [*signature_invalid.RULE.run(books, as_of)]
    found += [f for f in closed_month_changed.RULE.run(books, as_of) if "签名" in f.message]
    return [finding.message for finding in found]
