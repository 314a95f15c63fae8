"""What is to be done (待办): what rules will miss unless it is done by its day, and what recurs.

A rule of what was not done knows the day by which it was due; it says so on its finding
(:class:`ToDo`), together with the command that does it. Nobody else reckons a deadline: rules are
asked what they will find some days from now.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from juwu_ledger.books.model.problem import Place
from juwu_ledger.records.recurring import due_again

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.rules.support.rule import Rule


class ToDo(NamedTuple):
    """Something that is to be done, and how."""

    due: dt.date
    """The last day that is in time."""
    title: str
    """What is to be done, in a few Chinese words."""
    command: tuple[str, ...]
    """The words behind ``juwu`` that do it, as far as they are known."""
    last: dt.date | None = None
    """The day after which it cannot be done any more, if there is one."""


class Due(NamedTuple):
    """An entry of the list: what is to be done, which rule or template asks for it, and where it stands."""

    to_do: ToDo
    source: str
    """The rule's code, or ``recurring``."""
    about: str
    place: Place

    def is_late(self, as_of: dt.date) -> bool:
        """Tell whether its day is over."""
        return self.to_do.due < as_of


def due_list(books: "Books", rules: "Iterable[Rule]", as_of: dt.date, ahead: int) -> list[Due]:
    """Return what is to be done by ``as_of`` or within ``ahead`` days from then, by its day.

    What the committee has explained, and what cannot be done any more, is left out.
    """
    until = as_of + dt.timedelta(days=ahead)
    found = {
        (due.to_do.due, due.to_do.title): due
        for due in (*_of_rules(books, rules, until), *_recurring(books, until))
        if due.to_do.due <= until and (due.to_do.last is None or due.to_do.last >= as_of)
    }
    return [found[key] for key in sorted(found)]


def _of_rules(books: "Books", rules: "Iterable[Rule]", until: dt.date) -> Iterator[Due]:
    from juwu_ledger.rules.support.rule import judge

    day_after = until + dt.timedelta(days=1)  # A rule finds what was due the day before.
    for finding in judge(books, (rule for rule in rules if rule.omission), day_after):
        if finding.to_do is not None and finding.explanation is None:
            yield Due(finding.to_do, finding.rule, finding.about or "", finding.place)


def _recurring(books: "Books", until: dt.date) -> Iterator[Due]:
    for item in due_again(books, until):
        template = item.template
        to_do = ToDo(item.day, f"定期业务：{item.title}", ("recurring", "do", template.id))
        yield Due(to_do, "recurring", template.id, template.place)
