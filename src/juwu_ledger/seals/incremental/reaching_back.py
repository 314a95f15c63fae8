"""Vouchers of the days after a month's end that reach back into it, and were there when a seal was made.

A red letter, what is booked anew, a late entry: of what happened in the month they are a part, so what the
seal carries takes them in. Plain ones only: where more than money, income and expenses is
touched, the months that they reach into are read again.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.metadata import id_of
from juwu_ledger.records.corrections import corrections_of
from juwu_ledger.records.voucher_lines import texts

_PLAIN = frozenset({None, "bank", "clearing", "petty-cash"})


class Reaching(NamedTuple):
    """A voucher dated after a month's end, by what it reaches back, and the month in which that happened."""

    voucher: Voucher
    original: Voucher | None
    """What it takes back or books anew; ``None`` for a late entry."""
    month: str


def reaching_back(books: Books, end: dt.date) -> list[Reaching] | None:
    """Return the vouchers dated after ``end`` that reach back over it; ``None`` where one is not plain."""
    event = corrections_of(books).event_date
    found: dict[str, Reaching] = {}
    for voucher in books.vouchers:
        if voucher.date <= end:
            continue
        named = {id_of(voucher.txn.meta.get(key)) for key in ("reverses", "corrects")} - {""}
        originals = [books.facts.by_id.get(name) for name in sorted(named)]
        back = [v for v in originals if v is None or v.date <= end or v.id in found]
        if not back and event(voucher) > end:
            continue
        if not voucher.id or voucher.id in found or not _are_plain(books, voucher, *back):
            return None
        original = back[0] if back else None
        happened = event(original or voucher)
        found[voucher.id] = Reaching(voucher, original, f"{min(happened, end):%Y-%m}")
    return list(found.values())


def _are_plain(books: Books, *vouchers: Voucher | None) -> bool:
    """Tell whether vouchers move nothing but money, income and expenses that are of no fund and no asset."""
    for voucher in vouchers:
        if voucher is None or texts(voucher, "fund") or texts(voucher, "asset"):
            return False
        accounts = [books.chart.get(posting.account) for posting in voucher.txn.postings]
        if any(a is None or a.role not in _PLAIN or a.fund for a in accounts):
            return False
    return True
