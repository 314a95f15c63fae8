"""The audit workbook before it is written: its sheets in order, its cover and its ties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from juwu_ledger.books.canonical import short_code
from juwu_ledger.books.periods import Period
from juwu_ledger.books.view import Books
from juwu_ledger.reports.audit import cover
from juwu_ledger.reports.audit.account_ledgers import detail_ledger_sheet, general_ledger_sheet
from juwu_ledger.reports.audit.account_list import account_sheet
from juwu_ledger.reports.audit.approval_register import approval_sheet
from juwu_ledger.reports.audit.asset_register import asset_sheet
from juwu_ledger.reports.audit.fund_register import fund_sheet
from juwu_ledger.reports.audit.money_journals import bank_journal_sheet, cash_journal_sheet
from juwu_ledger.reports.audit.receipt_register import receipt_sheet
from juwu_ledger.reports.audit.sums import Settled, Tie, settle
from juwu_ledger.reports.audit.ties import audit_ties
from juwu_ledger.reports.audit.trial_balance import trial_balance_sheet
from juwu_ledger.reports.audit.voucher_journal import journal_sheet
from juwu_ledger.reports.examined_list import examined_sheet
from juwu_ledger.reports.finding_list import finding_sheet
from juwu_ledger.reports.period_ledger import open_ledger
from juwu_ledger.reports.report import Row
from juwu_ledger.reports.sheet import Sheet
from juwu_ledger.rules.rule import Finding, Rule


@dataclass(frozen=True)
class Audit:
    """Everything the workbook shows of one period; rows are made when they are asked for."""

    committee: str
    period: Period
    as_of: dt.date
    digest: str
    vouchers: int
    sheets: tuple[Sheet, ...]
    """Every sheet but the cover and the check, in order."""
    facts: tuple[Row, ...]
    """The first rows of the cover."""
    ties: tuple[Tie, ...]

    @property
    def code(self) -> str:
        """The short code of the books, printed at the head of every sheet."""
        return short_code(self.digest)

    @property
    def facts_sheet(self) -> Sheet:
        """The first rows of the cover as a sheet, for the ties that look at it."""
        return Sheet("cover", "说明", "", cover.COLUMNS, lambda: self.facts)

    def settle(self) -> list[Settled]:
        """Return every tie with its figures, without writing anything."""
        return settle(self.ties, {s.key: s for s in (self.facts_sheet, *self.sheets)})


def audit_of(
    books: Books,
    period: Period,
    as_of: dt.date,
    findings: Sequence[Finding],
    rules: Sequence[Rule],
) -> Audit:
    """Lay out the audit workbook of ``period``.

    ``findings`` is what ``rules`` found in the books as of ``as_of``.
    """
    ledger = open_ledger(books, period, as_of)
    digest = books.digest(period.last)
    return Audit(
        committee=books.title,
        period=period,
        as_of=as_of,
        digest=digest,
        vouchers=len(ledger.entries),
        sheets=(
            account_sheet(ledger),
            trial_balance_sheet(ledger),
            journal_sheet(ledger),
            general_ledger_sheet(ledger),
            detail_ledger_sheet(ledger),
            cash_journal_sheet(ledger),
            bank_journal_sheet(ledger),
            receipt_sheet(ledger),
            approval_sheet(ledger),
            fund_sheet(ledger),
            asset_sheet(ledger),
            finding_sheet(ledger, findings, rules),
            examined_sheet(books, as_of),
        ),
        facts=tuple(cover.cover_facts(ledger, digest, findings, rules)),
        ties=audit_ties(ledger),
    )
