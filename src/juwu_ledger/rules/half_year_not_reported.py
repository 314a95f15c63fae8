"""DSC004: no report to the representatives by the end of the second month after the half-year."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.periods import DAY, Period
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import ConferenceReport
from juwu_ledger.rules.period_places import period_place
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="DSC004",
    name="half-year-not-reported",
    title="半年没有向居民代表报告",
    clause=("DS-2",),
    why="每半年向居民代表报告一次收支。",
    remedy="向居民代表会议报告并登记（conference-report，如 2026H1）。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at every half-year from the first voucher to the last."""
    reported: dict[str, dt.date] = {}
    for report in books.of(ConferenceReport):
        reported.setdefault(report.period.label, report.date)
    span = books.span
    if span is None:
        return
    half = Period.half_of(span[0])
    while half.first <= span[1]:
        due = Period.month_of(half.last + DAY).following().last
        done = reported.get(half.label)
        if as_of > due and (done is None or done > due):
            how = f"到 {done} 才报告" if done and done <= as_of else "还没有报告"
            yield RULE.at(
                period_place(books, half),
                f"{half.title}收支{how}居民代表，最迟应在 {due}",
                date=due,
                about=half.label,
            )
        half = half.following()
