"""SPD004: an approval at or above the street's figure without the street director, or signed by him or her after the spending."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.approvals import reached_street_figure
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD004",
    name="street-sign-off-missing",
    title="大额支出没有街道主任签批",
    clause=("FM-3.2",),
    why="一次支出达到规定数额，除了居委会主任，还要街道办事处主任签批，而且要签在花钱之前。",
    remedy="报街道办事处主任签批，在签批上补写 street-director 和 street-date。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at approvals under which money was spent; "at" the figure already needs the street."""
    missing = set()
    for voucher, approval, _amount in books.signed_spendings:
        figure = reached_street_figure(books, approval.date, approval.amount)
        if figure is None:
            continue
        size = f"签批 {approval.id} 金额 {show_fen(approval.amount)} 元，达到 {show_fen(figure)} 元"
        if approval.street_director is None or approval.street_date is None:
            if approval.id in missing:
                continue
            missing.add(approval.id)
            what = "签字" if approval.street_director is None else "签字日期"
            yield RULE.at(
                approval.place,
                f"{size}，没有街道办事处主任{what}，{voucher.date} 就付了款",
                date=voucher.date,
                about=approval.id,
                voucher=voucher.id,
            )
        elif approval.street_date > voucher.date:
            yield RULE.on(
                voucher,
                f"{size}，街道主任 {approval.street_date} 才签，{voucher.date} 已经付款",
                about=approval.id,
            )
