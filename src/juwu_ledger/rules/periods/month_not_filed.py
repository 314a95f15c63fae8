"""PRD004: the monthly report not filed in time."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import months_between
from juwu_ledger.books.model.vocabulary import Filing
from juwu_ledger.rules.support.period_places import days_after, first_done, late_periods
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
    due = days_after(books, "filing-days")
    return late_periods(RULE, books, as_of, months_between, done, due, "{}月报{}报送", "file")
