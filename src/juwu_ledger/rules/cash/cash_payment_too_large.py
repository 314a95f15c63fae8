"""CSH007: one cash payment above the settlement point."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.recipients import largest_payment
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="CSH007",
    name="cash-payment-too-large",
    title="现金支付过大",
    clause=("现金条例 5",),
    why="大额款项走银行转账，收款人、金额都有据可查。",
    remedy="改用银行转账；确需现金的，请写说明。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at what one recipient got of what a spending took out of petty or undeposited cash."""
    for spending in books.facts.spendings:
        if not spending.cash or books.facts.taken_back_by(spending.voucher):
            continue
        limit = books.limits.amount("cash-payment", spending.voucher.date)
        if limit is None or spending.cash <= limit:
            continue
        to_one = min(spending.cash, largest_payment(spending.voucher, spending.amount))
        if to_one > limit:
            said = "一次付现金" if to_one == spending.cash else "一次付给一个人现金"
            yield RULE.on(
                spending.voucher,
                f"{said} {show_fen(to_one)} 元，超过现金支付起点 {show_fen(limit)} 元",
            )
