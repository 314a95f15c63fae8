"""Duties of whole periods: when each was done, and where a finding about one stands."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

NOT_YET = "还没有"


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
    return f"到 {done} 才" if done is not None and done <= as_of else NOT_YET


def late_periods(
    rule: Rule,
    books: Books,
    as_of: dt.date,
    periods: Callable[[dt.date, dt.date], Iterable[Period]],
    done: Mapping[Period, dt.date],
    due: Callable[[Period], dt.date],
    said: str,
    *command: str,
) -> Iterator[Finding]:
    """Yield a finding for each period from the first voucher to the last whose duty was done late.

    ``done`` says when it was done, ``due`` by when it was to be; ``said`` has places for the period's
    title and for how late it was. ``command`` does it, given the period behind its first word.
    """
    span = books.span
    for period in periods(*span) if span else ():
        day = due(period)
        how = how_late(done.get(period), day, as_of)
        if how:
            yield rule.at(
                period_place(books, period),
                f"{said.format(period.title, how)}，最迟应在 {day}",
                date=day,
                about=period.label,
                to_do=ToDo(
                    day, said.format(period.title, ""), (command[0], period.label, *command[1:])
                )
                if how == NOT_YET
                else None,
            )


def days_after(books: Books, limit: str) -> Callable[[Period], dt.date]:
    """Return by when a duty is due that the charter gives so many days after a period's end."""
    return lambda period: period.last + dt.timedelta(books.limits.days(limit, period.last))
