"""One line of the analysis: what was looked for, from where on, and which vouchers it is about."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Spending

NO_FINDING = "这是值得看一看的地方，不是问题"
"""The standing sentence of every line."""


class Hit(NamedTuple):
    """A place to look; ``voucher`` is empty where it is about no single one. ``fen`` is positive."""

    date: dt.date | None
    voucher: str
    who: str
    """The other party, else the account or the digit that it is about."""
    fen: int | None
    said: str = ""


class Look(NamedTuple):
    """A line; ``said`` is what is to be told of the whole, such as why nothing was looked for."""

    key: str
    title: str
    threshold: str
    hits: tuple[Hit, ...] = ()
    said: str = ""


def paid(spending: Spending, said: str = "") -> Hit:
    """Return a payment as a place to look; its day is that of the books it was read from."""
    voucher = spending.voucher
    return Hit(voucher.date, voucher.id, voucher.payee, spending.amount, said or voucher.narration)


def per_cent(part: int, whole: int) -> str:
    """Return a share in whole per cent, ``0 %`` of nothing."""
    return f"{(200 * part + whole) // (2 * whole) if whole else 0} %"
