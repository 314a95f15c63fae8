"""Petty cash at the end of every day beside the limit in force."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.records.figures import balance_before
from juwu_ledger.records.petty_cash import petty_cash_days
from juwu_ledger.web.review.views.words import yuan


class Step(NamedTuple):
    """What holds from a day on, fen; ``None`` where nothing is set."""

    date: dt.date
    fen: int | None


class CashDay(NamedTuple):
    """A day with movement, as the table shows it."""

    date: dt.date
    left: str
    limit: str
    over: str
    voucher: str


class CashLine(NamedTuple):
    """The line of a period: the balances and the limits, each from a day on, and words about them."""

    period: Period
    balances: tuple[Step, ...]
    limits: tuple[Step, ...]
    days: tuple[CashDay, ...]
    """The days with movement, those over the limit and the highest first told apart by ``over``."""
    highest: CashDay | None
    over: int
    """Days with movement that ended over the limit."""


def cash_line(books: Books, period: Period) -> CashLine:
    """Return the line of all petty cash together."""
    moves = [day for day in books.record(petty_cash_days) if day.date in period]
    tills = books.chart.with_role("petty-cash")
    opening = sum(balance_before(books, till, period.first) for till in tills)
    days = []
    for date, fen, voucher in moves:
        limit = books.limits.amount("petty-cash", date)
        excess = fen - limit if limit is not None and fen > limit else 0
        days.append(
            CashDay(
                date,
                yuan(fen),
                "" if limit is None else yuan(limit),
                yuan(excess) if excess else "",
                voucher.id,
            )
        )
    best = max(range(len(moves)), key=lambda at: moves[at].fen, default=None)
    return CashLine(
        period,
        (Step(period.first, opening), *(Step(day.date, day.fen) for day in moves)),
        _limits(books, period),
        tuple(days),
        None if best is None else days[best],
        sum(bool(day.over) for day in days),
    )


def _limits(books: Books, period: Period) -> tuple[Step, ...]:
    start = Step(period.first, books.limits.amount("petty-cash", period.first))
    later = [
        Step(limit.date, limit.value)
        for limit in books.limits.changes("petty-cash")
        if period.first < limit.date <= period.last
    ]
    return (start, *later)


def shown_until(books: Books, period: Period, today: dt.date) -> dt.date:
    """Return the last day that a line is drawn to: nothing is known of days to come."""
    last = max(books.span[1], today) if books.span else today
    return max(period.first + DAY, min(period.last, last))
