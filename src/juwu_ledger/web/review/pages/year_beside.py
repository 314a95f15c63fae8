"""和上年比: what came in and went out beside the same days a year earlier, and year by year."""

from __future__ import annotations

from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.chosen_period import accounting_period
from juwu_ledger.web.review.views.year_beside import YearComparison, year_comparison


class YearBeside(page.Page):
    """Bars for the eye; the same figures stand in a table."""

    report_title = "和上年比"

    def view(self, look: page.Look) -> YearComparison:
        """Return the comparison of the period."""
        return year_comparison(look.books, accounting_period(look.period))
