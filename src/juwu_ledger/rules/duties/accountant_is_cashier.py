"""DTY001: one person is accountant and cashier on the same day."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="DTY001",
    name="accountant-is-cashier",
    title="会计兼任出纳",
    clause=("FM-0.2",),
    why="管账的不管钱，管钱的不管账，两个人互相核对。",
    remedy="另请一人担任会计或出纳，登记任职（officer）。",
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare the terms of both offices; report at the later appointment."""
    people = books.people
    for keeper in people.terms("accountant"):
        for cashier in people.terms("cashier"):
            first, last = max(keeper.first, cashier.first), min(keeper.last, cashier.last)
            if first > last or plain(keeper.name) != plain(cashier.name):
                continue
            later = max(keeper, cashier, key=lambda term: (term.first, term.place))
            until = "至今" if last == dt.date.max else f"到 {last}"
            yield RULE.at(
                later.place,
                f"{keeper.name} 从 {first} {until} 既是会计又是出纳",
                date=first,
                about=Period.month_of(first).label,
            )
