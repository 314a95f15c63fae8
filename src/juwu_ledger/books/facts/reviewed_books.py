"""Are these still the books that the review group looked at?

A review carries the digest of the books up to the last day of its period. When they are changed
afterwards, it no longer holds: what would be posted is not what was passed.
"""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Review


def still_holds(books: Books, review: Review) -> bool:
    """Tell whether the books are as they were reviewed; a review on paper has no digest and holds."""
    if review.digest is None:
        return True
    return review.digest.strip().lower() == books.digest(review.period.last)


def is_pass(books: Books, review: Review) -> bool:
    """Tell whether a review lets its period be posted: it passed, and the books are the same."""
    return review.opinion != "refused" and still_holds(books, review)


def last_review(books: Books, period: Period, day: dt.date) -> Review | None:
    """Return the last opinion given by ``day`` on a period, or on a longer one that takes it in."""
    given = [
        review
        for review in books.of(Review)
        if review.date <= day
        and review.period.first <= period.first
        and review.period.last >= period.last
    ]
    return max(given, key=lambda review: (review.date, review.place), default=None)
