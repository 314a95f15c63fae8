"""Filling in the one amount that a voucher may leave out.

Beancount books every transaction as if it held lots of shares. A voucher of public money holds
plain amounts with two decimals, so the missing one is what makes the sum zero: that is done here,
and whatever is not as plain as that goes through Beancount's own booking (a property test holds
both against each other).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from beancount.core.amount import Amount
from beancount.core.data import Transaction
from beancount.core.number import MISSING
from beancount.parser import booking

from juwu_ledger.books.model.money import CENT, CURRENCY

_ZERO = Decimal(0)


def book(entries: list[Any], options_map: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Return the sorted entries with every amount filled in, and Beancount's booking errors."""
    booked: list[Any] = []
    others: list[tuple[int, Any]] = []
    for entry in entries:
        if type(entry) is not Transaction:
            booked.append(entry)
            continue
        complete = _complete(entry)
        if complete is None:
            others.append((len(booked), entry))
            booked.append(None)
        else:
            booked.append(complete)
    if not others:
        return booked, []
    if any(posting.cost is not None for _, txn in others for posting in txn.postings):
        # Lots are matched with everything the account held before.
        return tuple(booking.book(entries, dict(options_map)))
    opens = [entry for entry in booked if type(entry).__name__ == "Open"]
    try:
        done, errors = booking.book([*opens, *(txn for _, txn in others)], dict(options_map))
    except ArithmeticError:
        done, errors = _book_singly(opens, [txn for _, txn in others], options_map)
    by_place: dict[tuple[Any, Any], list[Any]] = {}
    for entry in done:
        if type(entry) is Transaction:
            by_place.setdefault(_key(entry), []).append(entry)
    for at, txn in others:
        # A transaction that could not be booked is dropped, as Beancount drops it.
        found = by_place.get(_key(txn))
        booked[at] = found.pop(0) if found else None
    return [entry for entry in booked if entry is not None], errors


class _TooLarge(NamedTuple):
    """An error as Beancount makes them."""

    source: Any
    message: str
    entry: Any


def _book_singly(
    opens: list[Any], transactions: list[Any], options_map: Mapping[str, Any]
) -> tuple[list[Any], list[Any]]:
    """Book one by one, to tell which transaction holds a number that Beancount chokes on."""
    done: list[Any] = []
    errors: list[Any] = []
    for txn in transactions:
        try:
            found, problems = booking.book([*opens, txn], dict(options_map))
        except ArithmeticError:
            errors.append(_TooLarge(txn.meta, "Amount out of bounds", txn))
        else:
            done += found
            errors += problems
    return done, errors


def _key(entry: Any) -> tuple[Any, Any]:
    return entry.meta["filename"], entry.meta["lineno"]


def _complete(txn: Any) -> Any | None:
    """Return the transaction with its amounts filled in, or ``None`` when it is not plain."""
    total = _ZERO
    currency = None
    missing = -1
    postings = txn.postings
    for index, posting in enumerate(postings):
        units = posting.units
        if posting.cost is not None or posting.price is not None:
            return None
        if units is MISSING:
            if missing >= 0:
                return None
            missing = index
            continue
        number = units.number
        if type(number) is not Decimal or not number.same_quantum(CENT):
            return None
        if units.currency != currency:
            if currency is not None:
                return None
            currency = units.currency
        total += number
    if currency != CURRENCY:
        return None
    if missing < 0:
        return txn
    if not total:
        return None
    filled = list(postings)
    filled[missing] = filled[missing]._replace(units=Amount(-total, currency))
    return txn._replace(postings=filled)
