"""VCH002: numbers that do not follow dates."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="VCH002",
    name="voucher-out-of-order",
    title="凭证号与日期顺序不一致",
    clause=("财会〔2024〕12号 21",),
    why="号码在前的日期也该在前；倒过来的，可能是事后补的。",
    remedy="按日期先后重新编号；已结账的写说明。",
    severity=WARNING,
    past=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Within a month no voucher may be dated before one with a lower number."""
    for numbered in books.numbered_by_month.values():
        latest: Voucher | None = None
        for _number, voucher in sorted(numbered, key=lambda pair: pair[0]):
            if latest is not None and voucher.date < latest.date:
                yield RULE.on(
                    voucher,
                    f"{voucher.id} 的日期 {voucher.date} 早于前面 {latest.id} 的 {latest.date}",
                )
            else:
                latest = voucher
