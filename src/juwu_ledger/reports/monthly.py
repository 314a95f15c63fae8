"""The monthly report to the street office (月报, DS-7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from juwu_ledger.books.periods import Period
from juwu_ledger.books.view import Books
from juwu_ledger.reports.account_totals import account_tables
from juwu_ledger.reports.bank_reconciliations import reconciliation_alarms, reconciliation_tables
from juwu_ledger.reports.cash_counts import cash_count_table
from juwu_ledger.reports.examined_list import examined_table
from juwu_ledger.reports.figures import Figures
from juwu_ledger.reports.findings_table import findings_tables
from juwu_ledger.reports.fund_balances import fund_table
from juwu_ledger.reports.money_accounts import money_accounts_table
from juwu_ledger.reports.money_bridge import bridge_table
from juwu_ledger.reports.overview import overview
from juwu_ledger.reports.paper_head import head_facts, period_paper
from juwu_ledger.reports.paper_ties import tied
from juwu_ledger.reports.period_ties import period_checks
from juwu_ledger.reports.receipt_use import receipt_table
from juwu_ledger.reports.report import Report, Section
from juwu_ledger.reports.sign_off_use import sign_off_table
from juwu_ledger.rules.rule import Finding

SIGNATURES = ("主任", "会计", "出纳", "民主理财小组", "街道办事处")


def monthly(
    books: Books, period: Period, as_of: dt.date, findings: Iterable[Finding] = ()
) -> Report:
    """Return the report of one month; ``findings`` are what the rules found as of ``as_of``."""
    figures = Figures.of(books, period)
    paper = period_paper(
        figures,
        as_of,
        kind="monthly",
        title="财务月报",
        sections=(
            Section(
                "overview",
                "本月收支",
                paragraphs=overview(figures),
            ),
            Section("accounts", "收入和支出", tables=account_tables(figures)),
            Section(
                "money",
                "资金",
                tables=(money_accounts_table(figures), bridge_table(figures)),
            ),
            Section("funds", "专项资金", tables=(fund_table(figures),)),
            Section("receipts", "收据", tables=(receipt_table(figures),)),
            Section("sign_offs", "签批", tables=(sign_off_table(figures),)),
            Section(
                "checks",
                "现金盘点和银行对账",
                tables=(cash_count_table(figures), *reconciliation_tables(figures)),
                alarms=reconciliation_alarms(figures),
            ),
            Section(
                "findings",
                "查账结果",
                tables=(*findings_tables(findings, period), examined_table(books, as_of)),
            ),
        ),
        signatures=SIGNATURES,
        facts=head_facts(figures, as_of),
    )
    return tied(paper, books, lambda printed: period_checks(printed, figures))
