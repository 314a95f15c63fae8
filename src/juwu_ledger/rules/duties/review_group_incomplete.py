"""DTY004: not one leader and two members when a review is signed."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import Review
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="DTY004",
    name="review-group-incomplete",
    title="民主理财小组不全",
    clause=("DR-1",),
    why="民主理财小组一名组长、两名组员，三个人都看过、签过，审核才算数。",
    remedy="补齐小组成员并登记任职；请在任的组长和两名组员在审核上签名（leader、members）。",
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)

_MEMBERS = 2


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Hold each review's signatures against the group in office on its day."""
    for review in books.of(Review):
        leader = books.people.holder("review-leader", review.date)
        members = books.people.holders("review-member", review.date)
        signed = {name for name in review.members if name in members and name != leader}
        wrong = []
        if leader is None:
            wrong.append("没有在任的组长")
        elif review.leader is None:
            wrong.append("组长没有签名")
        elif plain(review.leader) != plain(leader):
            wrong.append(f"以组长名义签名的是 {review.leader}，在任组长是 {leader}")
        if len(set(members) - {leader}) < _MEMBERS:
            wrong.append(f"在任组员只有 {len(set(members) - {leader})} 人")
        elif len(signed) < _MEMBERS:
            wrong.append(f"在任组员签名的只有 {len(signed)} 人")
        if wrong:
            yield RULE.at(
                review.place,
                f"{review.period.title}的审核（{review.date}）：{'；'.join(wrong)}",
                date=review.date,
                about=review.period.label,
            )
