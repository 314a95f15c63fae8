"""SPD017: more was booked under an invoice than it is made out for."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.invoices import invoices
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD017",
    name="paid-more-than-invoiced",
    title="记的账比发票多",
    clause=("FM-3.2", "会计法 14"),
    why="发票开多少，报销多少。多出来的钱没有凭据；发票被红字冲了，原来报的也要退回来。",
    remedy="照发票改正金额：红字冲销重记，或把多付的钱追回来；对方开错了，请对方重开。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Add up what vouchers book of each invoice taken in; the one that goes beyond it is named."""
    for one in books.record(invoices).all:
        if one.worth is None or one.is_red:
            continue
        so_far = 0
        for voucher, fen in one.booked:
            so_far += fen
            if fen > 0 and so_far > max(one.worth, 0):
                red = "（减去红字发票）" if one.reds else ""
                yield RULE.on(
                    voucher,
                    f"发票 {one.invoice.id}{red}是 {show_fen(max(one.worth, 0))} 元，"
                    f"记了 {show_fen(so_far)} 元",
                )
