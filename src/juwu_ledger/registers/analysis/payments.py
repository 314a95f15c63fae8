"""The payments that the analysis looks at: what left the committee and stands, on the day it happened."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from juwu_ledger.books.facts.facts import Spending
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.records.corrections import as_it_happened


def payments(books: Books, period: Period | Days) -> list[Spending]:
    """Return them in order of event date; undone vouchers and the bank's own charges are left out."""
    every = books.record(standing_payments)
    start = bisect_left(every, period.first, key=lambda one: one.voucher.date)
    return every[start : bisect_right(every, period.last, key=lambda one: one.voucher.date)]


def standing_payments(books: Books) -> list[Spending]:
    """Return every payment of the books that was not taken back whole, in order of event date."""
    facts = as_it_happened(books).facts
    return [one for one in facts.spendings if not facts.is_undone(one.voucher)]
