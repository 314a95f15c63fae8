"""New books: every file of the conventional layout, tried as a whole, then put in place at one stroke.

``NewBooks`` says what is wanted; :func:`found` writes it. The files are plain text that the treasurer
may read: each begins with a comment on what is kept in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.journal.engine import disk
from juwu_ledger.journal.engine.directive_text import Leg, Value, custom_text, quoted
from juwu_ledger.journal.engine.journal import explanations
from juwu_ledger.journal.engine.refusals import BadInput, Refusal, RuleBroken, WouldNotLoad
from juwu_ledger.journal.orders.accounts import NewAccount
from juwu_ledger.journal.orders.new_chart import (
    BANK,
    OPENING,
    Section,
    chart_sections,
    chart_text,
    new_accounts,
)
from juwu_ledger.journal.orders.new_charter import NewFund, charter_text
from juwu_ledger.journal.orders.new_texts import (
    APPROVALS,
    ASSETS,
    HOW_TO_READ,
    IGNORED,
    MAIN,
    RECEIPTS,
    REVIEWS,
)
from juwu_ledger.journal.orders.vouchers import VoucherOrder
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, judge

DOCUMENTS = "documents"
_OWED = ("Liabilities", "Equity")


@dataclass(frozen=True)
class FirstReceipts:
    """The receipt book in hand when the books begin, from its first unused receipt."""

    first: str
    last: str
    keeper: str
    issued_by: str | None = None


@dataclass(frozen=True)
class NewBooks:
    """What new books begin with. Amounts are in fen, each on its account's own side."""

    committee: str
    begin: dt.date
    officers: Sequence[tuple[str, str]]
    since: dt.date
    until: dt.date | None = None
    """Last day of the term, but for offices in ``terms`` and the street's director."""
    terms: Mapping[str, dt.date] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    bank: str = "基本户"
    clearing: Sequence[str] = ()
    debtors: Mapping[str, int] = field(default_factory=dict)
    """Who owes the committee, and how much."""
    openings: Mapping[str, int] = field(default_factory=dict)
    brought: Mapping[str, int] = field(default_factory=dict)
    """What accounts of income and spending had seen of the year before, where books begin in mid year."""
    funds: Sequence[NewFund] = ()
    receipts: FirstReceipts | None = None
    attachments: int = 1
    """Sheets that the opening voucher rests on: the old ledger's last page, counts, statements."""

    @cached_property
    def sections(self) -> list[Section]:
        """The chart of accounts under its headings."""
        return list(chart_sections(self.bank, self.clearing, list(self.debtors)))

    @cached_property
    def accounts(self) -> list[NewAccount]:
        """The accounts of the chart."""
        return new_accounts(self.sections, self.begin, self.committee, list(self.debtors))

    def files(self) -> dict[str, str]:
        """Return every file by its path from the books' folder, ``/`` between its parts.

        Raises ``Unwritable`` for a name that the books cannot hold, :class:`BadInput` for sums that
        make no sense.
        """
        month = Period.month_of(self.begin)
        vouchers = f"{month.label[:4]}/{month.label}.beancount"
        return {
            "main.beancount": _main_text(self, vouchers),
            "accounts.beancount": chart_text(self.sections, self.accounts),
            "charter.beancount": charter_text(
                self.begin,
                self.officers,
                self.since,
                self.until,
                self.terms,
                self.limits,
                self.funds,
                self.brought,
            ),
            "receipts.beancount": _receipts_text(self),
            "approvals.beancount": APPROVALS,
            "assets.beancount": ASSETS,
            "reviews.beancount": REVIEWS,
            vouchers: HOW_TO_READ.format(month=month.title) + self._opening_voucher(month),
            ".gitignore": IGNORED,
        }

    def _opening_voucher(self, month: Period) -> str:
        legs = list(self._opening_legs())
        if not legs:
            return ""
        order = VoucherOrder(
            date=self.begin,
            payee=self.committee,
            narration="结转建账时各科目余额，依据旧账和盘点",
            meta={"attachments": self.attachments},
            legs=legs,
        )
        note = "; 期初余额：整套账只有这一张，是第一张凭证。\n"
        return note + order.text(f"{month.label}-0001")

    def _opening_legs(self) -> Iterator[Leg]:
        """Yield the balances in order of the chart, and what they come to against the opening."""
        total = 0
        for account in self.accounts:
            fen = self._signed(account)
            if fen:
                meta = {"cleared": self.begin} if account.holder else {}
                yield Leg(account.name, fen, meta)
                total += fen
        earmarked = sum(fund.fen for fund in self.funds)
        if earmarked > self._money:
            raise BadInput("专项资金的结余加起来比现金和存款还多，请核对")
        for fund in self.funds:
            if fund.fen:
                yield Leg(OPENING, -fund.fen, {"fund": fund.name})
        if total - earmarked:
            yield Leg(OPENING, earmarked - total)

    def _signed(self, account: NewAccount) -> int:
        """Return the opening balance of an account as Beancount signs it."""
        own = self.debtors.get(account.debtor or "", 0) + self.openings.get(account.name, 0)
        credit = account.root in _OWED or account.purpose == "depreciation"
        return -own if credit else own

    @property
    def _money(self) -> int:
        money = [a for a in self.accounts if a.as_account().is_money]
        return sum(self.openings.get(account.name, 0) for account in money)


@dataclass(frozen=True)
class Founded:
    """Books that have been made (or would be)."""

    folder: Path
    files: Mapping[str, str]
    books: Books
    findings: tuple[Finding, ...]


def found(
    folder: Path,
    wanted: NewBooks,
    *,
    explain: str | None = None,
    explained_by: str | None = None,
    dry_run: bool = False,
    as_of: dt.date | None = None,
) -> Founded:
    """Make new books in ``folder``, all of them or nothing.

    They are loaded and judged as of their first day, or of ``as_of`` where that comes before it (a
    voucher of days to come is VCH003), before anything is written. Raises
    :class:`Refusal` when the folder is taken or a rule is broken (unless ``explain`` says why),
    :class:`BadInput`, ``Unwritable``, :class:`disk.NotWritten`.
    """
    folder = folder.resolve()
    refuse_folder(folder)
    files = wanted.files()
    day = min(wanted.begin, as_of or wanted.begin)
    books, findings = _tried(folder, files, day)
    broken = [finding for finding in findings if finding.fails]
    if broken and explain:
        said = explanations(broken, explain, explained_by, wanted.begin)
        files["reviews.beancount"] += "".join(f"\n{text}" for text in said)
        books, findings = _tried(folder, files, day)
        broken = [finding for finding in findings if finding.fails]
    if broken:
        raise RuleBroken(broken)
    if not dry_run:
        disk.place_folder(
            folder, {name: text.encode("utf-8") for name, text in files.items()}, [DOCUMENTS]
        )
    return Founded(folder, files, books, tuple(findings))


def refuse_folder(folder: Path, command: str = "juwu init") -> None:
    """Refuse a folder that holds anything, the one we stand in, and a name that is a file's."""
    if folder == Path.cwd().resolve():
        raise Refusal(f"请在上一级文件夹里运行，写出新账本文件夹的名字，如：{command} 账本")
    try:
        taken = folder.is_dir() and next(folder.iterdir(), None) is not None
    except OSError as error:
        raise Refusal(f"打不开文件夹 {folder}（{disk.why_not(error)}）。") from None
    if taken:
        raise Refusal(f"{folder} 里已经有东西了，新账本要放在新的或者空的文件夹里。")
    if folder.exists() and not folder.is_dir():
        raise Refusal(f"{folder} 是一个文件，不是文件夹，换一个名字。")


def _tried(folder: Path, files: Mapping[str, str], day: dt.date) -> tuple[Books, list[Finding]]:
    """Load the files as if they stood in ``folder`` already, and judge them as of ``day``."""
    texts = {folder / name: text.encode("utf-8") for name, text in files.items()}
    loaded = load_books(folder / "main.beancount", texts)
    if loaded.errors or loaded.books is None:
        raise WouldNotLoad(loaded.errors)
    return loaded.books, judge(loaded.books, CATALOGUE, day)


def bank_account(name: str) -> str:
    """Return the full name of the bank account that is called ``name``."""
    return f"{BANK}{name}"


def _main_text(wanted: NewBooks, vouchers: str) -> str:
    begin = wanted.begin
    options: list[tuple[str, Value]] = [
        ("language", "zh_CN"),
        ("locale", "zh_CN"),
        ("invert-income-liabilities-equity", "true"),
        ("default-page", "income_statement/"),
        ("show-accounts-with-zero-transactions", "false"),
        ("currency-column", "64"),
    ]
    fava = "".join(custom_text(begin, "fava-option", pair) for pair in options)
    return MAIN.format(
        committee=wanted.committee,
        begin=f"{begin.year}年{begin.month}月{begin.day}日",
        title=quoted(wanted.committee),
        fava=fava,
        year=f"{begin.year}/",
        vouchers=vouchers,
    )


def _receipts_text(wanted: NewBooks) -> str:
    book = wanted.receipts
    if book is None:
        return RECEIPTS
    meta: dict[str, Value] = {"issued-by": book.issued_by, "keeper": book.keeper}
    note = "\n; 建账时手里的一本，从第一张没用过的号码登起\n"
    values = [book.first, book.last]
    return RECEIPTS + note + custom_text(wanted.begin, "receipt-book", values, meta)
