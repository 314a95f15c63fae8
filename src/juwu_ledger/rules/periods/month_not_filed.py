"""PRD004: the monthly report not filed in time."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import months_between
from juwu_ledger.books.model.vocabulary import Filing
from juwu_ledger.rules.support.period_places import first_done, how_late, period_place
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="PRD004",
    name="month-not-filed",
    title="月报没有按时上报",
    clause=("DS-7",),
    why="每月向街道办事处报一次账，街道才能管得住。",
    remedy="把月报送到街道并登记（filing，如 2026-01）。",
    omission=True,
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at every month from the first voucher to the last."""
    done = first_done((item.period, item.date) for item in books.of(Filing))
    span = books.span
    for month in months_between(*span) if span else ():
        days = books.limits.days("filing-days", month.last)
        due = month.last + dt.timedelta(days=days)
        how = how_late(done.get(month), due, as_of)
        if how:
            yield RULE.at(
                period_place(books, month),
                f"{month.title}月报{how}报送，最迟应在 {due}",
                date=due,
                about=month.label,
            )
