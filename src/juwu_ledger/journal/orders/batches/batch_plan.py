"""The plan of a batch: the rows that are new, as the directives of their kind, in one stroke."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from juwu_ledger.intake.batches.kind import Batch
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.journal import LockedBooks, Plan
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.batches.bills import write_bills
from juwu_ledger.journal.orders.batches.budgets import write_budget
from juwu_ledger.journal.orders.batches.foreign_vouchers import write_foreign
from juwu_ledger.journal.orders.batches.handouts import write_handout
from juwu_ledger.journal.orders.batches.levies import write_levies
from juwu_ledger.journal.orders.batches.new_rows import new_rows

_WRITERS: Mapping[str, Callable[[LockedBooks, Any], Change]] = {
    "allowance": write_handout,
    "relief": write_handout,
    "invoices": write_bills,
    "budget": write_budget,
    "vouchers": write_foreign,
    "levy": lambda locked, made: write_levies(locked, made, by_day=False),
}


def batch_plan(batch: Batch, *, by_day: bool = False) -> Plan:
    """Return the plan that writes a batch.

    Raises :class:`BadInput` where ``by_day`` is asked of anything but receipts; the plan raises what
    :func:`new_rows` does.
    """
    if by_day and batch.kind.name != "levy":
        raise BadInput(f"--by day 只用在收费名单（levy），{batch.kind.title}不用写")

    def plan(locked: LockedBooks) -> Change:
        made = new_rows(locked.books, batch).made()
        if by_day:
            return write_levies(locked, made, by_day=True)
        return _WRITERS[batch.kind.name](locked, made)

    return plan
