"""PRD003: quarterly statements not filed in the month after the quarter."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period, quarters_between
from juwu_ledger.books.model.vocabulary import Filing
from juwu_ledger.rules.support.period_places import first_done, late_periods
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="PRD003",
    name="quarter-not-filed",
    title="季报没有按时上报",
    clause=("FM-0.5",),
    why="一、四、七、十月要把上一季的报表报给街道办事处。",
    remedy="向街道报送季报并登记（filing，如 2026Q1）。",
    omission=True,
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at every quarter from the first voucher to the last."""
    done = first_done((item.period, item.date) for item in books.of(Filing))
    return late_periods(RULE, books, as_of, quarters_between, done, _due, "{}报表{}报送", "file")


def _due(quarter: Period) -> dt.date:
    return Period.month_of(quarter.last + DAY).last
