"""AST003: a card with no keeper, or whose keeper left office without handover."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.people import Term
from juwu_ledger.books.model.periods import DAY
from juwu_ledger.records.assets import assets
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="AST003",
    name="asset-without-keeper",
    title="固定资产没人保管",
    clause=("FM-2.3",),
    why="每件东西有一个人负责；人走了要办移交，不能人走物丢。",
    remedy="写明保管人（keeper）；换人的登记移交：juwu asset handover。",
    omission=True,
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at each stretch of custody: the keeper must not be out of office while it lasts.

    A keeper who never held an office (a staff member) cannot leave one.
    """
    terms: dict[str, list[Term]] = defaultdict(list)
    for term in books.people.all_terms():
        terms[plain(term.name)].append(term)
    for asset in books.record(assets).cards:
        card, gone = asset.card, asset.disposal
        if card.date > as_of:
            continue
        end = gone.date if gone and gone.date <= as_of else as_of + DAY
        for (start, keeper), (until, _) in pairwise([*asset.custody, (end, None)]):
            until = min(until, end)
            if keeper is None and start < until:
                yield RULE.at(
                    card.place,
                    f"卡片 {card.id}“{card.name}”没有写保管人",
                    date=card.date,
                    about=card.id,
                    to_do=ToDo(card.date, f"定 {card.id} 的保管人", ("asset", "handover", card.id)),
                )
                break
            left = _left_office(terms.get(plain(keeper or ""), []), start, until)
            if left is not None:
                late = any(handover.date == until for handover in asset.handovers)
                yield RULE.at(
                    card.place,
                    f"{card.id}“{card.name}”的保管人 {keeper} 从 {left} 起不再任职，"
                    f"{f'到 {until} 才办移交' if late else '没有办移交'}",
                    date=left,
                    about=card.id,
                    to_do=None
                    if late
                    else ToDo(left, f"移交 {card.id}“{card.name}”", ("asset", "handover", card.id)),
                )
                break


def _left_office(terms: list[Term], start: dt.date, until: dt.date) -> dt.date | None:
    """Return the first day in ``[start, until)`` out of office after a first term."""
    held = sorted((t.first, t.last) for t in terms if t.first <= t.last)
    if not held:
        return None
    day = max(start, held[0][0])
    for first, last in held:
        if first <= day <= last:
            if last == dt.date.max:
                return None
            day = last + DAY
    return day if day < until else None
