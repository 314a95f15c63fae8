"""Papers handed over or read out: filings, half-year reports, reports to donors (FM-0.5, DS-2, DS-3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import ConferenceReport, DonorReport, Filing, MonthClose
from juwu_ledger.books.signing.street_receipt import BadReceipt, read_receipt
from juwu_ledger.journal.engine.change import Change, NewFile
from juwu_ledger.journal.engine.directive_text import Value, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.registers import entry_change
from juwu_ledger.seals.archived_papers import NAME_DIGITS
from juwu_ledger.seals.kept_receipts import FOLDER as RECEIPTS
from juwu_ledger.seals.kept_receipts import receipt_flaws
from juwu_ledger.seals.seal_file import sha256


@dataclass(frozen=True)
class FilingOrder:
    """A monthly or quarterly report handed to the street office."""

    date: dt.date
    period: Period
    received_by: str

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` when it is too early, or done."""
        _refuse_unfinished(self.period, self.period.last, self.date, "报送")
        done = [item for item in locked.books.of(Filing) if item.period == self.period]
        if any(item.date >= self.period.last for item in done):
            raise Refusal(f"{self.period.title}的报表 {done[-1].date} 已经报送。")
        meta: dict[str, Value] = {"received-by": self.received_by}
        text = custom_text(self.date, "filing", [self.period.label], meta)
        return entry_change(locked, "filing", [text], [self.period.label])


@dataclass(frozen=True)
class ReceiptOrder:
    """A filing that the street's receipt proves."""

    data: bytes
    """The receipt's file."""

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` where the receipt is not for these books, or does not hold."""
        books = locked.books
        try:
            receipt = read_receipt(self.data)
        except BadReceipt as error:
            raise Refusal(f"这个文件{error}。") from None
        said = receipt.statement
        wrong = next(receipt_flaws(books, receipt), None)
        if wrong is not None:
            raise Refusal(f"{said.period} 的回执对不上：{wrong}。没有登记。")
        digest = sha256(self.data)
        done = [item for item in books.of(Filing) if item.period == said.month and item.digest]
        if any(item.digest == digest for item in done):
            raise Refusal(f"这份回执已经登记过（{done[-1].date}）。")
        name = f"{RECEIPTS}/{said.period}-回执-{digest[:NAME_DIGITS]}.json"
        meta: dict[str, Value] = {"received-by": said.street, "document": name, "digest": digest}
        text = custom_text(said.day, "filing", [said.period], meta)
        change = entry_change(locked, "filing", [text], [said.period])
        return replace(change, made=(NewFile(name, self.data),))


def unclosed(books: Books, period: Period) -> list[Period]:
    """Return the months of ``period`` that have vouchers and are not closed."""
    closed = {item.period for item in books.of(MonthClose)}
    return [m for m in period.split_months() if m not in closed and any(books.vouchers_in(m))]


@dataclass(frozen=True)
class ConferenceOrder:
    """The half-year report to the residents' representatives."""

    date: dt.date
    half: Period

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; a meeting in the half-year's last month may hear it too."""
        begins = self.half.last.replace(day=1)
        _refuse_unfinished(self.half, begins, self.date, "报告")
        for report in locked.books.of(ConferenceReport):
            if report.period == self.half and report.date >= begins:
                raise Refusal(f"{self.half.title}收支 {report.date} 已经报告过居民代表。")
        text = custom_text(self.date, "conference-report", [self.half.label])
        return entry_change(locked, "conference-report", [text], [self.half.label])


@dataclass(frozen=True)
class DonorReportOrder:
    """A donor is told what became of the gift, in a period or altogether."""

    date: dt.date
    donor: str
    period: Period | None = None

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`BadInput` when nothing was received from the donor."""
        names = {plain(name): name for name in donors(locked.books)}
        donor = names.get(plain(self.donor))
        if donor is None:
            raise BadInput(
                f"账上没有“{self.donor}”的捐赠；捐赠人有：{'、'.join(names.values()) or '无'}"
            )
        if self.period is not None:
            _refuse_unfinished(self.period, self.period.first, self.date, "报告")
        label = self.period.label if self.period else None
        for report in locked.books.of(DonorReport):
            same = plain(report.donor) == plain(donor) and report.period == self.period
            if same and report.date == self.date:
                raise Refusal(f"{self.date} 已经登记过向“{donor}”报告。")
        text = custom_text(self.date, "donor-report", [donor], {"period": label})
        return entry_change(locked, "donor-report", [text], [donor])


def donors(books: Books) -> list[str]:
    """Return the payees of donations, in order of the first gift."""
    found: dict[str, str] = {}
    for voucher in books.vouchers:
        for posting in voucher.txn.postings:
            account = books.chart.get(posting.account)
            if account is not None and account.source == "donation" and voucher.payee:
                found.setdefault(plain(voucher.payee), voucher.payee)
    return list(found.values())


def _refuse_unfinished(period: Period, from_day: dt.date, day: dt.date, what: str) -> None:
    if day < from_day:
        raise Refusal(f"{period.title}还没有过完，{day} 不能登记{what}；{from_day} 起可以。")
