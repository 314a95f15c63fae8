"""Accounting periods: ``2026-01``, ``2026Q1``, ``2026H1`` and ``2026`` (docs/books-format.md)."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})|Q([1-4])|H([12]))?")
DAY = dt.timedelta(days=1)
YEARS = range(1900, 2200)
"""Years that books can be about; beyond them dates cannot be reckoned with safely."""


class Period(NamedTuple):
    """A stretch of whole months of one calendar year; ``first`` and ``last`` days included."""

    first: dt.date
    last: dt.date

    @classmethod
    def of_months(cls, year: int, month: int, months: int) -> "Period":
        """Return the period of ``months`` months that begins in ``month`` of ``year``."""
        return _of_months(year, month, months)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read a period; raise ``ValueError`` when ``text`` is none."""
        match = _PATTERN.fullmatch(text)
        if not match or not text.isascii() or int(match[1]) not in YEARS:
            raise ValueError(f"不是期间：{text!r}（月 2026-01、季 2026Q1、半年 2026H1、年 2026）")
        year = int(match[1])
        if match[2]:
            if not 1 <= int(match[2]) <= 12:
                raise ValueError(f"没有这个月份：{text}")
            return cls.of_months(year, int(match[2]), 1)
        if match[3]:
            return cls.of_months(year, 3 * int(match[3]) - 2, 3)
        if match[4]:
            return cls.of_months(year, 6 * int(match[4]) - 5, 6)
        return cls.of_months(year, 1, 12)

    @classmethod
    def month_of(cls, day: dt.date) -> "Period":
        """Return the month that ``day`` lies in."""
        return cls.of_months(day.year, day.month, 1)

    @classmethod
    def quarter_of(cls, day: dt.date) -> "Period":
        """Return the calendar quarter that ``day`` lies in."""
        return cls.of_months(day.year, (day.month - 1) // 3 * 3 + 1, 3)

    @classmethod
    def half_of(cls, day: dt.date) -> "Period":
        """Return the calendar half-year that ``day`` lies in."""
        return cls.of_months(day.year, (day.month - 1) // 6 * 6 + 1, 6)

    @property
    def months(self) -> int:
        """Number of months: 1, 3, 6 or 12."""
        return self.last.month - self.first.month + 1

    @property
    def kind(self) -> str:
        """``month``, ``quarter``, ``half-year`` or ``year``."""
        return {1: "month", 3: "quarter", 6: "half-year", 12: "year"}[self.months]

    @property
    def label(self) -> str:
        """The period as the books write it."""
        year, month = self.first.year, self.first.month
        match self.months:
            case 1:
                return f"{year:04d}-{month:02d}"
            case 3:
                return f"{year:04d}Q{(month + 2) // 3}"
            case 6:
                return f"{year:04d}H{(month + 5) // 6}"
        return f"{year:04d}"

    @property
    def title(self) -> str:
        """The period as a Chinese reader says it."""
        year, month = self.first.year, self.first.month
        match self.months:
            case 1:
                return f"{year}年{month}月"
            case 3:
                return f"{year}年第{'一二三四'[(month - 1) // 3]}季度"
            case 6:
                return f"{year}年{'上' if month == 1 else '下'}半年"
        return f"{year}年度"

    def __contains__(self, day: dt.date) -> bool:  # type: ignore[override]
        """Tell whether ``day`` lies in the period."""
        return self.first <= day <= self.last

    def split_months(self) -> "Iterator[Period]":
        """Yield the months of the period in order."""
        for month in range(self.first.month, self.last.month + 1):
            yield Period.of_months(self.first.year, month, 1)

    def following(self) -> "Period":
        """Return the period of the same length that comes next."""
        start = self.last + DAY
        return Period.of_months(start.year, start.month, self.months)


class Days(NamedTuple):
    """Any stretch of days, ``first`` and ``last`` included; it is no accounting period."""

    first: dt.date
    last: dt.date

    @property
    def label(self) -> str:
        """The stretch as a file or a program names it: ``2025-02-17..2026-02-28``."""
        return f"{self.first}..{self.last}"

    @property
    def title(self) -> str:
        """The stretch as a Chinese reader says it."""
        return f"{self.first} 至 {self.last}"

    def __contains__(self, day: dt.date) -> bool:  # type: ignore[override]
        """Tell whether ``day`` lies in the stretch."""
        return self.first <= day <= self.last


@lru_cache(maxsize=4096)
def _of_months(year: int, month: int, months: int) -> Period:
    end = month + months - 1
    last = dt.date(year, 12, 31) if end == 12 else dt.date(year, end + 1, 1) - DAY
    return Period(dt.date(year, month, 1), last)


def months_between(first: dt.date, last: dt.date) -> Iterator[Period]:
    """Yield every month from that of ``first`` to that of ``last``, both included."""
    month = Period.month_of(first)
    while month.first <= last:
        yield month
        month = month.following()


def quarters_between(first: dt.date, last: dt.date) -> Iterator[Period]:
    """Yield every quarter from that of ``first`` to that of ``last``, both included."""
    quarter = Period.quarter_of(first)
    while quarter.first <= last:
        yield quarter
        quarter = quarter.following()


def half_years_between(first: dt.date, last: dt.date) -> Iterator[Period]:
    """Yield every half-year from that of ``first`` to that of ``last``, both included."""
    half = Period.half_of(first)
    while half.first <= last:
        yield half
        half = half.following()
