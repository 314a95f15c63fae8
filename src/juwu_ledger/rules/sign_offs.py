"""Spendings beside the sign-offs they were made under."""

from __future__ import annotations

import re
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


_BETWEEN_NAMES = re.compile("[、,，;；/／]")


def people_named(text: str | None) -> frozenset[str]:
    """Return the people of ``handler: "李四安、周五福"``, so that spaces make no other person."""
    return frozenset(filter(None, map(plain, _BETWEEN_NAMES.split(text or ""))))


def signed_spendings(books: Books) -> Iterator[Signed]:
    """Yield every spending whose sign-off is known, in order of date."""
    for spending in books.facts.spendings:
        if not spending.approval:
            continue
        approval = books.approval(spending.approval) or books.approval(plain(spending.approval))
        if approval is not None:
            yield Signed(spending.voucher, approval, spending.amount)
