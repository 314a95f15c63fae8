"""What the archive of a year holds (会计档案管理办法, 财政部令第79号): which papers, in which volume, for how long.

Four volumes: 凭证 with a folder for each voucher, 账簿, 报告, 其他. A piece is a paper that is made when it is
asked for, or files that are there already.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import BankStatement, Disclosure, Reconciliation
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.papers.annual import annual
from juwu_ledger.papers.half_year import half_year
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.papers.quarterly import quarterly
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.scans import VoucherScans
from juwu_ledger.registers.approvals.approval_register import approval_register
from juwu_ledger.registers.assets.asset_register import asset_register, low_value_register
from juwu_ledger.registers.bank.bank_reconciliations import reconciled
from juwu_ledger.registers.bank.reconciliation_sheet import reconciliation_report
from juwu_ledger.registers.budget.printed_budget import budget_register
from juwu_ledger.registers.funds.fund_register import fund_register
from juwu_ledger.registers.journals.printed_flows import flow_journal
from juwu_ledger.registers.journals.printed_journals import bank_journal, cash_journal
from juwu_ledger.registers.journals.printed_ledgers import account_ledger, general_ledger
from juwu_ledger.registers.journals.printed_trial_balance import trial_balance
from juwu_ledger.registers.receipts.receipt_register import receipt_register
from juwu_ledger.registers.vouchers.voucher_pack import voucher_report
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.tables.report import Report


class Volume(StrEnum):
    """The four kinds of accounting archives."""

    VOUCHERS = "凭证"
    BOOKS = "账簿"
    REPORTS = "报告"
    OTHERS = "其他"


ZERO = Decimal(0)
FOR_EVER = "永久"
YEARS_30, YEARS_10 = "30年", "10年"
SIGNATURES = "签名"
ORIGINALS = "原件"


class Piece(NamedTuple):
    """One entry of the catalogue: a folder or a paper with all that belongs to it."""

    volume: Volume
    folder: str
    """Its place, from the archive's own folder."""
    title: str
    number: str
    """Number of the voucher, or the period."""
    date: dt.date
    term: str
    paper: Callable[[], Report] | None = None
    name: str = ""
    """How the paper's file is called, without ending."""
    files: tuple[tuple[str, Path], ...] = ()
    """Files that are there: how each is called in the folder, and where it is."""
    facts: tuple[tuple[str, str], ...] = ()
    """Metadata by name, of a voucher."""
    missing: tuple[str, ...] = ()
    """Originals that the books name and that are not there."""


def keep_until(term: str, year: int) -> str:
    """Return the last day of a term: it runs from the day after the end of the accounting year."""
    return term if term == FOR_EVER else f"{year + int(term.removesuffix('年'))}-12-31"


def year_archive(
    books: Books, year: Period, as_of: dt.date, findings: Sequence[Finding]
) -> Iterator[Piece]:
    """Yield what is archived of a year, volume by volume; ``findings`` are those of all rules."""
    yield from _vouchers(books, year, as_of)
    yield from _account_books(books, year, as_of)
    yield from _reports(books, year, as_of, findings)
    yield from _others(books, year, as_of)


# --- vouchers --------------------------------------------------------------------------------------


def _vouchers(books: Books, year: Period, as_of: dt.date) -> Iterator[Piece]:
    seen: Counter[str] = Counter()
    for voucher in books.vouchers:
        if voucher.date not in year:
            continue
        name = _safe(voucher.id) or f"无号-{voucher.date}-{voucher.place.line}"
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name}-重号{seen[name]}"
        files, missing = _originals(books, voucher)
        yield Piece(
            Volume.VOUCHERS,
            f"{Volume.VOUCHERS}/{voucher.date:%Y-%m}/{name}",
            voucher.narration or "记账凭证",
            voucher.id,
            voucher.date,
            YEARS_30,
            lambda voucher=voucher: voucher_report(books, [voucher], as_of),  # type: ignore[misc]
            "记账凭证",
            files,
            tuple(_voucher_facts(books, voucher, len(files))),
            missing,
        )


def _safe(text: str) -> str:
    """Return a number as the name of a folder, whatever the books hold."""
    return re.sub(r"[^\w.-]", "_", text).lstrip(".-")


def _originals(
    books: Books, voucher: Voucher
) -> tuple[tuple[tuple[str, Path], ...], tuple[str, ...]]:
    named = [scan.name for scan in books.record(VoucherScans).of(voucher)]
    return _files(books, named, f"{ORIGINALS}/")


def _files(
    books: Books, named: Sequence[str], above: str = ""
) -> tuple[tuple[tuple[str, Path], ...], tuple[str, ...]]:
    """Return the files that the books name, each under a name of its own, and those that are not there."""
    found: dict[str, Path] = {}
    missing = []
    for number, name in enumerate(named, 1):
        path = document_path(books.root, name)
        if path is None:
            missing.append(name)
            continue
        own = f"{above}{path.name}"
        found[own if own not in found else f"{above}{number}-{path.name}"] = path
    return tuple(found.items()), tuple(missing)


def _voucher_facts(books: Books, voucher: Voucher, scans: int) -> Iterator[tuple[str, str]]:
    amount = sum((p.units.number for p in voucher.txn.postings if p.units.number > 0), ZERO)
    yield "凭证字号", voucher.id
    yield "日期", str(voucher.date)
    yield "摘要", voucher.narration
    yield "对方", voucher.payee
    yield "金额", f"{amount:.2f}"
    yield "附件数", voucher.text("attachments")
    yield "电子附件数", str(scans)
    for key, title in (
        ("receipt", "收据号码"),
        ("invoice", "发票号码"),
        ("approval", "签批"),
        ("handler", "经手人"),
        ("witness", "证明人"),
    ):
        if voucher.text(key):
            yield title, voucher.text(key)


# --- account books ---------------------------------------------------------------------------------


def _account_books(books: Books, year: Period, as_of: dt.date) -> Iterator[Piece]:
    def ledger(books: Books, period: Period, day: dt.date) -> Report:
        return account_ledger(books, period, day, frozenset(books.chart))

    for title, make in (
        ("总账", general_ledger),
        ("明细账", ledger),
        ("现金日记账", cash_journal),
        ("银行存款日记账", bank_journal),
        ("收支明细表", flow_journal),
        ("科目余额表", trial_balance),
        ("固定资产登记簿", asset_register),
        ("低值品登记簿", low_value_register),
        ("收据登记簿", receipt_register),
        ("签批登记簿", approval_register),
        ("专项资金登记簿", fund_register),
        ("预算执行表", budget_register),
    ):
        yield _paper(
            Volume.BOOKS,
            title,
            year,
            YEARS_30,
            lambda make=make: make(books, year, as_of),  # type: ignore[misc]
        )


def _paper(
    volume: Volume, title: str, period: Period, term: str, make: Callable[[], Report]
) -> Piece:
    name = f"{title}-{period.label}"
    return Piece(
        volume, volume, f"{period.title}{title}", period.label, period.last, term, make, name
    )


# --- reports ---------------------------------------------------------------------------------------


def _reports(
    books: Books, year: Period, as_of: dt.date, findings: Sequence[Finding]
) -> Iterator[Piece]:
    for month in _seen(books, year.split_months()):
        yield _paper(
            Volume.REPORTS,
            "月报",
            month,
            YEARS_10,
            lambda month=month: monthly(books, month, as_of, findings),  # type: ignore[misc]
        )
    for number in range(1, 5):
        quarter = Period.parse(f"{year.label}Q{number}")
        for span in _seen(books, [quarter]):
            yield _paper(
                Volume.REPORTS,
                "季报",
                span,
                YEARS_10,
                lambda span=span: quarterly(books, span, as_of),  # type: ignore[misc]
            )
    for number in (1, 2):
        half = Period.parse(f"{year.label}H{number}")
        for span in _seen(books, [half]):
            yield _paper(
                Volume.REPORTS,
                "半年报告",
                span,
                YEARS_10,
                lambda span=span: half_year(books, span, as_of),  # type: ignore[misc]
            )
    yield _paper(
        Volume.REPORTS, "年报", year, FOR_EVER, lambda: annual(books, year, as_of, findings)
    )


def _seen(books: Books, periods: Iterable[Period]) -> list[Period]:
    """Return the periods that the books reach."""
    span = books.span
    return [p for p in periods if span and p.last >= span[0] and p.first <= span[1]]


# --- others ----------------------------------------------------------------------------------------


def _others(books: Books, year: Period, as_of: dt.date) -> Iterator[Piece]:
    for month in _seen(books, year.split_months()):
        for one in reconciled(Figures.of(books, month)):
            title = f"余额调节表-{one.account.label}"
            yield _paper(
                Volume.OTHERS,
                title,
                month,
                YEARS_10,
                lambda one=one: reconciliation_report(books, one, as_of),  # type: ignore[misc]
            )
    statements = [item.document for item in books.of(BankStatement) if item.date in year]
    statements += [item.document for item in books.of(Reconciliation) if item.date in year]
    yield from _filed(books, year, "银行对账单", statements, YEARS_10)
    posted = [
        name
        for item in books.of(Disclosure)
        if item.period.first in year
        for name in (item.document, *item.copies)
    ]
    yield from _filed(books, year, "公开存档", posted, YEARS_10)


def _filed(
    books: Books, year: Period, title: str, named: Sequence[str | None], term: str
) -> Iterator[Piece]:
    files, missing = _files(books, list(dict.fromkeys(filter(None, named))))
    if files or missing:
        yield Piece(
            Volume.OTHERS,
            f"{Volume.OTHERS}/{title}",
            f"{year.title}{title}",
            year.label,
            year.last,
            term,
            files=files,
            missing=missing,
        )
