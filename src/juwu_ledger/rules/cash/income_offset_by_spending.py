"""CSH004: one voucher with both income and expenses."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="CSH004",
    name="income-offset-by-spending",
    title="收支相抵",
    clause=("FM-1.5",),
    why="收入和支出各记各的，不能拿报销单抵现金。抵了以后，两边都少记，谁也看不出来。银行回单上的利息和手续费除外。",
    remedy="分成两张凭证：收入一张（带收据），支出一张（带签批）。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Report vouchers with postings on both sides, unless wholly reversed."""
    for voucher in books.facts.mixed:
        if books.facts.taken_back_by(voucher):
            continue
        yield RULE.on(voucher, f"“{voucher.narration}”在一张凭证里又记收入又记支出")
