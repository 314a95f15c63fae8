"""Lists of persons (``custom "list"``): who is paid allowances without holding an office, and when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import Roster


class Rosters:
    """All lists; to be had by ``books.record(Rosters)``. A later list of a name takes its place."""

    def __init__(self, books: Books) -> None:
        """Order the lists of each name by date."""
        self._by_name: dict[str, list[Roster]] = defaultdict(list)
        for roster in sorted(books.of(Roster), key=lambda item: (item.date, item.place)):
            self._by_name[plain(roster.name)].append(roster)

    def names(self, day: dt.date) -> list[str]:
        """Return the names of the lists that were declared by a day, plain."""
        return [name for name, known in self._by_name.items() if known[0].date <= day]

    def in_force(self, name: str, day: dt.date) -> Roster | None:
        """Return the list of that name as it is on a day."""
        until = [item for item in self._by_name.get(plain(name), ()) if item.date <= day]
        return until[-1] if until else None

    def on_any(self, first: dt.date, last: dt.date) -> frozenset[str]:
        """Return who is on some list on some of these days, plain."""
        return frozenset(
            plain(person)
            for known in self._by_name.values()
            for at, roster in enumerate(known)
            if roster.date <= last and (at + 1 == len(known) or known[at + 1].date > first)
            for person in roster.persons
        )
