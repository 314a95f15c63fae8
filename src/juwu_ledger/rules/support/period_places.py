"""Duties of whole periods: when each was done, and where a finding about one stands."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place


def period_place(books: Books, period: Period) -> Place:
    """Return the place of the last voucher up to the period's end."""
    vouchers = books.facts.vouchers
    at = bisect_right(vouchers, period.last, key=lambda voucher: voucher.date)
    return vouchers[max(at - 1, 0)].place


def first_done(papers: Iterable[tuple[Period, dt.date]]) -> dict[Period, dt.date]:
    """Return the first day on which each period's paper was made.

    A paper made before the period's last day cannot speak for the whole of it: it does not count.
    """
    done: dict[Period, dt.date] = {}
    for period, day in papers:
        if day >= period.last:
            done[period] = min(day, done.get(period, day))
    return done


def how_late(done: dt.date | None, due: dt.date, as_of: dt.date) -> str | None:
    """Return ``还没有`` or ``到 … 才`` for a duty that was due before ``as_of``, else ``None``."""
    if as_of <= due or (done is not None and done <= due):
        return None
    return f"到 {done} 才" if done is not None and done <= as_of else "还没有"
