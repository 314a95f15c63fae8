"""What our code reads of Beancount's entries, for the type checker: Beancount itself leaves it open.

A test holds these against Beancount's own tuples.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol, Self


class Units(Protocol):
    """An amount: how many of which currency, as written."""

    @property
    def number(self) -> Decimal:
        """How many: yuan, signed as Beancount signs them."""

    @property
    def currency(self) -> str:
        """Of what, ``CNY``."""

    def _replace(self, **fields: Any) -> Self: ...


class Posting(Protocol):
    """One line of a transaction, complete: booking has filled in what was left out."""

    @property
    def account(self) -> str:
        """Full name of the account."""

    @property
    def units(self) -> Units:
        """What is posted."""

    @property
    def cost(self) -> Any:
        """What a lot cost; ``None`` in books of ours."""

    @property
    def price(self) -> Any:
        """At what price; ``None`` in books of ours."""

    @property
    def flag(self) -> str | None:
        """``!`` on a line that is not posted yet; ``None`` on most."""

    @property
    def meta(self) -> Mapping[str, Any] | None:
        """Metadata with the place; ``None`` for a posting that was made, not read."""

    def _replace(self, **fields: Any) -> Self: ...


class Transaction(Protocol):
    """A transaction: what the books call a voucher."""

    @property
    def meta(self) -> Mapping[str, Any]:
        """Metadata with the place."""

    @property
    def date(self) -> dt.date:
        """Its own date."""

    @property
    def flag(self) -> str:
        """``*``, or ``!`` for one that is not posted yet."""

    @property
    def payee(self) -> str | None:
        """The other party."""

    @property
    def narration(self) -> str | None:
        """What it was for."""

    @property
    def postings(self) -> Sequence[Posting]:
        """Its lines, in order."""

    def _replace(self, **fields: Any) -> Self: ...
