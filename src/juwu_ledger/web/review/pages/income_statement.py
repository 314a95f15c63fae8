"""收支表: income and spending by account, month by month, in yuan."""

from __future__ import annotations

from typing import NamedTuple

from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.month_table import month_table
from juwu_ledger.records.figures import Figures, Totals
from juwu_ledger.statements.income_statement import income_statement_table
from juwu_ledger.tables.report import Table
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.chosen_period import accounting_period
from juwu_ledger.web.review.views.screen_table import screen_table


class Statement(NamedTuple):
    """The totals of the money, the statement, the months."""

    period: Period
    totals: Totals
    statement: Table
    months: Table


class IncomeStatement(page.Page):
    """The statement of the quarterly and yearly reports."""

    report_title = "收支表"

    def view(self, look: page.Look) -> Statement:
        """Return the tables of the period."""
        period = accounting_period(look.period)
        figures = Figures.of(look.books, period)
        return Statement(
            period,
            figures.totals,
            screen_table(income_statement_table(figures)),
            screen_table(month_table(figures)),
        )
