"""SPD016: an approval is spent under long after its signer left office."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.people import People, Term
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="SPD016",
    name="signer-gone",
    title="签批人离任已久",
    clause=("FM-3.1", "TR-1"),
    why="一支笔是现任主任的。前任签下、没有用完的签批，换人以后一直用下去，就等于卸任的人还在批钱。",
    remedy="请现任主任看过：还要花的另签一张，不花的终止（juwu approve --close）；照旧合同付款的写说明。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

_GRACE = dt.timedelta(days=30)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at every spending more than 30 days after the last day in office of who signed it off."""
    for voucher, approval, _amount in books.signed_spendings:
        if voucher.date - approval.date <= _GRACE:
            continue
        terms = _terms(books.people, approval, voucher.date)
        left = max((min(term.last, voucher.date) for term in terms), default=voucher.date)
        if voucher.date - left > _GRACE:
            yield RULE.on(
                voucher,
                f"签批 {approval.id} 的主任 {approval.director} 只任到 {left}，"
                f"{voucher.date} 付钱时离任已经 {(voucher.date - left).days} 天",
            )


def _terms(people: People, approval: Approval, until: dt.date) -> list[Term]:
    """Return the terms as director of who signed, from the signing on; none where SPD005 holds."""
    name = plain(approval.director or "")
    own = [term for term in people.terms("director") if plain(term.name) == name]
    signed = any(approval.date in term for term in own)
    return [t for t in own if t.last >= approval.date and t.first <= until] if signed else []
