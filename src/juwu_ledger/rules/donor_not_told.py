"""DSC006: money of a donation with a fund was spent, and no donor report followed by the end of the next quarter."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts import Voucher
from juwu_ledger.books.periods import Period
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import DonorReport
from juwu_ledger.rules.rule import WARNING, Finding, Rule

RULE = Rule(
    code="DSC006",
    name="donor-not-told",
    title="没有告诉捐赠人",
    clause=("DS-3",),
    why="捐来的钱怎么用的，要及时告诉捐赠人和居民代表。",
    remedy="向捐赠人报告这笔钱的用途并登记（donor-report）。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """For each donor and each quarter in which the fund was spent, look for a report in time."""
    donors: dict[str, dict[str, dt.date]] = defaultdict(dict)
    spent: dict[tuple[str, Period], Voucher] = {}
    for move in books.facts.fund_moves:
        voucher = move.voucher
        if voucher.mirrors is not None or voucher.id in books.facts.cancelled:
            continue
        account = books.chart[move.account]
        if move.fen > 0 and account.source == "donation":
            donors[move.fund].setdefault(voucher.payee or "匿名", voucher.date)
        elif move.fen < 0 and not books.is_income(move.account):
            spent.setdefault((move.fund, Period.quarter_of(voucher.date)), voucher)
    told: dict[str, list[dt.date]] = defaultdict(list)
    for report in books.of(DonorReport):
        told[report.donor].append(report.date)
    for (fund, quarter), voucher in spent.items():
        due = quarter.following().last
        if as_of <= due:
            continue
        for donor, given in donors[fund].items():
            if given > voucher.date or any(voucher.date <= day <= due for day in told[donor]):
                continue
            yield RULE.on(
                voucher,
                f"{quarter.title}用了“{donor}”捐的“{fund}”，到 {due} 还没有告诉捐赠人",
            )
