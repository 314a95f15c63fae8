"""Judging books: from their last seal on where it will do, else the whole of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.reading.loading import LoadedBooks, load_books
from juwu_ledger.books.reading.source import NO_TEXTS
from juwu_ledger.rules.support.rule import Finding, Rule, explained, judge, reading_order
from juwu_ledger.rules.support.to_do import ToDo

if TYPE_CHECKING:
    from juwu_ledger.seals.incremental.incremental_check import Reading
    from juwu_ledger.seals.incremental.reading_memory import Memory, SinceSeal


class Judged(NamedTuple):
    """Books, and what the rules find in them."""

    loaded: LoadedBooks
    findings: list[Finding]
    vouchers: int
    """How many there are, sealed months included."""
    incremental: bool
    """The books were read from a seal on: the months up to it are not in them."""
    tried: "tuple[Reading, ...]" = ()
    """The seals that were tried, the newest first; from the last one on it was read, if it would do."""


def judge_books(
    main: Path,
    rules: Sequence[Rule],
    as_of: dt.date,
    *,
    full: bool = False,
    texts: Mapping[Path, bytes] = NO_TEXTS,
    wanted: Iterable[str] = (),
    memory: "Memory | None" = None,
) -> Judged:
    """Load the books and judge them; ``full``: never from a seal on.

    ``texts``, ``wanted`` and ``memory`` as in :func:`~juwu_ledger.seals.incremental.incremental_check.readings`.
    """
    tried: list[Reading] = []
    if not full and (main.parent / "seals").is_dir():
        from juwu_ledger.seals.incremental.incremental_check import (
            readings,  # Books without seals never need it.
        )

        for reading in readings(main, as_of, texts, wanted, memory):
            since = reading.since
            findings = judge_incrementally(since, rules, as_of) if since else None
            if since is not None and findings is None:
                reading = reading._replace(since=None, why=_RULES_ASK)
            tried.append(reading)
            if since is not None and findings is not None:
                assert since.books.carried is not None
                new = sum(voucher.date > since.until for voucher in since.books.vouchers)
                vouchers = since.books.carried.vouchers + new
                return Judged(since.loaded, findings, vouchers, True, tuple(tried))
    loaded = load_books(main, texts, memory.whole if memory else None)
    books = loaded.books
    if books is None:
        return Judged(loaded, [], 0, False, tuple(tried))
    return Judged(loaded, judge(books, rules, as_of), len(books.vouchers), False, tuple(tried))


_RULES_ASK = "有规则要看封账以前的账才说得准"


def judge_incrementally(
    since: "SinceSeal", rules: Iterable[Rule], as_of: dt.date
) -> list[Finding] | None:
    """Return what whole books would give, from those read since the last seal and what their seal carries.

    ``None`` where only the whole books can tell.
    """
    from juwu_ledger.books.facts.carried import NeedsWhole
    from juwu_ledger.seals.incremental.settled import is_settled, unsettled

    books, until = since.books, since.until
    open_still = unsettled(books.carried)
    settled: dict[str, list[Finding]] = {}
    for record in since.record["findings"]:
        finding = _finding(books, record)
        settled.setdefault(finding.rule, []).append(finding)
    findings: list[Finding] = []
    try:
        for rule in rules:
            mine = [f for f in rule.run(books, as_of) if not is_settled(f, until, open_still)]
            if rule.code == "FMT002" and mine:
                return None  # Its twin may be among what was not read.
            findings += sorted([*settled.get(rule.code, ()), *mine], key=reading_order)
    except NeedsWhole:
        return None
    return explained(findings, books, as_of)


def _finding(books: Books, record: Mapping[str, Any]) -> Finding:
    file, line = record["place"]
    day = record["date"]
    return Finding(
        rule=record["rule"],
        severity=record["severity"],
        clause=tuple(record["clause"]),
        place=Place(str(books.root / file), line),
        message=record["message"],
        remedy=record["remedy"],
        date=dt.date.fromisoformat(day) if day else None,
        about=record["about"],
        voucher=record["voucher"],
        to_do=_to_do(*record["to_do"]) if record["to_do"] else None,
    )


def _to_do(due: str, title: str, command: Iterable[str], last: str | None) -> ToDo:
    return ToDo(
        dt.date.fromisoformat(due),
        title,
        tuple(command),
        dt.date.fromisoformat(last) if last else None,
    )
