"""CSH003: money leaves undeposited cash for anything but a bank account, or cash income goes straight into petty cash."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="CSH003",
    name="spending-from-cash-income",
    title="坐支现金收入",
    clause=("FM-1.5",),
    why="收支两条线：收到的现金先全数缴存银行，要用钱再按签批支取。直接拿收入去花，收了多少、花了多少都看不清。",
    remedy="现金收入全数缴存银行；支出另从备用金或银行付。已经记错的，红字冲销后分两张凭证重记。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at vouchers that take cash out of the till, or bring income into petty cash.

    One that was wholly reversed was a mistake of the pen: no cash went that way.
    """
    for flow in books.facts.cash_flows:
        if books.facts.taken_back_by(flow.voucher):
            continue
        if flow.undeposited < 0 and flow.elsewhere:
            where = "、".join(
                f"{account_label(name)} {show_fen(fen)} 元" for name, fen in flow.elsewhere
            )
            yield RULE.on(flow.voucher, f"待缴存的现金没有进银行，而是用到了 {where}")
        elif flow.petty > 0 and flow.has_income:
            yield RULE.on(
                flow.voucher, f"现金收入 {show_fen(flow.petty)} 元直接放进了备用金，没有先缴存银行"
            )
