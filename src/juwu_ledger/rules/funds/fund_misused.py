"""FND001: fund money posted to an account outside the fund's purposes."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.fund_days import Declarations, spent_of_funds
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="FND001",
    name="fund-misused",
    title="专款挪用",
    clause=("FM-3.4",),
    why="上级拨的专款和共建单位赞助的钱，只能用在说好的地方。",
    remedy="这笔支出改用居委会自有的钱；科目记错的红字冲销重记；用途变更先征得出资方同意，另登记一条 fund。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at money that went out of a fund, by the purposes in force on that day."""
    declared = Declarations(books)
    for move in spent_of_funds(books):
        allowed = declared.accounts(move.fund, move.voucher.date)
        if allowed is not None and move.account not in allowed:
            yield RULE.on(
                move.voucher,
                f"专项资金“{move.fund}”的 {show_fen(-move.fen)} 元用到了"
                f"{account_label(move.account)}，不在它的用途之内",
                place=move.place,
            )
