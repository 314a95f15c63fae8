"""SPD003: the spendings under one approval exceed it."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD003",
    name="spending-over-sign-off",
    title="支出超过签批金额",
    clause=("FM-3.1",),
    why="主任签的是一个数，花的就不能超过这个数。分几次付的，合起来也不能超过。",
    remedy="多付的追回，或请主任就超出部分另签一份；金额写错的改正。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Follow each approval's uses from the day they are judged; what gives back comes first."""
    for approval, uses, *_ in books.record(approval_uses).by_approval.values():
        if sum(use.fen for use in uses if use.fen > 0) <= approval.amount:
            continue
        total = 0
        for use in sorted(uses, key=lambda use: (use.judged, use.fen > 0, use.voucher.id)):
            total += use.fen
            if use.fen > 0 and total > approval.amount:
                yield RULE.on(
                    use.voucher,
                    f"签批 {approval.id} 批了 {show_fen(approval.amount)} 元，到这张凭证已付 "
                    f"{show_fen(total)} 元，超出 {show_fen(total - approval.amount)} 元",
                    about=approval.id,
                )
                break
