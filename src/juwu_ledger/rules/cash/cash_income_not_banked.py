"""CSH002: undeposited cash older than the days allowed."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.till_cash import till_waits
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="CSH002",
    name="cash-income-not-banked",
    title="现金收入没有及时缴存",
    clause=("FM-1.5",),
    why="收到的现金当天缴存银行，既不丢失，也不会被直接花掉。",
    remedy="把待缴存的现金缴存银行，记一张缴存凭证（待缴款 → 银行存款）。",
    omission=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look how long cash lay in the till (first in, first out).

    Only what was due before ``as_of`` is looked at. Where the cash went is rule CSH003's business.
    """
    for cash in till_waits(books):
        due = cash.came + dt.timedelta(days=books.limits.days("deposit-days", cash.came))
        if due >= as_of or (cash.banked and due >= cash.banked):
            continue
        if cash.banked:
            yield RULE.on(
                cash.voucher,
                f"{cash.came} 收的现金 {show_fen(cash.fen)} 元到 {cash.banked} 才缴存，"
                f"最迟应在 {due}，晚了 {(cash.banked - due).days} 天",
            )
        else:
            yield RULE.on(
                cash.voucher,
                f"{cash.came} 收的现金还有 {show_fen(cash.fen)} 元没有缴存，最迟应在 {due} 缴存",
                to_do=ToDo(due, f"{cash.came} 收的现金存银行", ("deposit",)),
            )
