"""The year before the books began: what 本年累计 contains of it, and what it says of itself.

Books may begin in mid year. ``custom "brought-forward"`` then holds what was received and spent from
January on by account; 本年累计 and yearly caps contain it. Papers, registers, the workbook and rule FND004
ask here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import BroughtForward

SO_FAR = "本年累计"


def brought_forward(books: Books, until: dt.date) -> Mapping[str, int]:
    """Return by account what the year of ``until`` had seen when the books began, fen.

    Income and spending are both positive. A year that the books hold whole has none, nor has a day before
    they began.
    """
    sums: dict[str, int] = defaultdict(int)
    for item in books.of(BroughtForward):
        if item.date.year == until.year and item.date <= until and item.account in books.chart:
            sums[item.account] += item.amount
    return sums


def brought_below(books: Books, until: dt.date, account: str) -> int:
    """Return what of it stands on an account and those below it, fen."""
    below = books.chart.below((account,))
    return sum(fen for name, fen in brought_forward(books, until).items() if name in below)


def first_day(books: Books, until: dt.date) -> dt.date | None:
    """Return the day on which the books began, if that was in mid year; ``None`` if they hold it whole.

    Books without an opening voucher begin with the month of their first one.
    """
    if books.span is None or books.span[0].year != until.year or books.span[0] > until:
        return None
    day = books.span[0]
    if not any(books.opens(voucher) for voucher in books.vouchers if voucher.date == day):
        day = day.replace(day=1)
    return day if (day.month, day.day) != (1, 1) else None


def so_far_title(books: Books, until: dt.date) -> str:
    """Return the heading of a column of income and spending of the year so far."""
    day = first_day(books, until)
    if day is None or brought_forward(books, until):
        return SO_FAR
    return f"{SO_FAR}（自 {day} 起）"


def so_far_note(books: Books, until: dt.date) -> str:
    """Return what a table must say of its 本年累计; empty where the books hold the year whole."""
    day = first_day(books, until)
    if day is None:
        return ""
    if brought_forward(books, until):
        return f"账本从 {day} 开始，收入、支出科目的{SO_FAR}含这以前本年已有的数。"
    return f"账本从 {day} 开始，{SO_FAR}自 {day} 起，不含这以前的数。"


def journal_note(books: Books, until: dt.date) -> str:
    """Return what a journal of a money account must say: what was brought forward is on no such account."""
    day = first_day(books, until)
    return f"账本从 {day} 开始，{SO_FAR}自 {day} 起。" if day else ""
