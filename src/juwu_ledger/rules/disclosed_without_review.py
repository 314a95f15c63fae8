"""DSC002: disclosed before the review group passed the period."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import Disclosure, Review
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="DSC002",
    name="disclosed-without-review",
    title="没有审核就公开",
    clause=("DR-3",),
    why="民主理财小组审核盖章以后才能公开：没有章，不公开。",
    remedy="请民主理财小组审核（review），再重新公开。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """The last opinion on the period, or on a longer one, given by the day of posting must pass."""
    reviews = sorted(books.of(Review), key=lambda item: (item.date, item.place))
    for disclosure in books.of(Disclosure):
        given = [
            review
            for review in reviews
            if review.date <= disclosure.date
            and review.period.first <= disclosure.period.first
            and review.period.last >= disclosure.period.last
        ]
        if given and given[-1].opinion != "refused":
            continue
        why = f"{given[-1].date} 的审核意见是不予通过" if given else "还没有审核通过"
        yield RULE.at(
            disclosure.place,
            f"{disclosure.period.title}收支 {disclosure.date} 公开，民主理财小组{why}",
            date=disclosure.date,
            about=disclosure.period.label,
        )
