"""FND004: spending of the year above the budget limit."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import BudgetLimit
from juwu_ledger.records.budgets import budget_postings, carried_budget
from juwu_ledger.records.year_so_far import brought_below
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="FND004",
    name="budget-exceeded",
    title="超过年度限额",
    clause=("FM-3.3",),
    why="公务费、招待费有年度标准，到了限额就不能再花。",
    remedy="停止这项支出；确需增加的，先经批准，再登记新的 budget-limit。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Add up the year; the limit in force on the day of each posting counts."""
    limits: dict[tuple[str, int], list[BudgetLimit]] = defaultdict(list)
    for limit in sorted(books.of(BudgetLimit), key=lambda item: (item.date, item.place)):
        limits[limit.account, limit.date.year].append(limit)
    postings = budget_postings(books)
    for (account, year), in_year in limits.items():
        covered = books.chart.below([account])
        before = brought_below(books, dt.date(year, 12, 31), account)
        total = before + carried_budget(books, year, covered)
        for posting in postings.get(year, ()):
            if posting.account not in covered:
                continue
            total += posting.fen
            day = posting.voucher.date
            cap = ([lim for lim in in_year if lim.date <= day] or in_year[:1])[-1].amount
            if posting.fen > 0 and total > cap:
                yield RULE.on(
                    posting.voucher,
                    f"{year} 年{account_label(account)}到这张凭证已花 {show_fen(total)} 元，"
                    f"{_included(before)}限额 {show_fen(cap)} 元，超出 {show_fen(total - cap)} 元",
                    place=posting.place,
                )
                break


def _included(before: int) -> str:
    return f"其中建账前 {show_fen(before)} 元，" if before else ""
