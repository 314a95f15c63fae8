"""PRD001: a month not closed in time."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.periods import months_between
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import MonthClose
from juwu_ledger.rules.period_places import period_place
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="PRD001",
    name="month-not-closed",
    title="没有按时月结",
    clause=("FM-0.4",),
    why="日清月结：每月把账结清，才知道家底，也防止回头改账。",
    remedy="办完盘点和对账后月结，登记 close。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at every month from the first voucher to the last."""
    closed: dict[str, dt.date] = {}
    for close in books.of(MonthClose):
        closed.setdefault(close.period.label, close.date)
    span = books.span
    for month in months_between(*span) if span else ():
        due = month.last + dt.timedelta(days=books.limits.days("close-days", month.last))
        done = closed.get(month.label)
        if as_of > due and (done is None or done > due):
            how = f"到 {done} 才月结" if done and done <= as_of else "还没有月结"
            yield RULE.at(
                period_place(books, month),
                f"{month.title}{how}，最迟应在 {due}",
                date=due,
                about=month.label,
            )
