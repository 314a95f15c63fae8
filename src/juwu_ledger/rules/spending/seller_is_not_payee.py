"""SPD018: the money went to another than who made out the invoice."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.intake.party_names import normal_name
from juwu_ledger.records.invoices import invoices
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="SPD018",
    name="seller-is-not-payee",
    title="收款的不是开发票的",
    clause=("FM-3.2",),
    why="钱要付给开发票的那一家。付给了别人，可能是买来的发票；有人先垫付的，写明是谁。",
    remedy="有人先垫付的，在凭证上写 advanced-by（juwu spend --advanced-by 姓名）；付错了的追回来。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare names, width, blanks and brackets aside."""
    for one in books.record(invoices).all:
        seller = one.invoice.invoice_seller
        for voucher, _ in one.booked if seller else ():
            if voucher.text("advanced-by") or normal_name(voucher.payee) == normal_name(
                seller or ""
            ):
                continue
            yield RULE.on(
                voucher,
                f"发票 {one.invoice.id} 是“{seller}”开的，凭证的对方是“{voucher.payee}”",
            )
