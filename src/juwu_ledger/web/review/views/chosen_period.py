"""The stretch of days that a page is about: what Fava's time filter says, or the last quarter."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period

_MONTHS = (12, 6, 3, 1)


def last_quarter(books: Books, today: dt.date) -> Period:
    """Return the last quarter that is over; that of the last voucher where the books end earlier."""
    over = Period.quarter_of(Period.quarter_of(today).first - DAY)
    if books.span is None:
        return over
    return min(over, Period.quarter_of(books.span[1]))


def whole(first: dt.date, last: dt.date) -> Period | None:
    """Return the year, half-year, quarter or month from ``first`` to ``last``, if it is one."""
    for months in _MONTHS:
        if (first.month - 1) % months == 0:
            period = Period.of_months(first.year, first.month, months)
            if (period.first, period.last) == (first, last):
                return period
    return None


def stretch(first: dt.date, last: dt.date) -> Period:
    """Return any days as a period that the figures can be reckoned for."""
    return whole(first, last) or Period(first, last)


def spoken(period: Period) -> str:
    """Return the period as people say it: its name, or its first and last day."""
    if whole(period.first, period.last) is None:
        return f"{period.first} 至 {period.last}"
    return period.title


def filter_text(period: Period) -> str:
    """Return what Fava's time filter is given for the period."""
    named = whole(period.first, period.last)
    if named is None:
        return f"{period.first} - {period.last}"
    match named.months:
        case 3:
            return f"{named.label[:4]}-{named.label[4:]}"
        case 6:
            return f"{named.first:%Y-%m} - {named.last:%Y-%m}"
    return named.label


def neighbours(period: Period) -> tuple[Period, Period] | None:
    """Return the periods of the same length before and after; ``None`` for odd stretches."""
    named = whole(period.first, period.last)
    if named is None:
        return None
    before = named.first - DAY
    return (
        Period.of_months(before.year, before.month - named.months + 1, named.months),
        named.following(),
    )


def quarter_of(period: Period) -> Period:
    """Return the quarter that the group reviews and the board shows: the last one touched."""
    return Period.quarter_of(period.last)
