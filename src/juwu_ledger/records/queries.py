"""The review group's queries (质询) with the committee's replies, and by when one was due (DR-5).

A reply counts from its own day on; one that is dated before its query answers nothing. Days are those
on which things were written down.
"""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Query, Reply


class AskedQuery(NamedTuple):
    """A query with what was answered, in the order of the books."""

    query: Query
    replies: tuple[Reply, ...]
    due: dt.date
    """The last day on which a reply is in time."""

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has answered."""
        return not self.replies


def asked_queries(books: Books, until: dt.date = dt.date.max) -> list[AskedQuery]:
    """Return every query asked by a day, with the replies given by then."""
    return [
        asked._replace(replies=tuple(r for r in asked.replies if r.date <= until))
        for asked in books.record(_asked)
        if asked.query.date <= until
    ]


def _asked(books: Books) -> tuple[AskedQuery, ...]:
    replies: dict[str, list[Reply]] = defaultdict(list)
    for reply in books.of(Reply):
        replies[reply.id].append(reply)
    return tuple(
        AskedQuery(
            query,
            tuple(reply for reply in replies[query.id] if reply.date >= query.date),
            query.date + dt.timedelta(days=books.limits.days("reply-days", query.date)),
        )
        for query in books.of(Query)
    )
