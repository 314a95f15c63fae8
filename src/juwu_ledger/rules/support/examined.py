"""What was looked at: for every clause the number of things examined, not only what was found.

Auditors trust counts of what was looked at, not silence. Counts are of the books up to the day
judged from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import months_between, quarters_between
from juwu_ledger.books.model.vocabulary import (
    Approval,
    ApprovalEnd,
    AssetCard,
    AssetDisposal,
    AssetHandover,
    BankStatement,
    BudgetLimit,
    ConferenceReport,
    Directive,
    Disclosure,
    DonorReport,
    Filing,
    Fund,
    Guarantee,
    Invoice,
    LowValueItem,
    MonthClose,
    Officer,
    Query,
    ReceiptBook,
    ReceiptReturn,
    ReceiptVoid,
    Reconciliation,
    Reply,
    Resolution,
    Review,
    Roster,
    Stocktake,
)
from juwu_ledger.records.receipts import Receipts
from juwu_ledger.rules.support.clauses import CLAUSES


class Examined(NamedTuple):
    """One clause and what was looked at for it: pairs of a Chinese name and a count."""

    clause: str
    duty: str
    counts: tuple[tuple[str, int], ...]

    @property
    def said(self) -> str:
        """The counts in one line: ``收入凭证 74、收据 78……``."""
        return "、".join(f"{name} {number}" for name, number in self.counts)


def examine(books: Books, as_of: dt.date) -> list[Examined]:
    """Return, clause by clause, what the rules look at in these books up to ``as_of``."""
    counts: dict[str, list[tuple[str, int]]] = {clause.id: [] for clause in CLAUSES}
    for clause, name, number in _counts(_Upto(books, as_of)):
        counts[clause].append((name, number))
    return [
        Examined(clause.id, clause.duty, tuple(counts[clause.id]))
        for clause in CLAUSES
        if counts[clause.id]
    ]


class _Upto:
    """The books up to a day."""

    def __init__(self, books: Books, day: dt.date) -> None:
        self.books = books
        self.day = day
        facts = books.facts
        self.vouchers = [v for v in facts.vouchers if v.date <= day]
        self.spendings = [s for s in facts.spendings if s.voucher.date <= day]
        self.incomes = [i for i in facts.incomes if i.voucher.date <= day]
        receipts = books.record(Receipts).by_number.values()
        self.receipts = [receipt for receipt in receipts if receipt.is_used(day)]
        self.invoices = [i for i in facts.invoices if i.voucher.date <= day]
        self.purchases = [p for p in facts.purchases if p.voucher.date <= day]
        self.flows = [f for f in facts.cash_flows if f.voucher.date <= day]
        paid = {a.name for a in books.chart.values() if a.nature == "allowance"}
        self.allowances = [
            v for v in self.vouchers if any(p.account in paid for p in v.txn.postings)
        ]
        self.span = (self.vouchers[0].date, self.vouchers[-1].date) if self.vouchers else None

    def count(self, kind: type[Directive]) -> int:
        """Number of directives of one class."""
        return sum(item.date <= self.day for item in self.books.of(kind))

    def days(self, *roles: str) -> int:
        """Number of account days with movement on the money accounts of these roles."""
        return sum(
            day.date <= self.day
            for account in self.books.chart.with_role(*roles)
            for day in self.books.facts.daily[account.name]
        )

    def moved(self, *roles: str) -> int:
        """Number of account months with movement on the money accounts of these roles."""
        return len(
            {
                (account.name, day.date.year, day.date.month)
                for account in self.books.chart.with_role(*roles)
                for day in self.books.facts.daily[account.name]
                if day.date <= self.day
            }
        )


def _counts(upto: _Upto) -> Iterator[tuple[str, str, int]]:
    yield from _people(upto)
    yield from _money(upto)
    yield from _assets(upto)
    yield from _spending(upto)
    yield from _publicity(upto)
    yield from _vouchers(upto)


def _people(upto: _Upto) -> Iterator[tuple[str, str, int]]:
    days = len({voucher.date for voucher in upto.vouchers})
    for clause in ("FM-0.1", "FM-0.2", "TR-1"):
        yield clause, "任职", upto.count(Officer)
        yield clause, "有收支的日子", days
    yield "FM-0.2", "收据本", upto.count(ReceiptBook)
    yield "TR-1", "签批", upto.count(Approval)
    yield "DR-1", "审核", upto.count(Review)
    yield "DR-6", "任职", upto.count(Officer)


def _money(upto: _Upto) -> Iterator[tuple[str, str, int]]:
    facts = upto.books.facts
    receipts = sum(
        book.numbers.size for book in upto.books.of(ReceiptBook) if book.date <= upto.day
    )
    yield "FM-1.1", "银行和收款账户", len(upto.books.chart.with_role("bank", "clearing"))
    yield "FM-1.1", "资产科目", sum(a.root == "Assets" for a in upto.books.chart.values())
    yield "FM-1.3", "凭证", len(upto.vouchers)
    yield "FM-1.4", "收入凭证", len(upto.incomes)
    yield "FM-1.4", "其中利息", sum(not income.needs_receipt for income in upto.incomes)
    yield "FM-1.4", "其他收款", sum(voucher.kind == "inflow" for voucher in upto.vouchers)
    yield "FM-1.4", "用掉的收据", len(upto.receipts)
    yield "FM-1.4", "作废", upto.count(ReceiptVoid)
    yield "FM-1.4", "领用的收据本", upto.count(ReceiptBook)
    yield "FM-1.4", "共有号码", receipts
    yield "FM-1.4", "缴销", upto.count(ReceiptReturn)
    yield "FM-1.5", "现金收入和缴存的日子", upto.days("undeposited")
    yield "FM-1.5", "动用待缴现金的凭证", len(upto.flows)
    yield "FM-1.5", "查收支相抵的凭证", len(upto.vouchers)
    yield "FM-1.5", "转账", sum(voucher.kind == "transfer" for voucher in upto.vouchers)
    yield "FM-1.6", "备用金有变动的日子", upto.days("petty-cash")
    yield "FM-1.7", "现金科目有收付的月份", upto.moved("petty-cash", "undeposited")
    yield "FM-1.7", "余额清点", sum(a.entry.date <= upto.day for a in facts.assertions)
    yield "FM-1.7", "银行有收付的月份", upto.moved("bank")
    yield "FM-1.7", "银行对账", upto.count(Reconciliation)
    yield "FM-1.7", "导入的对账单", upto.count(BankStatement)
    yield "FM-1.7", "银行收付", sum(item.date <= upto.day for item in facts.bank_items)
    yield "FM-1.8", "应收款付出", sum(item[0].date <= upto.day for item in facts.advances)
    yield "FM-1.8", "借款收付", sum(item[0].date <= upto.day for item in facts.borrowings)
    yield "FM-1.8", "担保", upto.count(Guarantee)


def _assets(upto: _Upto) -> Iterator[tuple[str, str, int]]:
    postings = sum(posting.voucher.date <= upto.day for posting in upto.books.facts.assets)
    yield "FM-2.1", "资产和低值品分录", postings
    yield "FM-2.1", "低值品登记", upto.count(LowValueItem)
    yield "FM-2.3", "固定资产卡片", upto.count(AssetCard)
    yield "FM-2.3", "移交", upto.count(AssetHandover)
    yield "FM-2.3", "处置", upto.count(AssetDisposal)
    yield "FM-2.4", "盘点", upto.count(Stocktake)


def _spending(upto: _Upto) -> Iterator[tuple[str, str, int]]:
    books = upto.books
    facts = books.facts
    for clause in ("FM-0.3", "FM-2.2", "FM-3.1"):
        yield clause, "支出凭证", len(upto.spendings)
        yield clause, "签批", upto.count(Approval)
    yield "FM-3.1", "签批终止", upto.count(ApprovalEnd)
    yield "FM-3.1", "该有的电子签名", sum(v.is_due and v.day <= upto.day for v in books.signatures)
    yield "FM-3.2", "支出凭证", len(upto.spendings)
    yield "FM-3.2", "签批", upto.count(Approval)
    yield "FM-3.2", "要发票的凭证", len(upto.purchases)
    yield "FM-3.2", "发票", len(upto.invoices)
    yield "FM-3.2", "登记的电子发票", upto.count(Invoice)
    yield "FM-3.2", "扫描件", sum(d[0].date <= upto.day for d in facts.documents)
    yield "FM-3.3", "年度限额", upto.count(BudgetLimit)
    yield "FM-3.3", "限额内的支出", sum(p.voucher.date <= upto.day for p in facts.budgeted)
    yield "TR-2", "发津贴的凭证", len(upto.allowances)
    yield "TR-2", "名册", upto.count(Roster)
    for clause in ("FM-3.4", "TR-3"):
        yield clause, "专项资金", upto.count(Fund)
        yield clause, "专款收支", sum(m.voucher.date <= upto.day for m in facts.fund_moves)
    named = [item for item in books.of(Approval) if item.fund and item.date <= upto.day]
    yield "FM-3.4", "写明专款的签批", len(named)
    yield "现金条例 5", "付现金的支出", sum(bool(s.cash) for s in upto.spendings)
    yield "DS-8", "签批", upto.count(Approval)
    yield "DS-8", "决议", upto.count(Resolution)


def _publicity(upto: _Upto) -> Iterator[tuple[str, str, int]]:
    months = len(list(months_between(*upto.span))) if upto.span else 0
    quarters = len(list(quarters_between(*upto.span))) if upto.span else 0
    yield "FM-0.4", "月份", months
    yield "FM-0.4", "凭证", len(upto.vouchers)
    yield "FM-0.4", "月结", upto.count(MonthClose)
    for clause in ("FM-0.5", "DS-7"):
        yield (
            clause,
            "季度" if clause == "FM-0.5" else "月份",
            (quarters if clause == "FM-0.5" else months),
        )
        yield clause, "报送", upto.count(Filing)
    for clause in ("DS-1", "DS-6"):
        yield clause, "季度", quarters
        yield clause, "公开", upto.count(Disclosure)
    yield "DR-3", "公开", upto.count(Disclosure)
    yield "DR-3", "审核", upto.count(Review)
    yield "DS-2", "向居民代表报告", upto.count(ConferenceReport)
    yield "DS-3", "向捐赠人报告", upto.count(DonorReport)
    yield "DR-5", "质询", upto.count(Query)
    yield "DR-5", "答复", upto.count(Reply)


def _vouchers(upto: _Upto) -> Iterator[tuple[str, str, int]]:
    facts = upto.books.facts
    yield "会计法 14", "凭证", len(upto.vouchers)
    yield "会计法 14", "分录", sum(len(v.txn.postings) for v in upto.vouchers)
    yield (
        "会计基础工作规范 51",
        "红字凭证",
        sum(item.voucher.date <= upto.day for item in facts.reversals),
    )
    yield "财会〔2024〕11号 27", "发票", len(upto.invoices)
    for clause in ("财会〔2024〕12号 21", "财会〔2024〕12号 24"):
        yield clause, "凭证", len(upto.vouchers)
    yield "财会〔2024〕12号 21", "月份", len(list(months_between(*upto.span))) if upto.span else 0
