"""LND002: a posting to an account of role borrowing."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="LND002",
    name="committee-borrowing",
    title="居委会举债",
    clause=("FM-1.8",),
    why="居委会不得向单位或个人借钱。",
    remedy="尽快还清并停用借款科目；缺钱向街道申请拨款。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Any posting to a borrowing account is one too many."""
    for voucher, place, account, fen in books.facts.borrowings:
        what = "还出" if fen > 0 else "借入"
        yield RULE.on(
            voucher,
            f"借款科目 {account_label(account)} {what} {show_fen(abs(fen))} 元",
            place=place,
        )
