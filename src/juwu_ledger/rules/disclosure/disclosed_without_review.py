"""DSC002: disclosed before the review group passed the period, or not as it was passed."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.reviewed_books import is_pass, last_review
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Disclosure, Review
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="DSC002",
    name="disclosed-without-review",
    title="没有审核就公开",
    clause=("DR-3",),
    why="民主理财小组审核盖章以后才能公开：没有章，不公开；审核以后账改过，章就不算数了。",
    remedy="请民主理财小组审核（review），再重新公开。",
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """The last opinion on the period, or on a longer one, given by the day of posting must pass.

    It passes the books that it was given on: when they were changed since, it holds no longer. Whoever
    posted the very books that were passed did right, though, whatever became of them (DSC007).
    """
    for disclosure in books.of(Disclosure):
        last = last_review(books, disclosure.period, disclosure.date)
        if last is not None and (is_pass(books, last) or _is_as_passed(disclosure, last)):
            continue
        yield RULE.at(
            disclosure.place,
            f"{disclosure.period.title}收支 {disclosure.date} 公开，{_why(books, last)}",
            date=disclosure.date,
            about=disclosure.period.label,
        )


def _is_as_passed(disclosure: Disclosure, last: Review) -> bool:
    """Tell whether the digest that was posted is that of the books that the group passed."""
    posted, passed = (disclosure.digest or "").strip().lower(), (last.digest or "").strip().lower()
    return last.opinion != "refused" and posted != "" and posted == passed


def _why(books: Books, last: Review | None) -> str:
    if last is None:
        return "民主理财小组还没有审核通过"
    if last.opinion == "refused":
        return f"民主理财小组{last.date} 的审核意见是不予通过"
    then, now = short_code(last.digest or ""), short_code(books.digest(last.period.last))
    return f"民主理财小组 {last.date} 审核通过以后账又改过（审核的账是 {then}，现在是 {now}），审核不再有效"
