"""Days: payments when offices are shut, and those of the last days of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from juwu_ledger.bare_imports import put_package
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.analysis.look import Look, paid, per_cent
from juwu_ledger.registers.analysis.payments import payments

_LAST = 29
"""The third-last day of December."""


def days_off(books: Books, period: Period) -> Iterator[Look]:
    """Yield the payments of weekends and holidays; weekends that were worked are working days."""
    off, known = _calendar(period.first.year)
    hits = tuple(paid(one) for one in payments(books, period) if off(one.voucher.date))
    said = "" if known else f"程序还不知道 {period.first.year} 年的调休，周末照日历算"
    yield Look("days-off", "周末和节假日付款", "休息日（放假和调休照国务院的安排）", hits, said)


def _calendar(year: int) -> tuple[Callable[[dt.date], bool], bool]:
    """Return what tells days off of a year, and whether its moved working days are known."""
    import holidays

    put_package("holidays.countries")  # Else it imports every country on earth.
    china = holidays.country_holidays("CN", years=year)
    known = any(day.year == year for day in china.weekend_workdays)
    return lambda day: not china.is_working_day(day), known


def year_end(books: Books, period: Period) -> Iterator[Look]:
    """Yield the payments of the last three days of the year, and how much December was of it."""
    threshold = "12 月 29 日至 31 日的付款"
    if period.last.month != 12:
        return
    year = payments(books, Period.of_months(period.first.year, 1, 12))
    december = [one for one in year if one.voucher.date.month == 12]
    share = per_cent(sum(one.amount for one in december), sum(one.amount for one in year))
    hits = tuple(paid(one) for one in december if one.voucher.date.day >= _LAST)
    yield Look("year-end", "年底三天的付款", threshold, hits, f"12 月的付款占全年 {share}")
