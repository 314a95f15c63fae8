"""Who is looking at a page, and what the review group keeps beside the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.web.gate.reach import ROLES
from juwu_ledger.web.gate.visitor import room, visitor
from juwu_ledger.web.review.marks import Mark
from juwu_ledger.web.review.opinions import Opinion

_REVIEWER, _COMMITTEE = "reviewer", ("treasurer", "director")
_REVIEW_OFFICES = ("review-leader", "review-member")


class Reader(NamedTuple):
    """The person at the browser."""

    name: str
    role: str
    csrf: str

    @property
    def title(self) -> str:
        """The role in Chinese."""
        return ROLES.get(self.role, "")

    @property
    def is_reviewer(self) -> bool:
        """One of the review group: marks, asks, signs."""
        return self.role == _REVIEWER

    @property
    def may_reply(self) -> bool:
        """Answers for the committee."""
        return self.role in _COMMITTEE


def reader() -> Reader:
    """Return who asks for the page."""
    return Reader(*visitor())


def today() -> dt.date:
    """Return the day that everything is judged from."""
    return room().today()


def kept_marks(books: Books) -> dict[str, Mapping[str, Mark]]:
    """Return the marks of all who ever were in the review group, by name and voucher."""
    names = dict.fromkeys(t.name for role in _REVIEW_OFFICES for t in books.people.terms(role))
    return {name: room().marks.of(name) for name in names}


def given_opinions(quarter: Period) -> Mapping[str, Opinion]:
    """Return the opinions on a quarter that are not in the books yet, by name."""
    return room().opinions.of(quarter)
