"""Who is looking, and at what: what the gate hands to pages and endpoints with each request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.web.review.marks import Marks
from juwu_ledger.web.review.opinions import Opinions

VISITOR, ROOM = "juwu.visitor", "juwu.room"
"""Keys of the WSGI environment."""


class Visitor(NamedTuple):
    """The person who is logged in."""

    name: str
    role: str
    csrf: str


@dataclass(frozen=True)
class Room:
    """The books that are shown, what is kept beside them, and the day it is."""

    main: Path
    marks: Marks
    opinions: Opinions
    books: Callable[[], Books | None]
    """The books as Fava shows them now; ``None`` where they cannot be read."""
    today: Callable[[], dt.date] = dt.date.today
    unread: Callable[[], bool] = bool
    """Tells whether some lines of the books cannot be read, or vouchers do not balance."""


def visitor() -> Visitor:
    """Return who asks for the page that is being made."""
    found: Visitor = _environ()[VISITOR]
    return found


def room() -> Room:
    """Return what is kept beside the books of the page that is being made."""
    found: Room = _environ()[ROOM]
    return found


def _environ() -> dict[str, Any]:
    from flask import request

    return request.environ
