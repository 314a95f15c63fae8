"""Months, quarters, half-years and years, leap days and year ends included."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.books.model.periods import YEARS, Period, months_between, quarters_between

days = st.dates(dt.date(YEARS.start, 1, 1), dt.date(YEARS.stop - 1, 12, 31))
near_days = st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31))
DAY = dt.timedelta(days=1)


def all_of(day: dt.date) -> list[Period]:
    return [
        Period.month_of(day),
        Period.quarter_of(day),
        Period.half_of(day),
        Period.of_months(day.year, 1, 12),
    ]


@given(days)
def test_a_day_lies_in_its_periods_and_they_read_back(day: dt.date) -> None:
    for period, months in zip(all_of(day), (1, 3, 6, 12), strict=True):
        assert day in period
        assert period.months == months
        assert period.first.day == 1
        assert (period.last + DAY).day == 1
        assert period.first - DAY not in period
        assert period.last + DAY not in period
        assert Period.parse(period.label) == period
        parts = list(period.split_months())
        assert len(parts) == months
        assert (parts[0].first, parts[-1].last) == (period.first, period.last)


@given(near_days)
def test_the_next_period_follows_without_a_gap(day: dt.date) -> None:
    for period in all_of(day):
        following = period.following()
        assert following.first == period.last + DAY
        assert following.months == period.months


@given(near_days, near_days)
def test_months_and_quarters_between_two_days(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    months = list(months_between(first, last))
    assert first in months[0]
    assert last in months[-1]
    assert all(b.first == a.last + DAY for a, b in zip(months, months[1:], strict=False))
    quarters = list(quarters_between(first, last))
    assert first in quarters[0]
    assert last in quarters[-1]
    assert list(months_between(last, first - 40 * DAY)) == []


@pytest.mark.parametrize(
    ("text", "first", "last", "kind", "title"),
    [
        ("2026-01", "2026-01-01", "2026-01-31", "month", "2026年1月"),
        ("2026-02", "2026-02-01", "2026-02-28", "month", "2026年2月"),
        ("2028-02", "2028-02-01", "2028-02-29", "month", "2028年2月"),
        ("2100-02", "2100-02-01", "2100-02-28", "month", "2100年2月"),
        ("2026-12", "2026-12-01", "2026-12-31", "month", "2026年12月"),
        ("2028Q1", "2028-01-01", "2028-03-31", "quarter", "2028年第一季度"),
        ("2026Q4", "2026-10-01", "2026-12-31", "quarter", "2026年第四季度"),
        ("2026H1", "2026-01-01", "2026-06-30", "half-year", "2026年上半年"),
        ("2026H2", "2026-07-01", "2026-12-31", "half-year", "2026年下半年"),
        ("2026", "2026-01-01", "2026-12-31", "year", "2026年度"),
    ],
)
def test_known_periods(text: str, first: str, last: str, kind: str, title: str) -> None:
    period = Period.parse(text)
    assert (str(period.first), str(period.last)) == (first, last)
    assert (period.label, period.kind, period.title) == (text, kind, title)


@pytest.mark.parametrize(
    "text",
    ["", "2026-1", "2026-00", "2026-13", "2026Q0", "2026Q5", "2026H3", "2026q1", "26-01", "0000"]
    + [
        "0000-01",
        "9999-12",
        "1899",
        "2200",
        "2026-01-01",
        " 2026",
        "２０２６",
        "2026Q",
        "第一季度",
    ],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="期间|月份"):
        Period.parse(text)
