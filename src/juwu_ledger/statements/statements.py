"""The statements (财务报表) that quarterly, half-year and annual reports have in common."""

from __future__ import annotations

from juwu_ledger.records.figures import Figures
from juwu_ledger.statements.balance_sheet import balance_sheet_table
from juwu_ledger.statements.cash_flow import cash_flow_table
from juwu_ledger.statements.income_statement import income_statement_table
from juwu_ledger.statements.money_bridge import bridge_table
from juwu_ledger.statements.net_assets import NetAssets, net_assets_table
from juwu_ledger.tables.form_words import long_day
from juwu_ledger.tables.report import Section


def statement_section(figures: Figures, net: NetAssets) -> Section:
    """Return balance sheet, changes of funds and net assets, income and cash flow statements."""
    period = figures.period
    return Section(
        "statements",
        "财务报表",
        (
            f"编制单位：{figures.books.title}　　单位：元",
            f"资产负债表截至 {long_day(period.last)}，其余各表从 {long_day(period.first)}"
            f"到 {long_day(period.last)}。",
        ),
        tables=(
            balance_sheet_table(figures, net),
            net_assets_table(figures, net),
            income_statement_table(figures),
            cash_flow_table(figures),
            bridge_table(figures),
        ),
    )
