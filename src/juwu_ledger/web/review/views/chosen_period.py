"""The stretch of days that a page is about: what Fava's time filter says, or the last quarter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period

_MONTHS = (12, 6, 3, 1)
_MOST_YEARS = 12


class Choice(NamedTuple):
    """A stretch of days to turn to: what Fava's time filter is given, and its name."""

    time: str
    title: str


class YearChoices(NamedTuple):
    """A year and what can be looked at of it."""

    title: str
    periods: tuple[Choice, ...]


class Choices(NamedTuple):
    """All that can be turned to at once, the newest year first."""

    years: tuple[YearChoices, ...]
    chosen: str
    """The one that is looked at, as the time filter has it; empty where it is none of these."""


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


def all_books(books: Books, period: Period) -> Choice | None:
    """Return all years of the books to turn to; ``None`` where the period holds them already."""
    if books.span is None or (books.span[0] in period and books.span[1] in period):
        return None
    first, last = (day.year for day in books.span)
    return Choice(str(first) if first == last else f"{first} - {last}", "全部的账")


def accounting_period(period: Period) -> Period:
    """Return the month, quarter, half-year or year that statements can be made of.

    Any other stretch of days is shown by the quarter it ends in.
    """
    return whole(period.first, period.last) or quarter_of(period)


def quarter_of(period: Period) -> Period:
    """Return the quarter that the group reviews and the board shows: the last one touched."""
    return Period.quarter_of(period.last)


def choices(books: Books, period: Period, today: dt.date) -> Choices:
    """Return the years of the books, and of each the year itself, its quarters and its months."""
    first, last = books.span or (today, today)
    newest = max(last, today)
    years = range(newest.year, max(first.year, newest.year - _MOST_YEARS) - 1, -1)
    made = tuple(YearChoices(f"{year}年", tuple(_parts(year, newest))) for year in years)
    chosen = filter_text(period)
    is_one = any(one.time == chosen for year in made for one in year.periods)
    return Choices(made, chosen if is_one else "")


def _parts(year: int, newest: dt.date) -> Iterator[Choice]:
    """Yield what has begun by the newest day."""
    for months in (12, 3, 1):
        for first in range(1, 13, months):
            period = Period.of_months(year, first, months)
            if period.first <= newest:
                yield Choice(filter_text(period), period.title)
