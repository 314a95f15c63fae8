"""Signatures of the review group that no longer hold, because the books were changed afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Review
from juwu_ledger.records.group_opinions import Opinion
from juwu_ledger.records.reviewed_scans import scans_of
from juwu_ledger.records.reviews import stands
from juwu_ledger.web.review.views.chosen_period import filter_text


class Fallen(NamedTuple):
    """A quarter of which a review, or somebody's signature under one to come, fell."""

    quarter: Period
    filed: dt.date | None
    """The day of the review that fell; ``None`` where only single signatures did."""
    names: tuple[str, ...]
    """Who signed books that are no longer these, and has to sign again."""

    @property
    def time(self) -> str:
        """The quarter as Fava's time filter has it."""
        return filter_text(self.quarter)


def fallen_reviews(
    books: Books, given: Iterable[tuple[Period, Mapping[str, Opinion]]]
) -> list[Fallen]:
    """Return what fell: reviews in the books, the last of each quarter, and opinions ``given``."""
    last = {review.period: review for review in books.of(Review)}
    found = {
        quarter: Fallen(quarter, review.date, ())
        for quarter, review in last.items()
        if not stands(books, review)
    }
    for quarter, opinions in given:
        if quarter in last and quarter not in found:
            continue  # The review that they led to, or another one, holds.
        # The digests are dear: they are asked for only where somebody signed.
        names = tuple(name for name, one in opinions.items() if not _holds(books, quarter, one))
        if names:
            filed = found[quarter].filed if quarter in found else None
            found[quarter] = Fallen(quarter, filed, names)
    return sorted(found.values(), key=lambda fallen: fallen.quarter.first)


def _holds(books: Books, quarter: Period, opinion: Opinion) -> bool:
    return opinion.is_of(books.digest(quarter.last), scans_of(books, quarter).digest)
