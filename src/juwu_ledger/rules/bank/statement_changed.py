"""BNK005: a bank statement lacks rows that an earlier one of the same days had."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import BankStatement
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="BNK005",
    name="statement-changed",
    title="前后两份对账单不一样",
    clause=("FM-1.7",),
    why="银行的流水记下了就不会变。后来的对账单少了从前有的一笔，不是导错了文件，就是有一份被人改过。",
    remedy="拿两份原件到银行核对，弄清哪一份是真的；银行确实更正过的，加 --explain 写明理由再导。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Go by what was counted when the statement was taken in; ``juwu verify`` counts anew."""
    for statement in books.of(BankStatement):
        if statement.lacks:
            yield RULE.at(
                statement.place,
                f"{account_label(statement.account)} {statement.first} 到 {statement.date} 的对账单"
                f"少了从前的对账单有的 {statement.lacks} 笔",
                date=statement.date,
                about=Period.month_of(statement.date).label,
            )
