"""Which unified receipt is written for an income."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import read_id
from juwu_ledger.journal.orders.receipt_slips import NEXT, next_receipt


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
