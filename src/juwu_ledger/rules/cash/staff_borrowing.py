"""LND001: money out to a receivable whose debtor is an officer."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import OFFICES
from juwu_ledger.rules.support.named_persons import offices_held
from juwu_ledger.rules.support.rule import Finding, Rule

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
    """Look at receivables raised by money going out; where no debtor is named, at the payee."""
    for voucher, place, account, fen in books.facts.advances:
        debtor = account.debtor or voucher.payee
        offices = [OFFICES[term.role] for term in offices_held(books, debtor, voucher.date)]
        if offices:
            titles = "、".join(dict.fromkeys(offices))
            yield RULE.on(voucher, f"{debtor}（{titles}）借走公款 {show_fen(fen)} 元", place=place)
