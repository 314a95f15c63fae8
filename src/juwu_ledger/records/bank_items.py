"""Bank postings beside the bank's own statement: what it shows, and what it does not show yet."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from juwu_ledger.books.facts.facts import BankItem
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import LateClearing


class Shown(NamedTuple):
    """A bank posting and the day on which the statement shows it (``None``: not yet)."""

    item: BankItem
    shown: dt.date | None


def shown_items(books: Books) -> Sequence[Shown]:
    """Return every bank posting in order of date.

    Its own ``cleared`` counts first, then a ``custom "cleared"``; an opening balance is what the
    bank showed on that day.
    """
    return books.record(_shown_items)


def _shown_items(books: Books) -> Sequence[Shown]:
    found = []
    late = {(item.voucher, item.account): item.date for item in books.of(LateClearing)}
    for item in books.facts.bank_items:
        shown = item.cleared or late.get((item.voucher.id, item.account))
        if shown is None and item.voucher.kind == "opening":
            shown = item.date
        found.append(Shown(item, shown))
    return found
