"""FND002: a fund's balance below zero at a day's end."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.rules.support.fund_days import fund_days
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.stretches import stretches

RULE = Rule(
    code="FND002",
    name="fund-overspent",
    title="专款超支",
    clause=("FM-3.4",),
    why="专款收了多少就用多少，超出的部分实际上花的是别的钱。",
    remedy="超出的部分改由自有资金列支，或请出资方补拨。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """A stretch of days below zero is one finding.

    What was spent under a name that is no fund at all is rule FND005's business.
    """
    declared = {fund.name for fund in books.of(Fund)}
    for fund, days in fund_days(books):
        if fund not in declared:
            continue
        for stretch in stretches(days, lambda _day, fen: -fen):
            yield RULE.on(
                stretch.voucher,
                f"{stretch.said}，专项资金“{fund}”超支，最多 {show_fen(-stretch.worst)} 元"
                f"（{stretch.worst_day}）",
            )
