"""VCH003: a voucher dated after the as-of day."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="VCH003",
    name="voucher-in-future",
    title="凭证日期在今天以后",
    clause=(),
    why="还没有发生的收支不能先记账。",
    remedy="改正日期；还没有发生的，等发生了再记。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Compare each voucher's date with the day judged from."""
    for voucher in reversed(books.facts.vouchers):
        if voucher.date <= as_of:
            break
        yield RULE.on(voucher, f"凭证日期 {voucher.date} 在 {as_of} 以后")
