"""Earmarked money (专项资金): what each fund held when a stretch of days began, what came and went in it.

What the opening voucher brings forward was there before, whatever its day. Amounts are whole fen, days
the vouchers' own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from juwu_ledger.books.facts.facts import FundMove
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.books.model.vocabulary import Fund


@dataclass(frozen=True)
class FundAccount:
    """One fund in a stretch of days, with its moves in order of date and number."""

    name: str
    declared: Fund | None
    """As it was last declared; ``None`` for a name that is in use and was never declared."""
    before: tuple[FundMove, ...]
    moves: tuple[FundMove, ...]

    @property
    def opening(self) -> int:
        """What was there when the days began."""
        return sum(move.fen for move in self.before)

    @property
    def income(self) -> int:
        """What came in; negative where more was taken back."""
        return sum(move.fen for move in self.moves if is_income(move))

    @property
    def uses(self) -> tuple[FundMove, ...]:
        """What it was spent on, and what came back of that."""
        return tuple(move for move in self.moves if not is_income(move))

    @property
    def spending(self) -> int:
        """What went out of it, for things as well."""
        return -sum(move.fen for move in self.uses)

    @property
    def closing(self) -> int:
        """What is left."""
        return self.opening + self.income - self.spending


def is_income(move: FundMove) -> bool:
    """Tell whether a move is on an income account: money given to the fund, or given back."""
    return move.account.startswith("Income:")


def declared_funds(books: Books, last: dt.date) -> dict[str, Fund]:
    """Return the funds declared by a day, each as it was last declared."""
    return {fund.name: fund for fund in books.of(Fund) if fund.date <= last}


def fund_accounts(books: Books, period: Period | Days) -> list[FundAccount]:
    """Return every fund that was declared or moved by the last day, declared ones first."""
    declared = declared_funds(books, period.last)
    moves: dict[str, list[FundMove]] = defaultdict(list)
    for move in books.facts.fund_moves:
        if move.voucher.date <= period.last:
            moves[move.fund].append(move)
    return [
        _account(books, name, declared.get(name), moves[name], period.first)
        for name in dict.fromkeys([*declared, *moves])
    ]


def _account(
    books: Books, name: str, fund: Fund | None, moves: list[FundMove], first: dt.date
) -> FundAccount:
    inorder = sorted(moves, key=lambda move: (move.voucher.date, move.voucher.id))
    old = [m.voucher.date < first or books.opens(m.voucher) for m in inorder]
    before = (move for move, was in zip(inorder, old, strict=True) if was)
    here = (move for move, was in zip(inorder, old, strict=True) if not was)
    return FundAccount(name, fund, tuple(before), tuple(here))
