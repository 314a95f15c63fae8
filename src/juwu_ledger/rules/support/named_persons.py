"""Who is named on approvals and vouchers: names compared in their plain form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.people import Term

_SEPARATORS = str.maketrans(dict.fromkeys(",，;；/／", "、"))


@lru_cache(maxsize=4096)
def people_named(text: str | None) -> frozenset[str]:
    """Return the names in ``text``, several with ``、`` or blanks between them, made plain.

    A blank within a name (``李 萍``, as forms are filled in) makes no two people of it.
    """
    return frozenset(
        name
        for part in (text or "").translate(_SEPARATORS).split("、")
        for name in _names(part)
        if name
    )


def _names(part: str) -> Iterator[str]:
    """Yield the names that blanks set apart; a piece of one character is no name of its own."""
    pieces = [plain(piece) for piece in part.split()]
    if all(len(piece) > 1 for piece in pieces):
        yield from pieces
    else:
        yield "".join(pieces)


def offices_held(
    books: Books, name: str, first: dt.date, last: dt.date | None = None
) -> list[Term]:
    """Return the terms of someone that cover ``first``, or some day from ``first`` to ``last``."""
    until = last or first
    return [
        term
        for term in books.people.all_terms()
        if term.first <= until and first <= term.last and plain(term.name) == plain(name)
    ]
