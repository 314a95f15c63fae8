"""Every line of the analysis, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.analysis.ageing import days_to_bank, open_debts
from juwu_ledger.registers.analysis.changes import changes
from juwu_ledger.registers.analysis.first_digits import benford
from juwu_ledger.registers.analysis.large_amounts import below_limits, largest, round_sums
from juwu_ledger.registers.analysis.look import Look
from juwu_ledger.registers.analysis.odd_days import days_off, year_end
from juwu_ledger.registers.analysis.paid_parties import officers_paid, paid_again

_LINES: tuple[Callable[[Books, Period], Iterator[Look]], ...] = (
    changes,
    largest,
    below_limits,
    days_off,
    year_end,
    paid_again,
    officers_paid,
    round_sums,
    benford,
    open_debts,
    days_to_bank,
)


def looks(books: Books, period: Period) -> Iterator[Look]:
    """Yield the lines of a period; those that found nothing are there too, so that one sees they were asked."""
    for line in _LINES:
        yield from line(books, period)
