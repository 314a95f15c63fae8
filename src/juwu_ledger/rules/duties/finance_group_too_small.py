"""DTY003: a finance leading group of fewer than three."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="DTY003",
    name="finance-group-too-small",
    title="财务管理领导小组不足三人",
    clause=("FM-0.1",),
    why="财务管理领导小组要有三个人以上，大家一起管。",
    remedy='补足成员并登记任职（officer "finance-group"）。',
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)

_LEAST = 3


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Report each unbroken run of days with vouchers on which the group was too small."""
    first: Voucher | None = None
    seen = None
    for voucher in books.facts.vouchers:
        if voucher.date == seen:
            continue
        seen = voucher.date
        held = books.people.holders("finance-group", voucher.date)
        members = list(dict.fromkeys(map(plain, held)))
        if len(members) >= _LEAST:
            first = None
        elif first is None:
            first = voucher
            names = f"（{'、'.join(members)}）" if members else ""
            yield RULE.on(
                voucher, f"{voucher.date} 起财务管理领导小组只有 {len(members)} 人{names}"
            )
