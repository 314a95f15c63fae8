"""Sums over the trial balance that several ties share."""

from __future__ import annotations

from juwu_ledger.papers.figures.period_ledger import PeriodLedger
from juwu_ledger.tables.sums import Other, Sum, Wanted, total
from juwu_ledger.workbook.trial_balance import SUM, WHOLE


def whole(column: str, **where: Wanted) -> Sum:
    """Return the sum of a column over the whole-period block of the trial balance."""
    return total("trial", column, month=WHOLE, code=Other(SUM), **where)


def net(when: str, **where: Wanted) -> tuple[Sum, Sum]:
    """Return debit less credit of a balance in the whole-period block.

    ``when`` is ``opening`` or ``closing``; take both together.
    """
    return whole(f"{when}_debit", **where), -whole(f"{when}_credit", **where)


def months_of(ledger: PeriodLedger) -> list[int]:
    """Return the numbers of the months that the trial balance shows."""
    return [period.first.month for period in ledger.months]
