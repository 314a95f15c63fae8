"""FND006: grant money put on a debt's account and spent from there, outside income and funds."""

import datetime as dt
import re
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.records.flows import Leg
from juwu_ledger.rules.support.open_items import Kind, steps
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="FND006",
    name="fund-parked",
    title="专款挂在往来账上花",
    clause=("FM-3.4",),
    why="拨来的专款记成应付款、再从应付款里付出去，收入、支出、专项资金三本账上都看不见它，用途也就没有人查。",
    remedy="收到时记收入、写明专项资金，用时记支出；当地规定用专项应付款的，把这个科目登记到 fund 的科目里。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

_GRANT = "拨款|拨付|专项|专款|补助|资助|奖补|经费|财政|民政|赞助|捐|共建|街道办"


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Follow what came in under a payable until it is paid to someone else than who gave it."""
    for step in steps(books, PARKED):
        voucher = step.voucher
        if voucher.money >= 0 or voucher.mirrors is not None:
            continue
        spent = [pair for pair in step.settled if plain(pair[0].who) != plain(voucher.payee)]
        if spent:
            first = spent[0][0]
            yield RULE.on(
                voucher,
                f"{first.date} {first.who}给的钱（{first.voucher}）记在{step.leg.account.label}，"
                f"从那里付出 {show_fen(sum(fen for _, fen in spent))} 元，没有记收入，也没有登记成专项资金",
                place=Place.of(step.leg.posting.meta),
            )


def _opens(books: Books, voucher: Voucher, leg: Leg) -> str | None:
    """Return who gave grant money that a posting puts on a payable which belongs to no fund."""
    if voucher.kind != "inflow" or voucher.mirrors is not None or voucher.text("reverses"):
        return None
    if leg.account.name in books.record(_of_funds):
        return None
    said = f"{voucher.payee} {voucher.narration} {leg.account.label}"
    return voucher.payee if re.search(_GRANT, said) else None


PARKED = Kind("payable", _opens, debts_first=True)
"""Grant money on accounts of debts; what is paid from there pays what else is owed there first."""


def _of_funds(books: Books) -> frozenset[str]:
    """Return the accounts, children included, that some fund was declared to be on."""
    return books.chart.below(name for fund in books.of(Fund) for name in fund.accounts)
