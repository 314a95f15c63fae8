"""Funds: what each may be spent on, and what is left of it day by day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from juwu_ledger.books.facts.carried import NeedsWhole
from juwu_ledger.books.facts.facts import DayBalance, FundMove, Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.records.flows import legs_of, vouchers_on


class Declarations:
    """What was declared of each fund, by the declaration in force on a day."""

    def __init__(self, books: Books) -> None:
        """Order the declarations of each fund by date."""
        self._by_name: dict[str, list[Fund]] = defaultdict(list)
        self._accounts: dict[Fund, frozenset[str]] = {}
        for fund in sorted(books.of(Fund), key=lambda item: (item.date, item.place)):
            self._by_name[fund.name].append(fund)
            self._accounts[fund] = books.chart.below(fund.accounts)

    def in_force(self, fund: str, day: dt.date) -> Fund | None:
        """Return the declaration; ``None`` for a fund never declared.

        Before its first declaration a fund is judged by that one: a paper signed late is no
        licence.
        """
        declared = self._by_name.get(fund)
        if not declared:
            return None
        return ([item for item in declared if item.date <= day] or declared[:1])[-1]

    def accounts(self, fund: str, day: dt.date) -> frozenset[str] | None:
        """Return the accounts that it may be spent on, children included."""
        declared = self.in_force(fund, day)
        return None if declared is None else self._accounts[declared]


def moves_of_funds(books: Books) -> Sequence[FundMove]:
    """Return every move of earmarked money, in order: those on payables that a fund was declared to be on, too.

    Rules follow such a payable (专项应付款); papers show it as the debt that it is.
    """
    parked = list(_moves_on_payables(books))
    if not parked:
        return books.facts.fund_moves
    order = {id(voucher.txn): at for at, voucher in enumerate(books.vouchers)}
    return sorted((*books.facts.fund_moves, *parked), key=lambda move: order[id(move.voucher.txn)])


def _moves_on_payables(books: Books) -> Iterator[FundMove]:
    """Yield what payables gained and lost that funds are on, by the fund named, else the one that is on it."""
    payables = {account.name for account in books.chart.with_role("payable")}
    funds: dict[str, set[str]] = defaultdict(set)
    for fund in books.of(Fund):
        for name in books.chart.below(fund.accounts) & payables:
            funds[name].add(fund.name)
    begun = books.carried.until if books.carried else dt.date.min
    for voucher in vouchers_on(books, funds):
        if voucher.date <= begun:
            continue
        for leg in legs_of(books, voucher):
            on = funds.get(leg.account.name)
            if not on:
                continue
            meta = leg.posting.meta or {}
            named = text_of(meta.get("fund")) or voucher.text("fund")
            its = named if named in on else next(iter(on)) if len(on) == 1 else ""
            if its:
                yield FundMove(its, -leg.fen, leg.account.name, voucher, Place.of(meta))


def spent_of_funds(books: Books) -> Iterator[FundMove]:
    """Yield the moves by which money of a fund was spent.

    A voucher that was wholly reversed used nothing; an opening balance says what was left; income that
    is given back goes to who gave it; what a payable hands on to the income is not spent yet.
    """
    for move in books.record(moves_of_funds):
        voucher = move.voucher
        if move.fen >= 0 or voucher.mirrors is not None or books.is_income(move.account):
            continue
        if books.chart[move.account].role == "payable" and voucher.money >= 0:
            continue
        if not books.facts.taken_back_by(voucher) and voucher.kind != "opening":
            yield move


def fund_days(books: Books) -> Iterator[tuple[str, list[DayBalance]]]:
    """Yield each fund with its balance at the end of every day on which it moved.

    A voucher that was wholly reversed, and its reversal, moved nothing.
    """
    days: dict[str, list[DayBalance]] = defaultdict(list)
    totals: dict[str, int] = defaultdict(int)
    if books.carried is not None:
        for fund, fen in books.carried.funds.items():
            totals[fund] = fen
            days[fund] = [
                *_overspent_before(books, fund),
                *(DayBalance(books.carried.until, fen, v) for v in books.carried.anchor),
            ]
    for move in books.record(moves_of_funds):
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


def overspent_at(books: Books, end: dt.date) -> Iterator[tuple[str, DayBalance]]:
    """Yield of each fund below zero at the end of a day since when it is, and the worst day since.

    Both by the voucher that brought it below zero.
    """
    for fund, days in fund_days(books):
        known = [day for day in days if day.date <= end]
        below = list(takewhile(lambda day: day.fen < 0, reversed(known)))
        if below:
            first, worst = below[-1], min(reversed(below), key=lambda day: day.fen)
            yield fund, first
            if worst is not first:
                yield fund, worst._replace(voucher=first.voucher)


def _overspent_before(books: Books, fund: str) -> Iterator[DayBalance]:
    """Yield what sealed months hand on of the days on which a fund was below zero."""
    for day in books.carried.overspent if books.carried else ():
        if day.fund == fund:
            voucher = books.record(_sealed_by_place).get(day.place)
            if voucher is None:
                raise NeedsWhole(f"专款 {fund} 封账以前超支，凭证没有读到")
            yield DayBalance(day.date, day.fen, voucher)


def _sealed_by_place(books: Books) -> dict[Place, Voucher]:
    until = books.carried.until if books.carried else dt.date.min
    return {voucher.place: voucher for voucher in books.vouchers if voucher.date <= until}
