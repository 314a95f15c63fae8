"""银行日记账: each bank account day by day, as the printed journal has it."""

from __future__ import annotations

from juwu_ledger.registers.journals.money_journals import bank_lines
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.pages.cash_journal import journal_of
from juwu_ledger.web.review.views.money_journal import MoneyJournal


class BankJournal(page.Page):
    """Bank accounts, and money on its way to them."""

    report_title = "银行日记账"

    def view(self, look: page.Look) -> MoneyJournal | None:
        """Return a page of the journal."""
        return journal_of(look, bank_lines)
