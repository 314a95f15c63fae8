"""Every periodic paper, donor report and register of books, for the tests that look at all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.annual import annual
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.donor import donor_report
from juwu_ledger.papers.half_year import half_year
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.papers.quarterly import quarterly
from juwu_ledger.papers.review_record import review_record
from juwu_ledger.registers.approvals.approval_register import approval_register
from juwu_ledger.registers.assets.asset_register import asset_register, low_value_register
from juwu_ledger.registers.assets.stocktake_sheet import stocktake_sheet
from juwu_ledger.registers.bank.reconciliation_register import reconciliation_register
from juwu_ledger.registers.budget.printed_budget import budget_register
from juwu_ledger.registers.funds.fund_register import fund_register
from juwu_ledger.registers.journals.printed_flows import flow_journal
from juwu_ledger.registers.journals.printed_journals import bank_journal, cash_journal
from juwu_ledger.registers.journals.printed_ledgers import general_ledger
from juwu_ledger.registers.journals.printed_trial_balance import trial_balance
from juwu_ledger.registers.receipts.receipt_register import receipt_register
from juwu_ledger.tables.report import Report

REGISTERS = (
    receipt_register,
    approval_register,
    asset_register,
    low_value_register,
    cash_journal,
    bank_journal,
    reconciliation_register,
    fund_register,
    stocktake_sheet,
)
LEDGERS = (
    flow_journal,
    trial_balance,
    general_ledger,
    budget_register,
)


def parts_of(year: int) -> dict[str, list[Period]]:
    """Return the months, quarters and half-years of a year, and the year, by the report's name."""
    return {
        "monthly": [Period.of_months(year, month, 1) for month in range(1, 13)],
        "quarterly": [Period.of_months(year, month, 3) for month in (1, 4, 7, 10)],
        "half-year": [Period.of_months(year, month, 6) for month in (1, 7)],
        "annual": [Period.of_months(year, 1, 12)],
    }


def periodic(books: Books, year: int, as_of: dt.date) -> dict[str, list[Report]]:
    """Return every periodic report of a year and its disclosures, in order, by name."""
    spans = parts_of(year)
    return {
        "monthly": [monthly(books, month, as_of) for month in spans["monthly"]],
        "quarterly": [quarterly(books, quarter, as_of) for quarter in spans["quarterly"]],
        "disclosure": [disclosure(books, quarter, as_of) for quarter in spans["quarterly"]],
        "half-year": [half_year(books, half, as_of) for half in spans["half-year"]],
        "annual": [annual(books, whole, as_of) for whole in spans["annual"]],
    }


def meeting_papers(books: Books, year: int, as_of: dt.date) -> Iterator[Report]:
    """Yield the record of each quarter's review."""
    for quarter in parts_of(year)["quarterly"]:
        yield review_record(books, quarter, as_of)


def ledgers(books: Books, period: Period, as_of: dt.date) -> Iterator[Report]:
    """Yield every ledger and balance of a period; the recount does not know them yet."""
    for make in LEDGERS:
        yield make(books, period, as_of)


def registers(books: Books, period: Period, as_of: dt.date) -> Iterator[Report]:
    """Yield every register of a period."""
    for make in REGISTERS:
        yield make(books, period, as_of)


def donor_reports(books: Books, donor: str, year: int, as_of: dt.date) -> Iterator[Report]:
    """Yield the report of all that a donor gave, and that of each quarter."""
    yield donor_report(books, donor, None, as_of)
    for quarter in parts_of(year)["quarterly"]:
        yield donor_report(books, donor, quarter, as_of)
