"""Petty cash of all tills together at the end of every day on which it moved."""

from __future__ import annotations

from juwu_ledger.books.facts.facts import DayBalance
from juwu_ledger.books.facts.view import Books


def petty_cash_days(books: Books) -> tuple[DayBalance, ...]:
    """Return them in order of days, fen, each with the last voucher that moved one of the tills.

    To be had by ``books.record(petty_cash_days)``; of books as they happened, by event date.
    """
    tills = [account.name for account in books.chart.with_role("petty-cash")]
    moves = sorted(
        ((day.date, at, day) for at, till in enumerate(tills) for day in books.facts.daily[till]),
        key=lambda move: move[:2],
    )
    left: dict[int, int] = {}
    days = {}
    for date, at, day in moves:
        left[at] = day.fen
        days[date] = DayBalance(date, sum(left.values()), day.voucher)
    return tuple(days.values())
