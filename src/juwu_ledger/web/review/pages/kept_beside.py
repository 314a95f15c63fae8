"""What is kept beside the books for the review group's pages: marks, the day it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from juwu_ledger.books.facts.view import Books
from juwu_ledger.web.gate.current_user import room
from juwu_ledger.web.review.marks import Mark

_REVIEW_OFFICES = ("review-leader", "review-member")


def today() -> dt.date:
    """Return the day that everything is judged from."""
    return room().today()


def kept_marks(books: Books) -> dict[str, Mapping[str, Mark]]:
    """Return the marks of all who ever were in the review group, by name and voucher."""
    names = dict.fromkeys(t.name for role in _REVIEW_OFFICES for t in books.people.terms(role))
    return {name: room().marks.of(name) for name in names}
