"""VCH009: a voucher entered more than three days after what it tells of happened."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.metadata import occurred_on
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="VCH009",
    name="late-entry",
    title="隔了几天才入账",
    clause=("FM-1.3", "FM-0.4"),
    why="日清月结：当天的收支当天记，收入及时进账。隔得久了，钱在谁手里、单据在不在，都说不清。",
    remedy="说明为什么晚记（登记一条 explanation）；以后当天记账。",
    severity=WARNING,
    past=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)

_DAYS = 3


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at vouchers that say themselves on which day it happened; a correction is no late entry."""
    for voucher in books.facts.redated:
        if voucher.text("corrects") or voucher.text("reverses"):
            continue
        day = occurred_on(voucher.txn.meta, voucher.date)
        if day is not None and (voucher.date - day).days > _DAYS:
            late = (voucher.date - day).days
            yield RULE.on(voucher, f"{day} 的事，{voucher.date} 才入账，晚了 {late} 天")
