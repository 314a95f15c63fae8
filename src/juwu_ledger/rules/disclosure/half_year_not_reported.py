"""DSC004: no report to the representatives by the end of the second month after the half-year."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period, half_years_between
from juwu_ledger.books.model.vocabulary import ConferenceReport
from juwu_ledger.rules.support.period_places import late_periods
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="DSC004",
    name="half-year-not-reported",
    title="半年没有向居民代表报告",
    clause=("DS-2",),
    why="每半年向居民代表报告一次收支。",
    remedy="向居民代表会议报告并登记（conference-report，如 2026H1）。",
    omission=True,
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at every half-year from the first voucher to the last.

    A meeting held in the half-year's last month, as at the end of a year, hears its report too.
    """
    reported: dict[Period, dt.date] = {}
    for report in books.of(ConferenceReport):
        if report.date >= report.period.last.replace(day=1):
            reported.setdefault(report.period, report.date)
    return late_periods(
        RULE,
        books,
        as_of,
        half_years_between,
        reported,
        _due,
        "{}收支{}报告居民代表",
        "conference-report",
    )


def _due(half: Period) -> dt.date:
    return Period.month_of(half.last + DAY).following().last
