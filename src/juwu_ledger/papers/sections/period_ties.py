"""What every periodic paper must agree with: all postings, the period before it, its months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.sections import details, money_accounts, month_table, official_expenses
from juwu_ledger.papers.sections.account_totals import INCOME_KEY, SPENDING_KEY
from juwu_ledger.records.figures import Figures, by_account
from juwu_ledger.records.period_ledger import NOTHING
from juwu_ledger.registers.approvals import approval_use
from juwu_ledger.registers.bank import bank_reconciliations
from juwu_ledger.registers.cash import counted_cash as cash_counts
from juwu_ledger.registers.funds import fund_balances
from juwu_ledger.registers.receipts import receipt_use
from juwu_ledger.statements import money_bridge
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import SUBTOTAL, TOTAL
from juwu_ledger.tables.ties import THINGS, Tie

_OF_TABLES: dict[str, Callable[[Printed], Iterator[Tie]]] = {
    month_table.KEY: month_table.month_ties,
    money_accounts.KEY: money_accounts.money_account_ties,
    details.INCOME_KEY: details.income_line_ties,
    details.SPENDING_KEY: details.spending_line_ties,
    money_bridge.KEY: money_bridge.bridge_ties,
    money_bridge.WITHOUT: money_bridge.without_money_ties,
    fund_balances.KEY: fund_balances.fund_ties,
    official_expenses.CAPS: official_expenses.cap_ties,
    receipt_use.KEY: receipt_use.receipt_ties,
    approval_use.KEY: approval_use.approval_ties,
    cash_counts.KEY: cash_counts.cash_count_ties,
    bank_reconciliations.KEY: bank_reconciliations.reconciliation_ties,
}
"""What the tables say of themselves and of the totals, where a paper has them."""


def period_ties(printed: Printed, figures: Figures) -> Iterator[Tie]:
    """Yield that the totals tie, with what was before and with all postings of the books."""
    totals = printed.totals
    money = {account.name for account in figures.money_accounts}.__contains__
    before = to_yuan(posted_until(figures, figures.period.first.month, money))
    after = to_yuan(posted_until(figures, figures.period.last.month + 1, money))
    yield Tie(
        "期初＋收入－支出＝期末", totals.opening + totals.income - totals.spending, totals.closing
    )
    yield Tie("期初资金＝上期期末资金（含本年期初余额凭证）", totals.opening, before)
    yield Tie("期末资金＝资金账户的全部分录之和", totals.closing, after)
    yield from _account_ties(printed, figures)
    for key, checks in _OF_TABLES.items():
        if printed.has(key):
            yield from checks(printed)
    if printed.has(receipt_use.KEY):
        yield from receipt_use.blank_ties(printed, figures)


def posted_until(figures: Figures, month: int, wanted: Callable[[str], bool]) -> int:
    """Return what these accounts held, fen, when a month of the year began, from the postings."""
    ledger = figures.year_ledger
    return sum(
        ledger.opening.get(name, 0)
        + sum(move.net for m, move in ledger.moved.get(name, {}).items() if m < month)
        for name in ledger.accounts
        if wanted(name)
    )


def _account_ties(printed: Printed, figures: Figures) -> Iterator[Tie]:
    """Yield that the accounts of the months make those of the paper, and of the postings."""
    sums: dict[str, int] = defaultdict(int)
    for month in figures.months():
        for name, fen in by_account(month.flows).items():
            sums[name] += fen
    stated = printed.totals.by_account
    off = sum(stated.get(name, 0) != to_yuan(sums[name]) for name in {*sums, *stated})
    yield Tie("按科目的收支＝各月月报之和（不等的科目）", off, 0, THINGS)
    for root, key, word in (("Income", INCOME_KEY, "收入"), ("Expenses", SPENDING_KEY, "支出")):
        if printed.has(key):
            here, year = booked(figures, root), booked(figures, root, 1)
            amount = printed.sum(key, "amount", TOTAL)
            so_far = printed.sum(key, "year_amount", TOTAL)
            yield Tie(f"按科目{word}合计＝全部分录之和", amount, to_yuan(here))
            yield Tie(f"本年累计{word}＝全部分录之和", so_far, to_yuan(year))
            start = printed.lines(money_bridge.KEY, SUBTOTAL)[root == "Expenses"]
            yield Tie(f"按科目{word}合计＝核对表按科目的{word}", amount, start["amount"])


def booked(figures: Figures, root: str, since: int | None = None) -> int:
    """Return income or spending by account, fen, from the postings since a month of the year.

    Without a month it is that of the period; since January it is with what was brought forward when the books
    began. What the year-end entry carries forward is put back.
    """
    first = since or figures.period.first.month
    brought = figures.year_ledger.earlier.items() if since == 1 else ()
    fen = sum(move.net for name, move in brought if name.startswith(f"{root}:"))
    for name, months in figures.year_ledger.moved.items():
        if name.startswith(f"{root}:"):
            fen += sum((months.get(m, NOTHING).net for m in range(first, 13)), 0)
    for flow in figures.year_flows:
        if flow.voucher.carries_forward and flow.voucher.date.month >= first:
            fen -= sum(leg.fen for leg in flow.legs if leg.account.root == root)
    return -fen if root == "Income" else fen
