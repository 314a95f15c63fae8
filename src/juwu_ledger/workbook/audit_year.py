"""One year of the audit workbook: its ledger, the year before to compare with, and its funds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.registers.funds.fund_register import fund_names
from juwu_ledger.registers.funds.fund_split import FundSplit, PostingFunds, fund_lines, split_funds


@dataclass(frozen=True)
class AuditYear:
    """A year (or a part of one) and what its sheets are made from."""

    ledger: PeriodLedger
    before: PeriodLedger | None
    """The same months a year earlier; ``None`` where the books begin later."""
    split: FundSplit
    split_before: FundSplit
    """That of ``before``; empty without one."""
    posting_funds: PostingFunds

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.ledger.period.first.year

    @property
    def fund_numbers(self) -> dict[str, int]:
        """Fund → its number on the sheets of this year, from 1."""
        return {name: number for number, name in enumerate(fund_names(self.ledger), 1)}


def audit_years(books: Books, periods: Sequence[Period], as_of: dt.date) -> list[AuditYear]:
    """Lay out the years; ``periods`` are in order and no two of one year."""
    funds = PostingFunds(books)
    lines = fund_lines(books, funds, periods[-1].last)
    found: list[AuditYear] = []
    last: PeriodLedger | None = None
    for period in periods:
        earlier = Period.of_months(period.first.year - 1, period.first.month, period.months)
        before = last if last and last.period == earlier else None
        if before is None and books.span and books.span[0] <= earlier.last:
            before = open_ledger(books, earlier, as_of)
        last = open_ledger(books, period, as_of, before)
        found.append(
            AuditYear(
                last,
                before,
                split_funds(lines, last),
                split_funds(lines, before) if before else FundSplit({}, {}),
                funds,
            )
        )
    return found
