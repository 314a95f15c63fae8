"""Who is looking, and at what: what the gate hands to pages and endpoints with each request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.web.gate.permissions import ROLES
from juwu_ledger.web.review.marks import Marks

CURRENT_USER, ROOM = "juwu.user", "juwu.room"
"""Keys of the WSGI environment."""


class CurrentUser(NamedTuple):
    """The person who is logged in."""

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
        return self.role == "reviewer"

    @property
    def may_reply(self) -> bool:
        """Answers for the committee."""
        return self.role in ("treasurer", "director")


@dataclass(frozen=True)
class Room:
    """The books that are shown, what is kept beside them, and the day it is."""

    main: Path
    marks: Marks
    books: Callable[[], Books | None]
    """The books as Fava shows them now; ``None`` where they cannot be read."""
    today: Callable[[], dt.date] = dt.date.today
    unread: Callable[[], bool] = bool
    """Tells whether some lines of the books cannot be read, or vouchers do not balance."""
    password_set: Callable[[str], str] = lambda _name: ""
    """Tells in words who set a user's password, and when; empty where nobody wrote it down."""


def current_user() -> CurrentUser:
    """Return who asks for the page that is being made."""
    found: CurrentUser = _environ()[CURRENT_USER]
    return found


def room() -> Room:
    """Return what is kept beside the books of the page that is being made."""
    found: Room = _environ()[ROOM]
    return found


def _environ() -> dict[str, Any]:
    from flask import request

    return request.environ
