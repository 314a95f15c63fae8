"""CSH001: end-of-day petty cash above the limit in force."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import DayBalance
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.petty_cash import petty_cash_days
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.stretches import stretches

RULE = Rule(
    code="CSH001",
    name="petty-cash-over-limit",
    title="备用金超过限额",
    clause=("FM-1.6",),
    why="手里的现金越多，丢失和挪用的风险越大。限额以内留作零用，超出的当天就该存进银行。",
    remedy="把超出的部分当天存入银行；确有需要的，先由居委会调整限额再支取。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Add up all petty-cash tills day by day; a stretch above the limit is one finding."""
    limits = books.limits

    def excess(day: dt.date, fen: int) -> int:
        limit = limits.amount("petty-cash", day)
        return 0 if limit is None else fen - limit

    for stretch in stretches(_total_by_day(books), excess):
        limit = limits.amount("petty-cash", stretch.worst_day) or 0
        yield RULE.on(
            stretch.voucher,
            f"{stretch.said}，日终备用金最多 {show_fen(stretch.worst)} 元（{stretch.worst_day}），"
            f"限额 {show_fen(limit)} 元，超出 {show_fen(stretch.worst - limit)} 元",
        )


def _total_by_day(books: Books) -> list[DayBalance]:
    """All petty cash at the end of each day on which it, or its limit, changed."""
    moved = books.record(petty_cash_days)
    total = {day.date: day for day in moved}
    for change in books.limits.changes("petty-cash"):
        before = [day for day in moved if day.date < change.date]
        if before and change.date not in total:
            total[change.date] = before[-1]._replace(date=change.date)
    return [total[date] for date in sorted(total)]
