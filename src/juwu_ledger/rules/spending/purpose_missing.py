"""SPD010: no narration, or neither purpose nor reason on the sign-off."""

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
    remedy="在凭证上写明摘要；在签批上写明用途或理由（reason）。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at every spending and every sign-off."""
    for spending in books.facts.spendings:
        voucher = spending.voucher
        if not voucher.narration:
            yield RULE.on(voucher, f"支出 {show_fen(spending.amount)} 元没有写摘要")
    for approval in books.of(Approval):
        if not approval.purpose.strip() and not (approval.reason or "").strip():
            yield RULE.at(
                approval.place,
                f"签批 {approval.id}（{show_fen(approval.amount)} 元）没有写用途和理由",
                date=approval.date,
                about=approval.id,
                voucher=books.spent_under.get(approval.id),
            )
