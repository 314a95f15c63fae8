"""DSC007: the figures published differ from the books."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Disclosure
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="DSC007",
    name="disclosure-outdated",
    title="公开的数与账不符",
    clause=("DS-6",),
    why="贴出去的数要和账一致。公开以后账变了，就要更正后重新公开。",
    remedy="查明账为什么变了；确需更正的，红字冲销后重新公开。",
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare the digest written at posting with that of the books as they are now.

    Only the newest posting of a period speaks for it; a posting without digest cannot be compared.
    """
    newest = {item.period: item for item in sorted(books.of(Disclosure), key=lambda d: d.date)}
    for disclosure in newest.values():
        if disclosure.digest is None:
            continue
        now = books.digest(disclosure.period.last)
        if now != disclosure.digest.strip().lower():
            yield RULE.at(
                disclosure.place,
                f"{disclosure.period.title}公开时的账是 {short_code(disclosure.digest)}，"
                f"现在是 {short_code(now)}",
                date=disclosure.date,
                about=disclosure.period.label,
            )
