"""The plan of a batch: the rows that are new, as the directives of their kind, in one stroke."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from juwu_ledger.intake.batches.kind import Batch
from juwu_ledger.journal.engine.change import Change, NewFile
from juwu_ledger.journal.engine.journal import LockedBooks, Plan
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.batches.bills import write_bills
from juwu_ledger.journal.orders.batches.budgets import write_budget
from juwu_ledger.journal.orders.batches.foreign_vouchers import write_foreign
from juwu_ledger.journal.orders.batches.handouts import write_handout
from juwu_ledger.journal.orders.batches.levies import write_levies
from juwu_ledger.journal.orders.batches.new_rows import new_rows

FOLDER = "documents/batches"
_WRITERS: Mapping[str, Callable[[LockedBooks, Any, str], Change]] = {
    "allowance": write_handout,
    "relief": write_handout,
    "invoices": write_bills,
    "budget": write_budget,
    "vouchers": write_foreign,
    "levy": lambda locked, made, kept: write_levies(locked, made, kept, by_day=False),
}


def batch_plan(batch: Batch, data: bytes, *, by_day: bool = False) -> Plan:
    """Return the plan that writes a batch and keeps the list, whose bytes are ``data``, with what it made.

    Raises :class:`BadInput` where ``by_day`` is asked of anything but receipts; the plan raises what
    :func:`new_rows` does.
    """
    if by_day and batch.kind.name != "levy":
        raise BadInput(f"--by day 只用在收费名单（levy），{batch.kind.title}不用写")

    mark = hashlib.sha256(data).hexdigest()[:8]
    kept = NewFile(f"{FOLDER}/{batch.kind.title}-{mark}.xlsx", data)

    def plan(locked: LockedBooks) -> Change:
        made = new_rows(locked.books, batch).made()
        if by_day:
            change = write_levies(locked, made, kept.target, by_day=True)
        else:
            change = _WRITERS[batch.kind.name](locked, made, kept.target)
        return replace(change, made=(*change.made, kept))

    return plan
