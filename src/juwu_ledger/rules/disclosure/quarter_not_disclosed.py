"""DSC001: no disclosure in time after the quarter's end."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import quarters_between
from juwu_ledger.books.model.vocabulary import Disclosure
from juwu_ledger.rules.support.period_places import days_after, first_done, late_periods
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
    due = days_after(books, "disclosure-days")
    return late_periods(
        RULE, books, as_of, quarters_between, done, due, "{}收支{}公开", "disclose", "--post"
    )
