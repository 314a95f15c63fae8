"""Payments that are each below the street office's figure and together reach it within some days."""

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen


class Payment(NamedTuple):
    """What a voucher paid, positive fen."""

    voucher: Voucher
    fen: int


class Group(NamedTuple):
    """Payments that together reach the figure (fen), the last of them by its amount."""

    payments: tuple[Payment, ...]
    figure: int

    @property
    def total(self) -> int:
        """What they come to, fen."""
        return sum(payment.fen for payment in self.payments)

    @property
    def parts(self) -> str:
        """The vouchers with their amounts, in Chinese."""
        return "、".join(f"{one.voucher.id}（{show_fen(one.fen)}）" for one in self.payments)


def groups(books: Books, payments: Iterable[Payment], days: int) -> Iterator[Group]:
    """Yield each group once, as soon as it reaches the figure; ``payments`` are in order of date.

    A payment that reaches the figure alone is in no group: it is judged by itself.
    """
    payments = list(payments)
    figures = [limit.value for limit in books.limits.changes("street-sign-off")]
    if not figures or sum(payment.fen for payment in payments) < min(figures):
        return
    window: deque[Payment] = deque()
    total, stretch = 0, dt.timedelta(days=days)
    for payment in payments:
        day = payment.voucher.date
        figure = books.limits.amount("street-sign-off", day)
        if figure is None or payment.fen >= figure:
            continue
        while window and day - window[0].voucher.date > stretch:
            total -= window.popleft().fen
        window.append(payment)
        total += payment.fen
        if len(window) > 1 and total >= figure:
            yield Group(tuple(window), figure)
            window.clear()
            total = 0
