"""VCH005: more than two decimals, zero, a foreign currency, no postings, or a sum that is not exactly zero."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="VCH005",
    name="amount-unsound",
    title="金额不实",
    clause=("会计法 14",),
    why="公款记到分，一分不差。分以下的数、零、外币、借贷不等，都说明这张凭证有错。",
    remedy="照原始单据改正金额；原始单据金额有误的，请对方重开。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Report what the walk found, whatever tolerance the books set."""
    for unsound in books.facts.unsound:
        yield RULE.on(unsound.voucher, unsound.reason, place=unsound.place)
