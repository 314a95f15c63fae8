"""SPD012: an approval at or above the resolution figure with no passed resolution before it."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Approval, Resolution
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD012",
    name="resolution-missing",
    title="重大支出没有居民会议决议",
    clause=("DS-8",),
    why="重大事项一事一议，先由居民会议表决通过，再签批用钱。",
    remedy="补开居民会议表决并登记（resolution），在签批上写明决议编号。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at every approval; "at" the figure already needs the meeting."""
    resolutions = {item.id: item for item in books.of(Resolution)}
    for approval in books.of(Approval):
        figure = books.limits.amount("resolution", approval.date)
        if figure is None or approval.amount < figure:
            continue
        resolution = resolutions.get(approval.resolution or "")
        if approval.resolution is None:
            why = "没有写居民会议决议"
        elif resolution is None:
            why = f"写的决议 {approval.resolution} 没有登记过"
        elif resolution.date > approval.date:
            why = f"决议 {resolution.id} 在 {resolution.date} 才通过"
        elif not resolution.passed:
            why = (
                f"决议 {resolution.id} 没有过半数（到会 {resolution.present or 0} 人，"
                f"赞成 {resolution.in_favour or 0} 人）"
            )
        else:
            continue
        yield RULE.at(
            approval.place,
            f"签批 {approval.id} 金额 {show_fen(approval.amount)} 元，"
            f"达到 {show_fen(figure)} 元，{why}",
            date=approval.date,
            about=approval.id,
            voucher=books.spent_under.get(approval.id),
        )
