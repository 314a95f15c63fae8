"""SPD005: the director (or street director) named does not hold that office on that day."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import OFFICES, Approval, ApprovalEnd
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD005",
    name="signer-not-in-office",
    title="签批人不在任",
    clause=("FM-3.1", "TR-1"),
    why="只有当天在任的主任能签字。卸任的、还没上任的、别人代签的，都不算数。",
    remedy="请当天在任的主任补签；任职登记漏了或写错的改正（officer）。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at every approval, used or not, and at who ended one."""
    for approval in books.of(Approval):
        yield from _look(books, approval, "director", approval.director, approval.date)
        if approval.street_director is not None:
            day = approval.street_date or approval.date
            yield from _look(books, approval, "street-director", approval.street_director, day)
    for end in books.of(ApprovalEnd):
        yield from _look(books, end, "director", end.director, end.date)


def _look(
    books: Books, signed: Approval | ApprovalEnd, role: str, name: str | None, day: dt.date
) -> Iterator[Finding]:
    holder = books.people.holder(role, day)
    if name and holder and plain(name) == plain(holder):
        return
    office = OFFICES[role]
    who = f"当天的{office}是 {holder}" if holder else f"当天没有{office}"
    what = f"由 {name} 以{office}名义签字" if name else f"没有写签字的{office}"
    title = "终止签批" if isinstance(signed, ApprovalEnd) else "签批"
    yield RULE.at(
        signed.place,
        f"{title} {signed.id}（{day}）{what}，{who}",
        date=signed.date,
        about=signed.id,
        voucher=books.spent_under.get(signed.id),
    )
