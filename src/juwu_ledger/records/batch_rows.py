"""Rows of batches that are in the books: each by its identity, so that none is booked twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.vocabulary import BudgetLimit
from juwu_ledger.intake.batches.row_keys import identity_of, row_key
from juwu_ledger.records.corrections import corrections_of

MARK = "batch-row"
"""Metadata of a voucher or a posting: keys of rows, parted by blanks."""


class BookedRow(NamedTuple):
    """A row that is in the books: its key, and the voucher that holds it."""

    key: str
    voucher: str
    """Empty of a limit, which no voucher holds."""


def booked_rows(books: Books) -> Mapping[str, BookedRow]:
    """Return the rows that stand, by identity; what was taken back whole may be booked again.

    Limits of a year are known by their day and account, whoever wrote them.
    """
    return books.record(_booked_rows)


def _booked_rows(books: Books) -> dict[str, BookedRow]:
    corrections = corrections_of(books)
    found = {}
    for voucher in books.vouchers:
        keys = list(_keys(voucher))
        if keys and corrections.live(corrections.chain(voucher)[-1]):
            for key in keys:
                found[identity_of(key)] = BookedRow(key, voucher.id)
    for limit in books.of(BudgetLimit):
        key = row_key("budget", (str(limit.date), limit.account), (limit.account, limit.amount))
        found[identity_of(key)] = BookedRow(key, "")
    return found


def _keys(voucher: Voucher) -> Iterator[str]:
    yield from voucher.text(MARK).split()
    for posting in voucher.txn.postings:
        if posting.meta and MARK in posting.meta:
            yield from text_of(posting.meta[MARK]).split()
