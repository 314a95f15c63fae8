"""Filling in the one amount that a voucher may leave out.

Beancount books every transaction as if it held lots of shares. A voucher of public money holds
plain amounts with two decimals, so the missing one is what makes the sum zero: that is done here,
and whatever is not as plain as that goes through Beancount's own booking (a property test holds
both against each other).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from beancount.core.amount import Amount
from beancount.core.data import Open, Posting, Transaction
from beancount.core.number import MISSING
from beancount.core.position import Cost

from juwu_ledger.books.model.money import CENT, CURRENCY

_ZERO = Decimal(0)


def book(entries: list[Any], options_map: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Return the sorted entries with every amount filled in, and Beancount's booking errors."""
    booked: list[Any] = []
    others: list[tuple[int, Any]] = []
    amounts: dict[Decimal, Amount] = {}
    for entry in entries:
        if type(entry) is not Transaction:
            booked.append(entry)
            continue
        complete = _complete(entry, amounts)
        if complete is None:
            others.append((len(booked), entry))
            booked.append(None)
        else:
            booked.append(complete)
    if not others:
        return booked, []
    if any(posting.cost is not None for _, txn in others for posting in txn.postings):
        # Lots are matched with everything the account held before.
        return _booked(entries, options_map)
    opens = [entry for entry in booked if type(entry) is Open]
    done, errors = _booked([*opens, *(txn for _, txn in others)], options_map)
    by_place: dict[tuple[Any, Any], list[Any]] = {}
    for entry in done:
        if type(entry) is Transaction:
            by_place.setdefault(_key(entry), []).append(entry)
    for at, txn in others:
        # A transaction that could not be booked is dropped, as Beancount drops it.
        found = by_place.get(_key(txn))
        booked[at] = found.pop(0) if found else None
    return [entry for entry in booked if entry is not None], errors


class _Unbookable(NamedTuple):
    """An error as Beancount makes them."""

    source: Any
    message: str
    entry: Any


def _booked(entries: list[Any], options_map: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Book with Beancount; a transaction that it fails on is dropped, and is an error of its line."""
    done = _attempt(entries, options_map)
    if done is not None:
        unfinished = [entry for entry in done[0] if not _is_filled(entry)]
        booked = [entry for entry in done[0] if _is_filled(entry)] if unfinished else done[0]
        return booked, [*done[1], *map(_unbookable, unfinished)]
    transactions = [entry for entry in entries if type(entry) is Transaction]
    opens = [entry for entry in entries if type(entry) is Open]
    failing = [txn for txn in transactions if _attempt([*opens, txn], options_map) is None]
    # Where none fails alone, lots that were held before have a part in it.
    failing = failing or [txn for txn in transactions if _holds_cost(txn)] or transactions
    dropped = {id(txn) for txn in failing}
    booked, errors = _booked([e for e in entries if id(e) not in dropped], options_map)
    return booked, [*errors, *map(_unbookable, failing)]


def _unbookable(txn: Any) -> _Unbookable:
    return _Unbookable(txn.meta, "Booking failed", txn)


def _attempt(
    entries: list[Any], options_map: Mapping[str, Any]
) -> tuple[list[Any], list[Any]] | None:
    """Return what Beancount's booking returns; ``None`` when it fails on these entries.

    It is foreign code with assertions of its own over what strangers may write: what it raises
    cannot be listed, and whatever it is comes of that text.
    """
    from beancount.parser import booking  # Plain vouchers never need it.

    try:
        return tuple(booking.book(entries, dict(options_map)))
    except Exception:
        return None


def _is_filled(entry: Any) -> bool:
    """Tell whether every amount and cost is a number now: Beancount leaves some as they were."""
    return type(entry) is not Transaction or all(
        isinstance(posting.units, Amount)
        and isinstance(posting.units.number, Decimal)
        and (posting.cost is None or isinstance(posting.cost, Cost))
        for posting in entry.postings
    )


def _holds_cost(txn: Any) -> bool:
    return any(posting.cost is not None for posting in txn.postings)


def _key(entry: Any) -> tuple[Any, Any]:
    return entry.meta["filename"], entry.meta["lineno"]


def _complete(txn: Any, amounts: dict[Decimal, Amount]) -> Any | None:
    """Return the transaction with its amounts filled in, or ``None`` when it is not plain.

    ``amounts`` holds those that were filled in before: many are the same, and they live long.
    """
    total = _ZERO
    currency = None
    missing = -1
    postings = txn.postings
    for index, (_, units, cost, price, _, _) in enumerate(postings):
        if cost is not None or price is not None:
            return None
        if units is MISSING:
            if missing >= 0:
                return None
            missing = index
            continue
        number, unit = units
        if type(number) is not Decimal or not number.same_quantum(CENT):
            return None
        if unit != currency:
            if currency is not None:
                return None
            currency = unit
        total += number
    if currency != CURRENCY:
        return None
    if missing < 0:
        return txn
    if not total:
        return None
    filled = [*postings]
    bare = postings[missing]
    amount = amounts.get(total)
    if amount is None:
        amount = amounts[total] = Amount(-total, currency)
    filled[missing] = Posting(bare.account, amount, None, None, bare.flag, bare.meta)
    return Transaction._make((*txn[:-1], filled))
