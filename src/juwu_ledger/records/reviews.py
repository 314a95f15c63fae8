"""What the review group said of a stretch of the books, and of which figures (DR-3).

A review carries the digest of the books that it was given on; it is compared with the books as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.reviewed_books import last_review, still_holds
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Days, Period, quarters_between
from juwu_ledger.books.model.vocabulary import Review

PASSED, NO_DIGEST, OTHER, REFUSED, NOT_YET = "passed", "no-digest", "other", "refused", "not-yet"
FORGED = "forged"


class Reviewed(NamedTuple):
    """A period with the last opinion given on it, or on a longer one that takes it in."""

    period: Period
    state: str
    """``passed`` on these very figures, ``no-digest``, ``other`` figures, ``refused``, ``not-yet``, or
    ``forged``: an electronic signature on it is of none of those who are named."""
    review: Review | None


def reviewed(books: Books, stretch: Period | Days, as_of: dt.date) -> list[Reviewed]:
    """Return what was said by ``as_of`` of every quarter of a stretch that the books reach.

    A month is judged by its own review, where it has one later than that of its quarter. A quarter that
    was reviewed month by month stands as its months do.
    """
    if isinstance(stretch, Period) and stretch.kind == "month":
        return [_of(books, stretch, as_of)]
    return [
        found
        for quarter in quarters_between(stretch.first, stretch.last)
        if books.span is None or quarter.last >= books.span[0]
        for found in _of_quarter(books, quarter, as_of)
    ]


def is_asked_of(books: Books, asked: dt.date, about: str, period: Period) -> bool:
    """Tell whether a query belongs to a period: raised in it, or about a voucher or sign-off of it."""
    if asked in period:
        return True
    voucher = books.facts.by_id.get(about)
    if voucher is not None:
        return voucher.date in period
    approval = books.approval(about)
    return approval is not None and approval.date in period


def _of_quarter(books: Books, quarter: Period, as_of: dt.date) -> Iterator[Reviewed]:
    whole = _of(books, quarter, as_of)
    months = [_of(books, month, as_of) for month in quarter.split_months()]
    if whole.review is None and any(month.review for month in months):
        yield from months
    else:
        yield whole


def _of(books: Books, period: Period, as_of: dt.date) -> Reviewed:
    review = last_review(books, period, as_of)
    return Reviewed(period, _state(books, review), review)


def _state(books: Books, review: Review | None) -> str:
    if review is None:
        return NOT_YET
    if review.opinion == "refused":
        return REFUSED
    if review.signatures and books.keys and not _is_signed_by_them(books, review):
        return FORGED
    if review.digest is None:
        return NO_DIGEST
    return PASSED if still_holds(books, review) else OTHER


def _is_signed_by_them(books: Books, review: Review) -> bool:
    """Tell whether each signature is of another one of the leader and the members, as far as keys tell.

    Who signed on paper only has no signature here; whose key nobody knows cannot be verified.
    """
    from juwu_ledger.books.signing.signature_states import State
    from juwu_ledger.books.signing.signature_verdicts import judge_signature
    from juwu_ledger.books.signing.signed_messages import REVIEW

    names = [name for name in (review.leader, *review.members) if name]
    entry = books.raw(review)
    for signature in review.signatures.values():
        found = {
            name: judge_signature(
                books.keys, entry, books.title, REVIEW, name, review.date, signature
            )
            for name in names
        }
        signer = next((name for name, state in found.items() if state is State.VALID), None)
        if signer is None and not all(state is State.NO_KEY for state in found.values()):
            return False
        names = [name for name in names if name != signer]
    return True
