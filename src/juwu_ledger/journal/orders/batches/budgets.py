"""The limits of a year, written together where their like stand."""

from __future__ import annotations

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.intake.batches.kinds.budget import Budget
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Account, Fen, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.orders.registers import entry_change


def write_budget(locked: LockedBooks, budget: Budget, kept: str) -> Change:
    """Return the change that writes the limits of a list, which is kept as the document ``kept``."""
    texts = [
        custom_text(
            budget.date, "budget-limit", [Account(cap.account), Fen(cap.fen)], {"document": kept}
        )
        for cap in budget.caps
    ]
    about = [f"{budget.date.year} 年{account_label(cap.account)}" for cap in budget.caps]
    return entry_change(locked, "budget-limit", texts, about)
