"""RCP001: an income voucher with no unified receipt."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="RCP001",
    name="income-without-receipt",
    title="收入没有统一收据",
    clause=("FM-1.4",),
    why="每一笔收入都要开从街道领来的统一收据。没有收据的收入，谁交的、交了多少，事后说不清。利息由银行回单入账，不在此列。",
    remedy="给交款人补开统一收据，把号码写到凭证的 receipt。",
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
