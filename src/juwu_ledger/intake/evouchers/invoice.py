"""An electronic voucher as frozen values: what each source in a file says, and what all of them say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

INVOICE, FISCAL, RAIL, AIR, ADVICE = (
    "电子发票",
    "财政电子票据",
    "铁路电子客票",
    "航空电子行程单",
    "银行回单",
)
"""Kinds of electronic vouchers."""


class Source(NamedTuple):
    """One place of a file that says things of the voucher: fields as text, as they stand there."""

    name: str
    """What people call it: ``original_invoice.xml``, ``二维码`` …"""
    said: Mapping[str, str]
    """``kind``, ``number``, ``code``, ``date``, ``seller``, ``buyer``, ``net``, ``tax``, ``other``,
    ``total``, ``words``, ``amount`` (of a QR code: net or total), ``is_red``, ``blue``."""


@dataclass(frozen=True, slots=True)
class ElectronicInvoice:
    """A voucher on whose figures all sources agree; amounts in fen, below zero on a red one.

    That its seal or signature was looked at is said nowhere: this program does not verify them.
    """

    kind: str
    number: str
    """20 digits; of older ones the number alone, ``code`` before it."""
    code: str
    date: dt.date
    seller: str = ""
    buyer: str = ""
    net: int | None = None
    """Without tax; ``None`` where no source says."""
    tax: int | None = None
    """``None`` where no source says, or where it is ``***``: exempt."""
    total: int | None = None
    """With tax; ``None`` only where an older QR text alone is known."""
    blue: str = ""
    """The invoice that a red one takes back."""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field → names of the sources that say it."""
    unread: tuple[str, ...] = ()
    """Sources that could not be read, each with its reason."""
    remarks: tuple[str, ...] = ()
    """What else a person should know: which amount the QR code has."""

    @property
    def id(self) -> str:
        """The number as the books write it: ``代码-号码`` of older ones."""
        return f"{self.code}-{self.number}" if self.code else self.number

    @property
    def is_red(self) -> bool:
        """Whether it takes back another one."""
        return (self.total if self.total is not None else self.net or 0) < 0

    @property
    def source_names(self) -> tuple[str, ...]:
        """Every source that was read, once."""
        return tuple(dict.fromkeys(name for names in self.sources.values() for name in names))
