"""The monthly report to the street office (月报, DS-7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.account_totals import account_tables
from juwu_ledger.papers.sections.money_accounts import money_accounts_table
from juwu_ledger.papers.sections.overview import overview
from juwu_ledger.papers.sections.paper_head import head_facts, period_paper
from juwu_ledger.papers.sections.period_ties import period_ties
from juwu_ledger.records.figures import Figures
from juwu_ledger.registers.approvals.approval_use import approval_table
from juwu_ledger.registers.bank.bank_reconciliations import (
    reconciliation_alarms,
    reconciliation_tables,
)
from juwu_ledger.registers.cash.counted_cash import cash_count_table
from juwu_ledger.registers.findings.examined_list import examined_table
from juwu_ledger.registers.findings.findings_table import findings_tables
from juwu_ledger.registers.funds.fund_balances import fund_table
from juwu_ledger.registers.receipts.receipt_use import receipt_table
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.statements.money_bridge import bridge_table
from juwu_ledger.tables.paper_ties import tied
from juwu_ledger.tables.report import Report, Section

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
            Section("sign_offs", "签批", tables=(approval_table(figures),)),
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
    return tied(paper, books, lambda printed: period_ties(printed, figures))
