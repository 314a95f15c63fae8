"""SPD002: the approval is dated after the spending."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD002",
    name="signed-after-spending",
    title="先花后批",
    clause=("FM-3.1",),
    why="先审批、后使用：钱花出去以后再补签，签批就管不住钱了。",
    remedy="日期写错的改正；真是先花后批的，写说明，以后先批后花。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare the day of the director's signature with the day the money went."""
    for voucher, approval, _amount in books.signed_spendings:
        if approval.date > voucher.date:
            days = (approval.date - voucher.date).days
            yield RULE.on(
                voucher,
                f"{voucher.date} 付的钱，签批 {approval.id} 到 {approval.date} 才签，晚了 {days} 天",
            )
