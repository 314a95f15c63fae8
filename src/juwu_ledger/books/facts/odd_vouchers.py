"""Vouchers that need a closer look: unsound amounts, metadata of an unusual kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from juwu_ledger.books.facts.facts import (
    Facts,
    Unsound,
    Voucher,
)
from juwu_ledger.books.facts.walk_state import place_of
from juwu_ledger.books.model.metadata import has_odd_keys, has_odd_posting_keys

_NUMBERS = frozenset({"lineno", "__tolerances__"})
_POSTING_NUMBERS = frozenset({"lineno", "__automatic__"})


def note_unsound(
    facts: Facts, voucher: Voucher, reasons: list[tuple[Any, str]], simple: bool
) -> None:
    """Note why a voucher's figures are unsound, and that Beancount must judge its sum."""
    postings = voucher.txn.postings
    for posting, reason in reasons:
        facts.unsound.append(Unsound(voucher, place_of(posting, voucher), reason))
    if not postings:
        facts.unsound.append(Unsound(voucher, voucher.place, "凭证没有分录"))
    elif simple:
        total = sum((p.units.number for p in postings), Decimal(0))
        if total:
            reason = f"借贷合计差 {total}，不等于零"
            facts.unsound.append(Unsound(voucher, voucher.place, reason))
    facts.unbalanced.append(voucher.txn)


def is_odd(meta: Mapping[str, Any]) -> bool:
    """Tell quickly whether a voucher's metadata need a closer look."""
    for key, value in meta.items():
        if type(value) is str and key != "attachments":
            if value and not value.isspace():
                continue
        elif (
            key in _NUMBERS or key == "attachments" and type(value) is Decimal and _is_count(value)
        ):
            continue
        return True
    return has_odd_keys(meta)


def _is_count(number: Decimal) -> bool:
    return number >= 0 and number == number.to_integral_value()


def is_odd_posting(meta: Mapping[str, Any]) -> bool:
    """Tell quickly whether a posting's metadata need a closer look."""
    for key, value in meta.items():
        if key == "cleared":
            if isinstance(value, dt.date):
                continue
        elif type(value) is str:
            if value and not value.isspace():
                continue
        elif key in _POSTING_NUMBERS:
            continue
        return True
    return has_odd_posting_keys(meta)
