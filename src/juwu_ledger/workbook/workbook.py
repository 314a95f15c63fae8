"""The audit workbook before it is written: its sheets in order, its cover and its ties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.registers.analysis.analysis_sheet import analysis_sheet
from juwu_ledger.registers.analysis.sums_sheet import sums_sheet
from juwu_ledger.registers.approvals.approval_register import approval_sheet
from juwu_ledger.registers.assets.asset_register import asset_sheet
from juwu_ledger.registers.bank.reconciliation_lines import adjustment_sheet
from juwu_ledger.registers.bank.statement_rows import has_statements, statement_sheet
from juwu_ledger.registers.findings.examined_list import examined_sheet
from juwu_ledger.registers.findings.finding_list import finding_sheet
from juwu_ledger.registers.funds.fund_accounts import fund_account_sheet
from juwu_ledger.registers.funds.fund_register import fund_sheet
from juwu_ledger.registers.journals.account_ledgers import detail_ledger_sheet, general_ledger_sheet
from juwu_ledger.registers.journals.money_journals import bank_journal_sheet, cash_journal_sheet
from juwu_ledger.registers.receipts.receipt_register import receipt_sheet
from juwu_ledger.registers.vouchers.voucher_journal import journal_sheet
from juwu_ledger.registers.vouchers.voucher_lines_sheet import voucher_lines_sheet
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.tables.divided_sheet import DividedSheet
from juwu_ledger.tables.face import trust_lines
from juwu_ledger.tables.report import FaceLine, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import Settled, Tie, settle
from juwu_ledger.workbook import cover
from juwu_ledger.workbook.account_book import account_book_sheet
from juwu_ledger.workbook.account_list import account_sheet
from juwu_ledger.workbook.audit_year import AuditYear, audit_years
from juwu_ledger.workbook.balance_list import balance_list_sheet
from juwu_ledger.workbook.comparison import comparison_sheet
from juwu_ledger.workbook.ties import audit_ties
from juwu_ledger.workbook.trial_balance import trial_balance_sheet
from juwu_ledger.workbook.uncounted_sheet import uncounted_sheets, uncounted_ties

AnySheet = Sheet | DividedSheet
_DIVIDED: tuple[Callable[[AuditYear], Sheet], ...] = (
    lambda year: account_book_sheet(year.ledger),
    lambda year: account_sheet(year.ledger, {account for account, _ in year.split.keys}),
    balance_list_sheet,
    lambda year: trial_balance_sheet(year.ledger, year.before),
    lambda year: comparison_sheet(year.ledger, year.before),
    voucher_lines_sheet,
    lambda year: journal_sheet(year.ledger),
    lambda year: general_ledger_sheet(year.ledger),
    lambda year: detail_ledger_sheet(year.ledger),
    lambda year: cash_journal_sheet(year.ledger),
    lambda year: bank_journal_sheet(year.ledger),
    lambda year: adjustment_sheet(year.ledger),
    lambda year: receipt_sheet(year.ledger),
    lambda year: approval_sheet(year.ledger),
    lambda year: fund_sheet(year.ledger),
    fund_account_sheet,
    lambda year: asset_sheet(year.ledger),
    lambda year: analysis_sheet(year.ledger.books, year.ledger.period, year.ledger.as_of),
    lambda year: sums_sheet(year.ledger),
)
"""The sheets that hold year after year, in order."""


def _divided(years: Sequence[AuditYear]) -> Iterator[Callable[[AuditYear], Sheet]]:
    """Yield those sheets, and the bank's own rows where any were taken in."""
    yield from _DIVIDED
    if has_statements(years[-1].ledger):
        yield lambda year: statement_sheet(year.ledger)


@dataclass(frozen=True)
class Audit:
    """Everything the workbook shows of some years; rows are made when they are asked for."""

    committee: str
    title: str
    """The years as a reader says them: ``2024年度至2025年度``."""
    as_of: dt.date
    digest: str
    root: Path
    """The folder of the books, where the scans are."""
    vouchers: int
    sheets: tuple[AnySheet, ...]
    """Every sheet but the cover and the check, in order."""
    facts: tuple[Row, ...]
    """The first rows of the cover."""
    ties: tuple[Tie, ...]
    face: tuple[FaceLine, ...] = ()
    """What the cover says of the years as any paper does, but for the ties."""

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
        return settle(self.ties, (self.facts_sheet, *self.sheets))


def audit_of(
    books: Books,
    periods: Sequence[Period],
    as_of: dt.date,
    findings: Sequence[Finding],
    rules: Sequence[Rule],
) -> Audit:
    """Lay out the audit workbook of ``periods``: years in order, or one part of a year.

    ``findings`` is what ``rules`` found in the books as of ``as_of``.
    """
    years = audit_years(books, periods, as_of)
    digest = books.digest(periods[-1].last)
    title = periods_title(periods)
    left_out = uncounted_sheets(books, periods[-1].last)
    stretch = periods[0] if len(periods) == 1 else Days(periods[0].first, periods[-1].last)
    face = trust_lines(books, stretch, as_of, findings)
    return Audit(
        committee=books.title,
        title=title,
        as_of=as_of,
        digest=digest,
        root=books.root,
        vouchers=sum(len(year.ledger.entries) for year in years),
        sheets=(
            *(DividedSheet({year.year: make(year) for year in years}) for make in _divided(years)),
            finding_sheet(years[-1].ledger, findings, rules),
            examined_sheet(books, as_of),
            *left_out,
        ),
        facts=tuple(
            cover.cover_facts([y.ledger for y in years], title, digest, findings, rules, face)
        ),
        ties=(*uncounted_ties(left_out), *audit_ties(years)),
        face=face,
    )


def periods_title(periods: Sequence[Period]) -> str:
    """Return the periods as a Chinese reader says them."""
    if len(periods) > 1 and all(b.first.year == a.first.year + 1 for a, b in pairwise(periods)):
        return f"{periods[0].title}至{periods[-1].title}"
    return "、".join(period.title for period in periods)
