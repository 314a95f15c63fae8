"""Who holds which office on which day, and which figures the community had set by then."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import DAY_LIMITS, SHARED_OFFICES, Limit, Officer

_DAY = dt.timedelta(days=1)


class Term(NamedTuple):
    """One person's term in one office, ``first`` and ``last`` day included."""

    role: str
    name: str
    first: dt.date
    last: dt.date
    place: Place
    employer: str | None = None
    """``street`` where the street office employs the accountant."""

    def __contains__(self, day: object) -> bool:
        """Tell whether the term covers ``day``."""
        return isinstance(day, dt.date) and self.first <= day <= self.last

    def overlaps(self, other: "Term") -> bool:
        """Tell whether both terms share a day."""
        return self.first <= other.last and other.first <= self.last


class People:
    """The terms of all officers.

    An office with one holder passes to the next appointee on his or her first day, whatever the
    former ``until`` said (docs/books-format.md). Of an office with several, a further appointment of the
    same person takes the place of the one before: so a member leaves before the term is over.
    """

    def __init__(self, officers: Iterable[Officer]) -> None:
        """Lay out the terms from the ``officer`` directives."""
        by_role: dict[str, list[Officer]] = defaultdict(list)
        for officer in sorted(officers, key=lambda o: (o.date, o.place)):
            by_role[officer.role].append(officer)
        self._terms: dict[str, list[Term]] = {
            role: _lay_out(role, appointed) for role, appointed in by_role.items()
        }
        self._starts = {role: [t.first for t in terms] for role, terms in self._terms.items()}

    def terms(self, role: str) -> list[Term]:
        """Return the terms of an office in order of their first day."""
        return self._terms.get(role, [])

    def all_terms(self) -> list[Term]:
        """Return every term of every office."""
        return [term for terms in self._terms.values() for term in terms]

    def holders(self, role: str, day: dt.date) -> list[str]:
        """Return the names of those who hold ``role`` on ``day``, each once."""
        return list(dict.fromkeys([t.name for t in self.terms(role) if t.first <= day <= t.last]))

    def holder(self, role: str, day: dt.date) -> str | None:
        """Return who holds the one-person office ``role`` on ``day``."""
        at = bisect_right(self._starts.get(role, []), day)
        while at:
            at -= 1
            term = self._terms[role][at]
            if term.first <= day <= term.last:
                return term.name
            if term.first <= term.last:
                return None
        return None

    def roles(self, name: str, day: dt.date) -> list[str]:
        """Return the offices that ``name`` holds on ``day``."""
        return [
            role
            for role, terms in self._terms.items()
            if any(t.name == name and day in t for t in terms)
        ]


def _lay_out(role: str, appointed: list[Officer]) -> list[Term]:
    terms = []
    for position, officer in enumerate(appointed):
        last = officer.until or dt.date.max
        after = appointed[position + 1 :]
        if role in SHARED_OFFICES:  # Of several holders each has a term of his or her own.
            after = [later for later in after if later.name == officer.name]
        if after:
            last = min(last, max(after[0].date, dt.date.min + _DAY) - _DAY)
        terms.append(Term(role, officer.name, officer.date, last, officer.place, officer.employer))
    return terms


class Limits:
    """The figures the community set for itself, each in force from its date."""

    def __init__(self, limits: Iterable[Limit]) -> None:
        """Order the ``limit`` directives by kind and date."""
        self._by_kind: dict[str, list[Limit]] = defaultdict(list)
        for limit in sorted(limits, key=lambda item: (item.date, item.place)):
            self._by_kind[limit.kind].append(limit)
        self._dates: Mapping[str, list[dt.date]] = {
            kind: [limit.date for limit in items] for kind, items in self._by_kind.items()
        }

    def changes(self, kind: str) -> list[Limit]:
        """Return the settings of ``kind`` in order of date."""
        return self._by_kind.get(kind, [])

    def amount(self, kind: str, day: dt.date) -> int | None:
        """Return the amount limit in fen in force on ``day``; ``None`` when none is set."""
        dates = self._dates.get(kind)
        if not dates or day < dates[0]:
            return None
        at = bisect_right(dates, day) if len(dates) > 1 else 1
        return self._by_kind[kind][at - 1].value

    def days(self, kind: str, day: dt.date) -> int:
        """Return the deadline in days in force on ``day``, or its default."""
        at = bisect_right(self._dates.get(kind, []), day)
        return self._by_kind[kind][at - 1].value if at else DAY_LIMITS[kind]
