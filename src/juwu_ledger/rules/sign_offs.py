"""Spendings beside the sign-offs they were made under."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts import Voucher
from juwu_ledger.books.identifiers import plain
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import Approval


class Signed(NamedTuple):
    """A spending of ``amount`` fen under a sign-off that exists."""

    voucher: Voucher
    approval: Approval
    amount: int


def signed_spendings(books: Books) -> Iterator[Signed]:
    """Yield every spending whose sign-off is known, in order of date."""
    for spending in books.facts.spendings:
        if not spending.approval:
            continue
        approval = books.approval(spending.approval) or books.approval(plain(spending.approval))
        if approval is not None:
            yield Signed(spending.voucher, approval, spending.amount)
