"""签批: what was approved, used and left, how it is signed, and what waits for a signature."""

from __future__ import annotations

from typing import NamedTuple

from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.approval_list import ApprovalList, approval_list
from juwu_ledger.web.review.views.clause_check import Found, found_under
from juwu_ledger.web.review.waiting import Waiting, waiting


class Desk(NamedTuple):
    """The list, what waits (for the reader first), and findings."""

    list: ApprovalList
    mine: tuple[Waiting, ...]
    others: tuple[Waiting, ...]
    found: tuple[Found, ...]


class Approvals(page.Page):
    """Nothing is signed here: a key never lies on the server."""

    report_title = "签批"

    def view(self, look: page.Look) -> Desk:
        """Return the approvals."""
        waits = waiting(look.books, look.today)
        return Desk(
            approval_list(look.books, look.period, look.today, page.number_of("page")),
            tuple(item for item in waits if item.signer == look.me.name),
            tuple(item for item in waits if item.signer != look.me.name),
            found_under(look.books, look.period, look.findings, ("SPD",)),
        )
