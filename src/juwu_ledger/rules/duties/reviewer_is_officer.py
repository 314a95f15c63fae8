"""DTY005: a reviewer who also holds a committee office."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import COMMITTEE_OFFICES, OFFICES, REVIEW_OFFICES, STREET
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="DTY005",
    name="reviewer-is-officer",
    title="理财小组成员在居委会任职",
    clause=("DR-6",),
    why="自己管的账不能自己审。民主理财小组的人不能在居委会任职，也不能是任职者的近亲属（近亲属要靠大家监督，账本看不出来）。",
    remedy="另选民主理财小组成员，或辞去居委会职务。",
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare reviewers' terms with the terms of committee offices; report at the later one."""
    terms = books.people.all_terms()
    reviewers = [term for term in terms if term.role in REVIEW_OFFICES]
    officers = [term for term in terms if term.role in COMMITTEE_OFFICES]
    for reviewer in reviewers:
        for officer in officers:
            first, last = max(reviewer.first, officer.first), min(reviewer.last, officer.last)
            if first > last or plain(reviewer.name) != plain(officer.name):
                continue
            later = max(reviewer, officer, key=lambda term: (term.first, term.place))
            yield RULE.at(
                later.place,
                f"{reviewer.name} 从 {first} 起既是{OFFICES[reviewer.role]}，"
                f"又是{'街道派的' if officer.employer == STREET else ''}{OFFICES[officer.role]}",
                date=first,
                about=Period.month_of(first).label,
            )
