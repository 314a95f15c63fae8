"""What each of the review group says of a quarter, until all have spoken; and what the group says then.

An opinion that was given in the browser stands in the books (``custom "opinion"``), bound to them by
their digest. When the leader and both members have signed the same books, the review is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import OPINIONS, GivenOpinion, Review

PASSED, REMARKS, REFUSED = OPINIONS
_HALF = 2
_MEMBERS = 2


class Opinion(NamedTuple):
    """One reviewer's opinion on a quarter, of the books, and scans, with these digests."""

    opinion: str
    remarks: str
    digest: str | None
    at: str
    """Day and time."""
    scans: str | None = None
    """Of the scans; ``None`` where it was given of the entries alone."""

    def is_of(self, digest: str, scans: str) -> bool:
        """Tell whether it was given of the books and scans with these digests."""
        return self.digest == digest and self.scans in (None, scans)


def open_opinions(books: Books, quarter: Period) -> dict[str, Opinion]:
    """Return the opinions on a quarter since its last review, the last of each, by name."""
    reviews = [_at(review) for review in books.of(Review) if review.period == quarter]
    last = max(reviews, default=None)
    return _by_name(one for one in _given(books, quarter) if last is None or _at(one) > last)


def opinions_under(books: Books, review: Review) -> dict[str, Opinion]:
    """Return the opinions that a review was made of, by name: those since the one before it."""
    reviews = [_at(one) for one in books.of(Review) if one.period == review.period]
    before = max((at for at in reviews if at < _at(review)), default=None)
    return _by_name(
        one
        for one in _given(books, review.period)
        if _at(one) < _at(review) and (before is None or _at(one) > before)
    )


def standing_opinions(books: Books, quarter: Period) -> dict[str, Opinion]:
    """Return the opinions on a quarter that no review took the place of with a reason.

    They stand whatever became of the books since: who could make them fall by a change could file
    over them.
    """
    reviews = [r for r in books.of(Review) if r.period == quarter and r.supersedes]
    last = max(map(_at, reviews), default=None)
    return _by_name(one for one in _given(books, quarter) if last is None or _at(one) > last)


def _given(books: Books, quarter: Period) -> Iterator[GivenOpinion]:
    return (one for one in books.of(GivenOpinion) if one.period == quarter)


def _at(item: GivenOpinion | Review) -> tuple[dt.date, tuple[str, int]]:
    """Return when it was written: the books only grow, so of one day the later line is the later."""
    return item.date, item.place


def _by_name(given: Iterator[GivenOpinion]) -> dict[str, Opinion]:
    return {
        one.by: Opinion(
            one.opinion, one.remarks or "", one.digest, one.at or str(one.date), one.scans
        )
        for one in sorted(given, key=_at)
        if one.by
    }


class Group(NamedTuple):
    """The review group in office: one leader, two members."""

    leader: str
    members: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Everybody, the leader first."""
        return (self.leader, *self.members)


def group_of(books: Books, day: dt.date) -> Group | None:
    """Return the review group in office; ``None`` unless it is one leader and two members."""
    leader = books.people.holder("review-leader", day)
    members = [n for n in books.people.holders("review-member", day) if n != leader]
    if leader is None or len(members) != _MEMBERS:
        return None
    return Group(leader, tuple(members))


class Verdict(NamedTuple):
    """What the group says, in the words of the review directive."""

    opinion: str
    remarks: str | None


def verdict(group: Group, given: Mapping[str, Opinion]) -> Verdict:
    """Return the group's opinion: two of three decide, and what the third says is kept.

    Whoever differs is named in the remarks, with his or her own opinion.
    """
    said = [given[name] for name in group.all]
    against = sum(one.opinion == REFUSED for one in said)
    if against >= _HALF:
        opinion = REFUSED
    elif against or any(one.opinion == REMARKS for one in said):
        opinion = REMARKS
    else:
        opinion = PASSED
    return Verdict(opinion, _remarks(group, given, opinion) or None)


def _remarks(group: Group, given: Mapping[str, Opinion], opinion: str) -> str:
    parts: list[str] = []
    for name in group.all:
        differs, remarks = _differs(given[name].opinion, opinion), given[name].remarks
        if differs or remarks:
            parts.append(f"{name}{differs}：{remarks}" if remarks else f"{name}{differs}")
    return "；".join(parts)


def _differs(own: str, common: str) -> str:
    """Say how one's own opinion stands to the group's, where it is another."""
    if (own == REFUSED) == (common == REFUSED):
        return ""
    return "（不同意，认为不予通过）" if own == REFUSED else f"（认为可以{OPINIONS[own]}）"
