"""DSC001: no disclosure in time after the quarter's end."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import quarters_between
from juwu_ledger.books.model.vocabulary import Disclosure
from juwu_ledger.rules.support.period_places import first_done, how_late, period_place
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="DSC001",
    name="quarter-not-disclosed",
    title="没有按时公开",
    clause=("DS-1",),
    why="收支每季度上墙公开，居民才看得见公家的钱。",
    remedy="请民主理财小组审核后张榜公开，登记 disclosure。",
    omission=True,
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at every quarter from the first voucher to the last."""
    done = first_done((item.period, item.date) for item in books.of(Disclosure))
    span = books.span
    for quarter in quarters_between(*span) if span else ():
        days = books.limits.days("disclosure-days", quarter.last)
        due = quarter.last + dt.timedelta(days=days)
        how = how_late(done.get(quarter), due, as_of)
        if how:
            yield RULE.at(
                period_place(books, quarter),
                f"{quarter.title}收支{how}公开，最迟应在 {due}",
                date=due,
                about=quarter.label,
            )
