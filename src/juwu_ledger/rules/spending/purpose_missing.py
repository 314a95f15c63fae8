"""SPD010: a spending without narration, or an approval without purpose."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD010",
    name="purpose-missing",
    title="没有写用途",
    clause=("FM-3.2",),
    why="钱花在哪里、为什么花，要写得别人看得懂。",
    remedy="在凭证上写明摘要；在签批上写明用途，理由写在 reason。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at every spending and every approval.

    The reason of an item stands on the approval or in the narration of the vouchers that spend under it;
    the purpose was what the director signed, so nothing stands in for it.
    """
    for spending in books.facts.spendings:
        voucher = spending.voucher
        if not voucher.narration:
            yield RULE.on(voucher, f"支出 {show_fen(spending.amount)} 元没有写摘要")
    for approval in books.of(Approval):
        if not approval.purpose.strip():
            lacks = "用途" if (approval.reason or "").strip() else "用途和理由"
            yield RULE.at(
                approval.place,
                f"签批 {approval.id}（{show_fen(approval.amount)} 元）没有写{lacks}",
                date=approval.date,
                about=approval.id,
                voucher=books.spent_under.get(approval.id),
            )
