"""Unbroken stretches: what holds day after day is one finding, not one a day."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.facts import DayBalance, Voucher


class Stretch(NamedTuple):
    """Days from ``first`` on which a balance was out of bounds, until ``until`` (``None``: still)."""

    first: dt.date
    until: dt.date | None
    worst: int
    """The balance furthest out of bounds, fen."""
    worst_day: dt.date
    voucher: Voucher

    @property
    def said(self) -> str:
        """The stretch in Chinese: ``2026-01-05 起``, until the day it ended."""
        if self.until is None:
            return f"{self.first} 起"
        if self.until == self.first:
            return f"{self.first}"
        return f"{self.first} 到 {self.until}"


def stretches(
    days: Iterable[DayBalance], excess: Callable[[dt.date, int], int]
) -> Iterator[Stretch]:
    """Yield the stretches of ``days`` on which ``excess(day, fen)`` is above zero.

    A balance holds until the next day it moves. ``excess`` must depend on the balance and on
    figures that change only on days that are in ``days``.
    """
    current: Stretch | None = None
    for day in days:
        over = excess(day.date, day.fen)
        if over > 0:
            if current is None:
                current = Stretch(day.date, None, day.fen, day.date, day.voucher)
            elif over > excess(current.worst_day, current.worst):
                current = current._replace(worst=day.fen, worst_day=day.date)
        elif current is not None:
            yield current._replace(until=day.date - dt.timedelta(days=1))
            current = None
    if current is not None:
        yield current
