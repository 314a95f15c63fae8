"""VCH007: a voucher, or one of its lines, that is flagged ``!``: entered, and not yet posted."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.problem import Place
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="VCH007",
    name="voucher-not-posted",
    title="凭证还没有记账",
    clause=("财会〔2024〕12号 24",),
    why="标着叹号的凭证是没有办完的草稿，数字还会变。没有全部记账就结账，封上的是一本草稿。",
    remedy="核对原始单据，把日期后面（或那一行前面）的 ! 改成 *；不该有的，删去这张草稿。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)
_NOT_POSTED = "!"


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at the flag of the voucher, and at those of its lines."""
    for voucher in books.facts.flagged:
        if voucher.txn.flag == _NOT_POSTED:
            yield RULE.on(voucher, "凭证标着 !，还没有记账，金额却已经算在各张表里")
            continue
        for posting in voucher.txn.postings:
            if posting.flag == _NOT_POSTED:
                place = Place.of(posting.meta) if posting.meta else voucher.place
                said = f"{posting.account} 这一行标着 !，还没有核定，金额却已经算在各张表里"
                yield RULE.on(voucher, said, place=place)
