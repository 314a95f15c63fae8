"""What books begin with: their opening voucher, and what the year had seen before.

The opening voucher is their first voucher, and the only one of its kind. One whose whole is reversed (a red
letter) may be written anew; the new one takes its place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from juwu_ledger.books.facts.facts import Facts, Voucher
from juwu_ledger.books.model.chart import Chart
from juwu_ledger.books.model.identifiers import VoucherId
from juwu_ledger.books.model.problem import Problem
from juwu_ledger.books.model.vocabulary import BroughtForward

OPENING = "opening"


def stray_openings(facts: Facts) -> tuple[Voucher, ...]:
    """Return the opening vouchers that are not the one of the books, in order of date."""
    opening: Voucher | None = None
    strays = []
    for voucher in facts.vouchers:
        if voucher.kind != OPENING or voucher.mirrors is not None:
            continue
        if opening is None:
            is_stray = voucher.place != _first(facts.vouchers).place
        else:
            red = facts.taken_back_by(opening)
            is_stray = red is None or red.date > voucher.date
        if is_stray:
            strays.append(voucher)
        else:
            opening = voucher
    return tuple(strays)


def opening_problems(strays: Sequence[Voucher], vouchers: Sequence[Voucher]) -> Iterator[Problem]:
    """Yield one problem for each opening voucher that is not the one of the books."""
    for voucher in strays:
        first = _first(vouchers)
        name = first.id or str(first.date)
        if first.kind == OPENING:
            said = f"账本已有期初余额凭证 {name}，期初余额凭证只能有一张"
        else:
            said = f"期初余额凭证要是账本的第一张凭证，账本的第一张是 {name}"
        yield Problem(
            voucher.place,
            f"{said}；这一张没有算进期初",
            "把期初余额写在第一张凭证里；以后年度的期初就是上年的期末，不用再记；"
            "别的收支不要对应期初科目。",
            date=voucher.date,
            about=voucher.id or None,
            voucher=voucher.id or None,
        )


def brought_problems(
    items: Iterable[BroughtForward], first: dt.date | None, chart: Chart
) -> Iterator[Problem]:
    """Yield a problem for each sum of the year before the books that is none.

    ``first`` is the day of the first voucher: what is dated later is in the books already.
    """
    seen: set[str] = set()
    for item in items:
        if item.account not in chart or chart[item.account].root not in ("Income", "Expenses"):
            said, remedy = (
                "不是收入或者支出的明细科目",
                "写收入、支出的明细科目；结存写在期初余额凭证里。",
            )
        elif first is None or item.date > first or item.date.year != first.year:
            said = "日期不是账本开始那一年、第一张凭证那天或者以前"
            remedy = "日期写账本开始的那一天；那天以后的收支本来就在账里。"
        elif (first.month, first.day) == (1, 1):
            said, remedy = "没有来由：账本从 1 月 1 日开始", "全年的收支都在账里，删去这一条。"
        elif item.account in seen:
            said, remedy = "登记了两次", "留下对的一条。"
        else:
            seen.add(item.account)
            continue
        message = f"建账前累计 {item.account} {said}"
        yield Problem(item.place, message, remedy, date=item.date, about=item.account)


def _first(vouchers: Sequence[Voucher]) -> Voucher:
    """Return the first voucher by day, within the day by number; one without comes after those."""
    day = vouchers[0].date
    same_day = takewhile(lambda voucher: voucher.date == day, vouchers)
    return min(same_day, key=_number)


def _number(voucher: Voucher) -> tuple[bool, str]:
    return VoucherId.parse(voucher.id) is None, voucher.id
