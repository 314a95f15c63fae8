"""DSC005: posted for less than 15 days."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Disclosure
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="DSC005",
    name="disclosure-too-short",
    title="公开时间太短",
    clause=("DS-6",),
    why="公开要张贴十五天以上，让大家有时间看。",
    remedy="重新张贴满十五天，把 until 写成实际取下的日子。",
    severity=WARNING,
    omission=True,
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)

LEAST_DAYS = 15
"""Days that a paper hangs at least, the first and the last counted."""


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Count both the first and the last day on the board; a later, longer posting makes it good."""
    made_good = set()
    for disclosure in sorted(books.of(Disclosure), key=lambda d: (d.date, d.place), reverse=True):
        days = LEAST_DAYS
        if disclosure.until is not None:
            days = (disclosure.until - disclosure.date).days + 1
        if days >= LEAST_DAYS:
            made_good.add(disclosure.period)
        elif disclosure.until and disclosure.period not in made_good:
            yield RULE.at(
                disclosure.place,
                f"{disclosure.period.title}收支从 {disclosure.date} 张贴到 {disclosure.until}，"
                f"只有 {max(days, 0)} 天",
                date=disclosure.date,
                about=disclosure.period.label,
            )
