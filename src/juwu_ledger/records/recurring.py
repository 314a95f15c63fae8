"""What recurs and is to be booked: rent, water and power, allowances (``custom "recurring"``).

Nothing posts by itself. A voucher that was made of a template says so (``recurring``), the one that a template
was made from is named by it (``like``); either settles the month, quarter or year that it happened in. What is
not settled is due.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.vocabulary import Recurring
from juwu_ledger.records.corrections import as_it_happened

KEY = "recurring"


class DueAgain(NamedTuple):
    """A template and the day on which its entry was or will be due."""

    template: Recurring
    day: dt.date
    period: Period
    closed_account: str = ""
    """An account it names that is closed by then; empty if all is well."""

    @property
    def title(self) -> str:
        """What it is, for a list: ``水电费（每月 10 日）2026-03-10``."""
        said = f"；科目 {self.closed_account} 已经销户，先改模板" if self.closed_account else ""
        return f"{self.template.id}（{self.template.when.title}）{self.day}{said}"


def templates(books: Books, as_of: dt.date) -> dict[str, Recurring]:
    """Return the templates in force on a day by id; a later one of the same id takes its place."""
    last = {item.id: item for item in books.of(Recurring) if item.date <= as_of}
    return {key: item for key, item in last.items() if not item.until or item.until >= as_of}


def due_again(books: Books, as_of: dt.date) -> list[DueAgain]:
    """Return what is due by ``as_of`` and not booked, in order of day.

    Of each template these are the current period's and the one before: who lets a month pass twice does
    not mean to book it any more.
    """
    done = _done(books)
    found = [
        due
        for item in templates(books, as_of).values()
        for due in _last_two(books, item, as_of)
        if not any(day in due.period for day in done.get(item.id, ()))
    ]
    return sorted(found, key=lambda due: (due.day, due.template.id))


def _last_two(books: Books, item: Recurring, as_of: dt.date) -> Iterator[DueAgain]:
    now = item.when.period_of(as_of)
    for period in (item.when.period_of(now.first - DAY), now):
        day = item.when.due_in(period)
        if item.date < day <= as_of:  # What it was made from is booked on the day it is made.
            yield DueAgain(item, day, period, closed_account(books, item, as_of))


def closed_account(books: Books, item: Recurring, day: dt.date) -> str:
    """Return the first account named in a template that is not open on ``day``."""
    still_open = books.chart.open_on(day)
    named = (word for text in item.answers.values() for word in text.split("=")[:1])
    return next((name for name in named if name in books.chart and name not in still_open), "")


def _done(books: Books) -> dict[str, list[dt.date]]:
    days: dict[str, list[dt.date]] = {}
    facts = as_it_happened(books).facts
    made_from: dict[str, list[str]] = {}
    for item in books.of(Recurring):
        made_from.setdefault(item.like, []).append(item.id)
    for voucher in facts.vouchers:
        names = {voucher.text(KEY) or "", *made_from.get(voucher.id, ())} - {""}
        if names and not facts.taken_back_by(voucher):
            for name in names:
                days.setdefault(name, []).append(voucher.date)
    return days
