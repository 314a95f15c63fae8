"""余额调节登记簿: every reconciliation of a period on paper, with what was not on both sides, and how old it was."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.registers.bank.bank_reconciliations import (
    every_alarm,
    every_reconciliation,
    reconciliation_ties,
)
from juwu_ledger.registers.printed_register import register_paper
from juwu_ledger.tables.report import Report, Section

TITLE = "余额调节登记簿"
SIGNATURES = ("出纳", "会计", "主任")


def reconciliation_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the reconciliations of a period, one below another, and their items."""
    figures = Figures.of(books, period)
    section = Section(
        "reconciliations",
        "与银行对账",
        tables=every_reconciliation(figures),
        alarms=every_alarm(figures),
    )
    return register_paper(
        open_ledger(books, period, as_of),
        "reconciliation-register",
        TITLE,
        (section,),
        SIGNATURES,
        reconciliation_ties,
    )
