"""LND003: a guarantee given in the committee's name."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Guarantee
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="LND003",
    name="guarantee-given",
    title="以居委会名义担保",
    clause=("FM-1.8",),
    why="居委会不得以社区名义替任何人担保。",
    remedy="解除担保，把解除的凭据存档，并写说明。",
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Any ``guarantee`` is one too many."""
    for item in books.of(Guarantee):
        yield RULE.at(
            item.place,
            f"登记了一项担保：{item.text}",
            date=item.date,
            about=Period.month_of(item.date).label,
        )
