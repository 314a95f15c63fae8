"""SPD008: one invoice number reimbursed twice."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import InvoiceUse
from juwu_ledger.books.facts.view import Books
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD008",
    name="invoice-reused",
    title="同一张发票报销两次",
    clause=("FM-3.2",),
    why="一张发票只能报销一次。电子发票可以反复打印，更要查重。",
    remedy="核对发票原件：号码写错的改正；重复报销的把钱追回，红字冲销后一张凭证。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare numbers across the vouchers that book what was bought.

    Naming the invoice again where it is only paid (a payable, a refund) reimburses nothing. A
    voucher that was wholly reversed gives its invoice back.
    """
    facts = books.facts
    bought = {id(purchase.voucher.txn) for purchase in facts.purchases}
    seen: dict[str, InvoiceUse] = {}
    for use in facts.invoices:
        if facts.taken_back_by(use.voucher) or id(use.voucher.txn) not in bought:
            continue
        first = seen.setdefault(use.text.replace("-", ""), use)
        if first.voucher is not use.voucher:
            yield RULE.on(
                use.voucher,
                f"发票 {use.text} 已在 {first.voucher.date} 的凭证 {first.voucher.id} 报销过",
                place=use.place,
                about=use.voucher.id or use.text,
            )
