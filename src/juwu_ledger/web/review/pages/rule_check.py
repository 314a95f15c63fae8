"""规则检查: findings by clause, with what was examined."""

from __future__ import annotations

from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.clause_check import CheckPage, check_page


class RuleCheck(page.Page):
    """What the rules found in the period, and what they looked at."""

    report_title = "规则检查"

    def view(self, look: page.Look) -> CheckPage:
        """Return the clauses."""
        return check_page(look.books, look.period, look.findings, look.today)
