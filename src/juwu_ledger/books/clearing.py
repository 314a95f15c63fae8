"""Which bank postings the bank's own statement does not show yet (未达账项)."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.facts import BankItem
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import LateClearing


def uncleared(books: Books, account: str, day: dt.date) -> list[BankItem]:
    """Return the postings of ``account`` up to ``day`` that its statement of ``day`` lacks.

    A posting is on the statement from its ``cleared`` date, or from the date of a ``cleared``
    directive that names its voucher; an opening balance was the bank's own figure.
    """
    late = {
        item.voucher
        for item in books.of(LateClearing)
        if item.account == account and item.date <= day
    }
    return [
        item
        for item in books.facts.bank_items
        if item.account == account
        and item.date <= day
        and not (item.cleared is not None and item.cleared <= day)
        and item.voucher.id not in late
        and not (item.voucher.kind == "opening" and item.cleared is None)
    ]
