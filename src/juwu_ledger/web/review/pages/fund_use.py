"""专项资金: each fund with what came in, what went out, what is left and on what it went."""

from __future__ import annotations

from typing import NamedTuple

from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.clause_check import Found, found_under
from juwu_ledger.web.review.views.fund_story import FundStory, fund_stories


class Funds(NamedTuple):
    """The funds and what the rules found about them."""

    stories: list[FundStory]
    found: tuple[Found, ...]


class FundUse(page.Page):
    """Money for a purpose, and whether it went there."""

    report_title = "专项资金"

    def view(self, look: page.Look) -> Funds:
        """Return the funds."""
        return Funds(
            fund_stories(look.books, look.period),
            found_under(look.books, look.period, look.findings, ("FND",)),
        )
