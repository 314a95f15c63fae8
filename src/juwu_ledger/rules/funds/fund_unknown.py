"""FND005: a fund that was never declared."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Approval, Fund
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="FND005",
    name="fund-unknown",
    title="专项资金没有登记",
    clause=("FM-3.4",),
    why="专款先登记名目、出资方和用途，才知道这钱能花在哪里。",
    remedy="登记这项专项资金（fund），或改正名称。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at the funds that postings, accounts and approvals name.

    A voucher with a mistyped fund that was wholly reversed is put right.
    """
    declared = {fund.name for fund in books.of(Fund)}
    for move in books.facts.fund_moves:
        if move.voucher.mirrors is not None or books.facts.taken_back_by(move.voucher):
            continue
        by_account = books.chart[move.account].fund == move.fund
        if move.fund not in declared and not by_account:
            yield RULE.on(move.voucher, f"专项资金“{move.fund}”没有登记过", place=move.place)
    for account in books.chart.values():
        if account.fund is not None and account.fund not in declared:
            yield RULE.at(
                account.place,
                f"科目 {account.label} 的专项资金“{account.fund}”没有登记过",
                date=account.opened,
                about=account.fund,
            )
    for approval in books.of(Approval):
        if approval.fund is not None and approval.fund not in declared:
            yield RULE.at(
                approval.place,
                f"签批 {approval.id} 的专项资金“{approval.fund}”没有登记过",
                date=approval.date,
                about=approval.id,
            )
