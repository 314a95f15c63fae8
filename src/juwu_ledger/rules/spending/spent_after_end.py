"""SPD015: money was spent under an approval that the director had ended."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.records.approvals import approval_ends
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD015",
    name="spent-after-end",
    title="签批终止以后又花",
    clause=("FM-3.1",),
    why="主任作废或者结清了一张签批，就不再同意照它花钱；没用完的额度一起收回，不能留着以后用。",
    remedy="确实要花的，请主任另签一张，凭证改用新的签批；终止登记错了的，写说明。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare the day of each spending with that of the end; on the day itself it may still be spent."""
    ends = books.record(approval_ends)
    for voucher, approval, _amount in books.signed_spendings:
        end = ends.get(plain(approval.id))
        if end is not None and voucher.date > end.date:
            yield RULE.on(
                voucher,
                f"{voucher.date} 付的钱，用的签批 {approval.id} 在 {end.date} 已经终止（{end.reason}）",
            )
