"""Funds: what each may be spent on, and what is left of it day by day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import DayBalance
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Fund


class Purposes:
    """The accounts each fund may be spent on, by the declaration in force on a day."""

    def __init__(self, books: Books) -> None:
        """Order the declarations of each fund by date."""
        self._by_name: dict[str, list[tuple[dt.date, frozenset[str]]]] = defaultdict(list)
        for fund in sorted(books.of(Fund), key=lambda item: (item.date, item.place)):
            self._by_name[fund.name].append((fund.date, books.chart.below(fund.accounts)))

    def accounts(self, fund: str, day: dt.date) -> frozenset[str] | None:
        """Return the accounts, children included; ``None`` for a fund never declared.

        Before its first declaration a fund is judged by that one: a paper signed late is no
        licence.
        """
        declared = self._by_name.get(fund)
        if not declared:
            return None
        in_force = [accounts for date, accounts in declared if date <= day]
        return in_force[-1] if in_force else declared[0][1]


def fund_days(books: Books) -> Iterator[tuple[str, list[DayBalance]]]:
    """Yield each fund with its balance at the end of every day on which it moved.

    A voucher that was wholly reversed, and its reversal, moved nothing.
    """
    days: dict[str, list[DayBalance]] = defaultdict(list)
    totals: dict[str, int] = defaultdict(int)
    if books.carried is not None:
        for fund, fen in books.carried.funds.items():
            totals[fund] = fen
            days[fund] = [DayBalance(books.carried.until, fen, v) for v in books.carried.anchor]
    for move in books.facts.fund_moves:
        if books.facts.is_undone(move.voucher):
            continue
        totals[move.fund] += move.fen
        balance = DayBalance(move.voucher.date, totals[move.fund], move.voucher)
        history = days[move.fund]
        if history and history[-1].date == balance.date:
            history[-1] = balance
        else:
            history.append(balance)
    yield from days.items()
