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

from juwu_ledger.books.loading import load_books
from juwu_ledger.books.periods import Period
from juwu_ledger.books.view import Books
from juwu_ledger.journal import disk
from juwu_ledger.journal.accounts import NewAccount
from juwu_ledger.journal.journal import LOCK, explanations
from juwu_ledger.journal.new_chart import (
    BANK,
    CLEARING,
    OPENING,
    Section,
    chart_sections,
    chart_text,
    new_accounts,
)
from juwu_ledger.journal.new_charter import NewFund, charter_text
from juwu_ledger.journal.refusals import BadInput, Refusal, RuleBroken, WouldNotLoad
from juwu_ledger.journal.text import Leg, Value, custom_text, quoted
from juwu_ledger.journal.vouchers import VoucherOrder
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.rule import Finding, judge

DOCUMENTS = "documents"
_OWED = ("Liabilities", "Equity")


@dataclass(frozen=True)
class FirstReceipts:
    """The receipt book in hand when the books begin, from its first unused slip."""

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
    limits: Mapping[str, int] = field(default_factory=dict)
    bank: str = "基本户"
    clearing: Sequence[str] = ()
    debtors: Mapping[str, int] = field(default_factory=dict)
    """Who owes the committee, and how much."""
    openings: Mapping[str, int] = field(default_factory=dict)
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
                self.begin, self.officers, self.since, self.until, self.limits, self.funds
            ),
            "receipts.beancount": _receipts_text(self),
            "approvals.beancount": _APPROVALS,
            "assets.beancount": _ASSETS,
            "reviews.beancount": _REVIEWS,
            vouchers: _HOW_TO_READ.format(month=month.title) + self._opening_voucher(month),
            ".gitignore": _IGNORED,
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
        note = "; 期初余额：一年只有这一张。\n"
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
) -> Founded:
    """Make new books in ``folder``, all of them or nothing.

    They are loaded and judged as of their first day before anything is written. Raises
    :class:`Refusal` when the folder is taken or a rule is broken (unless ``explain`` says why),
    :class:`BadInput`, ``Unwritable``, :class:`disk.NotWritten`.
    """
    folder = folder.resolve()
    refuse_folder(folder)
    files = wanted.files()
    books, findings = _tried(folder, files, wanted.begin)
    broken = [finding for finding in findings if finding.fails]
    if broken and explain:
        said = explanations(broken, explain, explained_by, wanted.begin)
        files["reviews.beancount"] += "".join(f"\n{text}" for text in said)
        books, findings = _tried(folder, files, wanted.begin)
        broken = [finding for finding in findings if finding.fails]
    if broken:
        raise RuleBroken(broken)
    if not dry_run:
        disk.place_folder(
            folder, {name: text.encode("utf-8") for name, text in files.items()}, [DOCUMENTS]
        )
    return Founded(folder, files, books, tuple(findings))


def refuse_folder(folder: Path) -> None:
    """Refuse a folder that holds anything, the one we stand in, and a name that is a file's."""
    if folder == Path.cwd().resolve():
        raise Refusal("请在上一级文件夹里运行，写出新账本文件夹的名字，如：juwu init 账本")
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


def clearing_account(number: int, name: str) -> str:
    """Return the full name of the ``number``-th QR code's account."""
    return f"{CLEARING}{number:02d}{name}"


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
    return _MAIN.format(
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
        return _RECEIPTS
    meta: dict[str, Value] = {"issued-by": book.issued_by, "keeper": book.keeper}
    note = "\n; 建账时手里的一本，从第一张没用过的号码登起\n"
    values = [book.first, book.last]
    return _RECEIPTS + note + custom_text(wanted.begin, "receipt-book", values, meta)


_MAIN = """\
; {committee}的账本，{begin}起。
;
; 怎么看：从本文件往下，每个 include 是一册。
;   accounts   科目表：钱放在哪里、从哪里来、花到哪里去
;   charter    章程：谁任什么职、各项限额、专项资金、年度限额
;   receipts   统一收据的领用、作废和缴销
;   approvals  支出签批单和居民会议决议
;   assets     固定资产卡片、低值品登记、移交、处置和盘点
;   reviews    月结、报送、民主理财审核、公开、质询与答复
;   {year}      每月一册凭证，月末附现金盘点和银行对账；怎么读凭证，见第一册开头
;   documents/ 扫描件：发票、收据存根、花名册、验收单、对账单、公开表
; 分号后面的话是给人看的，程序不读。记账用 juwu 的命令，不必动手改这些文件。

option "title" {title}
option "operating_currency" "CNY"
option "render_commas" "TRUE"

; Fava 报表里自动算出的几个科目，取中文名字
option "account_current_earnings" "3102本年结余"
option "account_previous_earnings" "3103历年结余"
option "account_previous_balances" "3104年初结转"
option "account_current_conversions" "3105本年折算"
option "account_previous_conversions" "3106历年折算"

; 居务账规：bean-check 和 Fava 据此逐条检查
plugin "juwu_ledger.rules"

; Fava 的显示：中文，收入和负债显示为正数
{fava}
include "accounts.beancount"
include "charter.beancount"
include "receipts.beancount"
include "approvals.beancount"
include "assets.beancount"
include "reviews.beancount"

include "{vouchers}"
"""
_RECEIPTS = """\
; 统一收据：向街道领用，由票据保管人一人保管。
; 按号码顺序开，不跳号；写坏的不撕，各联盖作废章留在本子上，在这里登记。
; 一本用完，先缴销旧本，再领新本。
; 登记用：juwu receipt-book issue、juwu void-receipt、juwu receipt-book return。
"""
_APPROVALS = """\
; 支出签批单和居民会议决议。
; 先签批，后花钱：日期是主任签字的那一天，金额是最多可以花的数。
; 一张签批单可以管几笔支出，合计不得超过它。
; 登记用：juwu approve、juwu resolve。
"""
_ASSETS = """\
; 资产：固定资产卡片（GD）、低值品登记（DZ）、移交、处置和盘点。
; 每件东西都有一个人负责；换人要逐件移交，年末逐件盘点。
; 登记用：juwu asset add、juwu asset handover、juwu asset dispose、juwu asset count。
"""
_REVIEWS = """\
; 办账之后的事：月结、报送街道、质询与答复、民主理财审核、公开上墙、
; 向居民代表和捐赠人报告。按办事的先后写。
; 顺序不能乱：先月结，再由民主理财小组审核，审核通过才能公开。
; 登记用：juwu close、juwu file、juwu query、juwu reply、juwu review、juwu disclose。
"""
_HOW_TO_READ = """\
; {month}的凭证。
;
; 怎么读一张凭证（以后各月相同）：
;   第一行　　日期、对方、摘要
;   voucher   凭证号，每月从 0001 编起，不断号
;   receipt   开出的统一收据号　　　approval  签批单号，见 approvals.beancount
;   invoice   发票号；津贴、救助没有发票，写 none 和依据的表册
;   handler   经手人　　　　　　　　witness   证明人
;   attachments 所附单据张数　　　　cleared   银行（或微信）账单上显示的日期
;   金额　　　正数是增加的钱物或花费，负数是减少的钱物或收入，一张凭证合计为零

"""
_IGNORED = f"""\
# 记账程序写账时用的临时文件，不必保存。
{LOCK}
.juwu-*.part
"""
