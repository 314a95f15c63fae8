"""SPD001: a spending with no approval, or with one that does not exist."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD001",
    name="spending-without-sign-off",
    title="支出没有签批",
    clause=("FM-3.1",),
    why="花公家的钱，先由主任一支笔签批，再用。没有签批的支出，谁也没有同意过。银行自己扣的手续费不在此列。",
    remedy="请主任补签并登记（approval），把签批号写到凭证上；不该花的钱追回。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look up the approval that each spending names."""
    known = {plain(item.id) for item in books.of(Approval)}
    for spending in books.facts.spendings:
        voucher = spending.voucher
        for part in spending.parts:
            if not part.approval:
                yield RULE.on(
                    voucher, f"支出 {show_fen(part.fen)} 元（{voucher.narration}）没有签批号"
                )
            elif part.approval not in known and plain(part.approval) not in known:
                yield RULE.on(
                    voucher, f"支出 {show_fen(part.fen)} 元写的签批 {part.approval} 没有登记过"
                )
