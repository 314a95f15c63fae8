"""Which unified receipt is written for an income."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import folded, read_amount, read_id
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.receipt_numbers import (
    MOST_EQUAL,
    NEXT,
    EqualReceipts,
    next_receipt,
    read_number_range,
)


def chosen_receipt(context: Context, given: str | None, day: dt.date, *, due: bool) -> str | None:
    """Return the receipt's number, ``NEXT`` for the next free one, or none where none is ``due``."""
    if not due or (given is not None and not given.strip()):
        return None
    if given is not None:
        return read_id(given)
    proposed = next_receipt(context.books, day)
    if not context.ask.terminal:
        return NEXT
    number = context.ask.value("--receipt", None, "收据号码", read_id, default=proposed or "")
    return NEXT if number == proposed else number


def equal_receipts(
    receipt: str | None, each: str | None, amount: str | None
) -> EqualReceipts | None:
    """Return the run of equal receipts that ``--receipt FIRST-LAST --each N`` names, if it does."""
    if each is None:
        return None
    if amount is not None:
        raise BadInput("写了 --each，就不再写 --amount：合计由张数乘出来")
    first, dash, last = folded(receipt or "").partition("-")
    if not dash:
        raise BadInput("--each 要和一段收据一起写：--receipt A0000101-A0000170 --each 20")
    numbers = read_number_range(first, last)
    if numbers.size > MOST_EQUAL:
        raise BadInput(f"{numbers} 有 {numbers.size} 张，一次最多 {MOST_EQUAL} 张")
    return EqualReceipts(numbers, read_amount(each))
