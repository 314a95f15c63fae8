"""LND001: money out to a receivable whose debtor is an officer."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.money import show_fen
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import OFFICES
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="LND001",
    name="staff-borrowing",
    title="工作人员借用公款",
    clause=("FM-1.8",),
    why="社区工作人员不得借用公款，备用的钱由出纳管，不由个人拿着。",
    remedy="把钱收回，缴存银行；以后要用钱按签批支取。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at receivables raised by money going out."""
    for voucher, place, account, fen in books.facts.advances:
        if account.debtor is None:
            continue
        offices = books.people.roles(account.debtor, voucher.date)
        if offices:
            titles = "、".join(OFFICES[role] for role in offices)
            yield RULE.on(
                voucher, f"{account.debtor}（{titles}）借走公款 {show_fen(fen)} 元", place=place
            )
