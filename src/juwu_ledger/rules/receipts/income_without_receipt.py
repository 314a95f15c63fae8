"""RCP001: money that came in, as income or under the name of a debt, with no unified receipt."""

import datetime as dt
from collections.abc import Iterator, Mapping

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.problem import Place
from juwu_ledger.records.flows import Leg, legs_of, vouchers_on
from juwu_ledger.records.voucher_lines import texts
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="RCP001",
    name="income-without-receipt",
    title="收入没有统一收据",
    clause=("FM-1.4",),
    why="每一笔收入都要开从街道领来的统一收据。没有收据的收入，谁交的、交了多少，事后说不清。"
    "记成应收、应付的进项也一样：前面没有这笔债的，就是新收的钱。利息由银行回单入账，不在此列。",
    remedy="给交款人补开统一收据，把号码写到凭证的 receipt；以前付出的钱退回来的，写明 reverses。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at income postings of a source other than interest, unless wholly reversed."""
    for income in books.facts.incomes:
        if not income.uncovered or books.facts.taken_back_by(income.voucher):
            continue
        voucher = income.voucher
        whole = not any(p.meta and text_of(p.meta.get("receipt")) for p in voucher.txn.postings)
        if whole:
            yield RULE.on(
                voucher, f"收入 {show_fen(income.amount)} 元（{voucher.narration}）没有收据号"
            )
            continue
        for place in income.uncovered:
            yield RULE.on(voucher, "这一行收入没有收据号，别的行有", place=place)


@RULE.check
def find_under_debts(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at money that came in against a debt of which there had been none, or less.

    What settles an older debt had its receipt when the debt was born; a deposit has its own.
    """
    found = [
        (voucher, leg)
        for voucher in books.vouchers
        if _comes_in(books, voucher) and not texts(voucher, "receipt")
        for leg in legs_of(books, voucher)
        if leg.fen < 0 and _is_debt(leg)
    ]
    ends = _ends_of_days(books) if found else {}
    for voucher, leg in found:
        left = ends[leg.account.name, voucher.date]
        if left < 0:
            new = min(-leg.fen, -left)
            yield RULE.on(
                voucher,
                f"收进 {show_fen(new)} 元记在{account_label(leg.account.name)}，"
                "前面没有这笔债，也没有收据号",
                place=Place.of(leg.posting.meta),
            )


def _comes_in(books: Books, voucher: Voucher) -> bool:
    """Tell whether a voucher brings in money that is neither income nor something taken back."""
    if voucher.kind != "inflow" or voucher.mirrors is not None:
        return False
    return books.facts.taken_back_by(voucher) is None and not voucher.text("reverses")


def _is_debt(leg: Leg) -> bool:
    return leg.account.role in ("receivable", "payable")


def _ends_of_days(books: Books) -> Mapping[tuple[str, dt.date], int]:
    """Return what stood on each debt's account at the end of each day it moved, fen, debit positive.

    Counted back from what stands there now, which a seal hands on.
    """
    names = {account.name for account in books.chart.with_role("receivable", "payable")}
    now = {name: books.balances.get(name, 0) for name in names}
    ends: dict[tuple[str, dt.date], int] = {}
    for voucher in reversed(vouchers_on(books, names)):
        for leg in legs_of(books, voucher):
            name = leg.account.name
            if name in names:
                ends.setdefault((name, voucher.date), now[name])
                now[name] -= leg.fen
    return ends
