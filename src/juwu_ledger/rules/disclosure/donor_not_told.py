"""DSC006: money of a donation with a fund was spent, and no donor report followed by the end of the next quarter."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import FundMove
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import DonorReport
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="DSC006",
    name="donor-not-told",
    title="没有告诉捐赠人",
    clause=("DS-3",),
    why="捐来的钱怎么用的，要及时告诉捐赠人和居民代表。",
    remedy="向捐赠人报告这笔钱的用途并登记（donor-report）。",
    severity=WARNING,
    omission=True,
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """For each donor and each quarter in which the fund was spent, look for a report in time.

    Every spending needs a report that follows it and, where it names its period, speaks of it;
    what a quarter's spendings lack is one finding, at the first of them.
    """
    donors: dict[str, dict[str, dt.date]] = defaultdict(dict)
    names: dict[str, str] = {}
    spent: list[FundMove] = []
    before = books.carried.gifts if books.carried else []
    for move in (*before, *books.facts.fund_moves):
        voucher = move.voucher
        if voucher.mirrors is not None or books.facts.taken_back_by(voucher):
            continue
        if move.fen > 0 and books.chart[move.account].source == "donation":
            donor = names.setdefault(plain(voucher.payee), voucher.payee or "匿名")
            donors[move.fund].setdefault(donor, voucher.date)
        elif move.fen < 0 and not books.is_income(move.account):
            spent.append(move)
    told: dict[str, list[DonorReport]] = defaultdict(list)
    for report in books.of(DonorReport):
        told[names.get(plain(report.donor), report.donor)].append(report)
    found: set[tuple[str, str, Period]] = set()
    for move in spent:
        voucher, quarter = move.voucher, Period.quarter_of(move.voucher.date)
        due = quarter.following().last
        if as_of <= due:
            continue
        for donor, given in donors[move.fund].items():
            key = donor, move.fund, quarter
            if given > voucher.date or key in found:
                continue
            if any(_covers(report, voucher.date, due) for report in told[donor]):
                continue
            found.add(key)
            yield RULE.on(
                voucher,
                f"{quarter.title}用了“{donor}”捐的“{move.fund}”，到 {due} 还没有告诉捐赠人",
                to_do=None
                if any(_covers(report, voucher.date, dt.date.max) for report in told[donor])
                else ToDo(due, f"告诉“{donor}”捐款怎么用的", ("donor-report", donor)),
            )


def _covers(report: DonorReport, spent: dt.date, due: dt.date) -> bool:
    """Tell whether a report tells in time of what was spent on that day."""
    return spent <= report.date <= due and (report.period is None or spent in report.period)
