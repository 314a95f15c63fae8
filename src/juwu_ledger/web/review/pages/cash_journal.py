"""现金日记账: each cash account day by day, as the printed journal has it."""

from __future__ import annotations

from flask import request

from juwu_ledger.registers.journals.money_journals import cash_lines
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.chosen_period import accounting_period
from juwu_ledger.web.review.views.money_journal import Lines, MoneyJournal, money_journal


class CashJournal(page.Page):
    """Petty cash, and cash on its way to the bank."""

    report_title = "现金日记账"

    def view(self, look: page.Look) -> MoneyJournal | None:
        """Return a page of the journal."""
        return journal_of(look, cash_lines)


def journal_of(look: page.Look, lines: Lines) -> MoneyJournal | None:
    """Return the page that the address asks for, of the account it names or the first."""
    account, number = request.args.get("of", ""), page.number_of("page")
    period = accounting_period(look.period)
    return money_journal(look.books, period, look.today, lines, account, number)
