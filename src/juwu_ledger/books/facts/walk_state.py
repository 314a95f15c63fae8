"""What the one walk over the vouchers keeps between them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from juwu_ledger.books.facts.facts import (
    Facts,
    Spending,
    Voucher,
)
from juwu_ledger.books.facts.legs import know
from juwu_ledger.books.model.chart import Chart
from juwu_ledger.books.model.problem import Place


class WalkState:
    """Facts in the making, running balances, and what is settled at the end."""

    def __init__(self, chart: Chart, currency: str, budgeted: frozenset[str]) -> None:
        """Begin with a chart, its currency, and the accounts under a yearly limit."""
        self.currency = currency
        self.facts = Facts()
        self.facts.moves = {name: [] for name, account in chart.items() if account.is_money}
        self.known = {name: know(account, name in budgeted) for name, account in chart.items()}
        self.running: dict[str, int] = defaultdict(int)
        self.closed: set[str] = set()
        self.reasons: tuple[list[tuple[Any, str]], bool] | None = None
        """Why the voucher at hand is unsound, until it has been noted."""
        self.taken_back: list[Spending] = []
        """Red letters that take back money which had come in."""


def place_of(posting: Any, voucher: Voucher) -> Place:
    """Return where a posting stands; that of its voucher where it has none."""
    return Place.of(posting.meta) if posting.meta else voucher.place
