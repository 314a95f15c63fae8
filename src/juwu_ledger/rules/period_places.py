"""Where a finding about a whole period stands: at the period's last voucher."""

from __future__ import annotations

from bisect import bisect_right

from juwu_ledger.books.periods import Period
from juwu_ledger.books.problem import Place
from juwu_ledger.books.view import Books


def period_place(books: Books, period: Period) -> Place:
    """Return the place of the last voucher up to the period's end."""
    vouchers = books.facts.vouchers
    at = bisect_right(vouchers, period.last, key=lambda voucher: voucher.date)
    return vouchers[max(at - 1, 0)].place
