"""PRD001: a month not closed in time."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import months_between
from juwu_ledger.books.model.vocabulary import MonthClose
from juwu_ledger.rules.support.period_places import days_after, first_done, late_periods
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="PRD001",
    name="month-not-closed",
    title="没有按时月结",
    clause=("FM-0.4",),
    why="日清月结：每月把账结清，才知道家底，也防止回头改账。",
    remedy="办完盘点和对账后月结：juwu close 月份。",
    omission=True,
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at every month from the first voucher to the last."""
    done = first_done((item.period, item.date) for item in books.of(MonthClose))
    due = days_after(books, "close-days")
    return late_periods(RULE, books, as_of, months_between, done, due, "{}{}月结", "close")
