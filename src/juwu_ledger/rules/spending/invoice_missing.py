"""SPD007: an expense without invoice."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Purchase
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.problem import Place
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD007",
    name="invoice-missing",
    title="支出没有发票",
    clause=("FM-3.2",),
    why="报销要有税务部门认可的发票。只有津贴表、救助名册这类法律上没有发票的，才可以写明原因不附发票。",
    remedy='向对方补要发票，把号码写到 invoice；津贴、救助写 invoice: "none: 原因"。',
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at vouchers that buy an expense or a fixed asset."""
    for purchase in books.facts.purchases:
        if not purchase.uncovered:
            continue
        if purchase.excused:
            message = f"写了不附发票（{purchase.excused}），但不全是津贴或救助"
        elif purchase.voucher.text("invoice"):
            message = "写了不附发票，却没有写原因"
        else:
            message = f"“{purchase.voucher.narration}”没有发票号"
        yield RULE.on(purchase.voucher, message, place=_place(purchase))


def _place(purchase: Purchase) -> Place | None:
    """Point at the posting only where other postings of the voucher have their invoice."""
    txn = purchase.voucher.txn
    partly = any(p.meta and "invoice" in p.meta for p in txn.postings)
    return purchase.uncovered[0] if partly else None
