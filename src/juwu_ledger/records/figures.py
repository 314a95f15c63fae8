"""The figures of one period that every paper shares: balances, totals, amounts by account."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.records.flows import Flow, flows_in
from juwu_ledger.records.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.records.year_so_far import brought_forward


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures every periodic report begins with, in yuan (docs/cli.md).

    Money accounts only; transfers between them count neither as income nor as spending.
    ``by_account`` maps full account names to amounts, income and spending both positive.
    """

    opening: Decimal
    income: Decimal
    spending: Decimal
    closing: Decimal
    by_account: Mapping[str, Decimal]


@dataclass(frozen=True)
class Figures:
    """A period of the books with its flows and those of the year up to its last day."""

    books: Books
    period: Period
    flows: tuple[Flow, ...]
    year_flows: tuple[Flow, ...]

    @classmethod
    def of(cls, books: Books, period: Period) -> Figures:
        """Read the vouchers of the year once."""
        year = flows_in(books, _year_until(period))
        here = tuple(flow for flow in year if flow.voucher.date >= period.first)
        return cls(books, period, here, tuple(year))

    def part(self, period: Period) -> Figures:
        """Return the figures of a part of the period, such as one of its months."""
        here = tuple(flow for flow in self.flows if flow.voucher.date in period)
        year = tuple(flow for flow in self.year_flows if flow.voucher.date <= period.last)
        return Figures(self.books, period, here, year)

    def months(self) -> Iterator[Figures]:
        """Yield the figures of each month: those of its monthly report."""
        return (self.part(month) for month in self.period.split_months())

    @cached_property
    def year_amounts(self) -> dict[str, int]:
        """本年累计 by income and expense account, fen: with what the year had seen before the books."""
        sums = defaultdict(int, by_account(self.year_flows))
        for name, fen in brought_forward(self.books, self.period.last).items():
            sums[name] += fen
        return dict(sums)

    @cached_property
    def year_ledger(self) -> PeriodLedger:
        """The accounts from the first day of the year to the last of the period.

        It is made from the postings alone, so that balances can be held against it.
        """
        return open_ledger(self.books, _year_until(self.period), self.period.last)

    def opening(self, account: Account) -> int:
        """Return a money account's balance at the start, fen.

        An opening voucher within the period belongs to the start.
        """
        brought = sum(
            leg.fen
            for flow in self.flows
            if flow.is_opening
            for leg in flow.legs
            if leg.account.name == account.name
        )
        return balance_before(self.books, account, self.period.first) + brought

    def closing(self, account: Account) -> int:
        """Return a money account's balance at the end of the last day, fen."""
        return balance_before(self.books, account, self.period.last + DAY)

    @property
    def money_accounts(self) -> list[Account]:
        """The money accounts open by the last day, in order of name."""
        return sorted(
            (a for a in self.books.chart.values() if a.is_money and a.opened <= self.period.last),
            key=lambda a: a.name,
        )

    @cached_property
    def totals(self) -> Totals:
        """The totals of the period in yuan.

        Opening and closing are read from the running balances and income and spending from the
        vouchers, so that the tie between them is a check and no tautology.
        """
        accounts = self.money_accounts
        return Totals(
            opening=to_yuan(sum(self.opening(a) for a in accounts)),
            income=to_yuan(sum(flow.income for flow in self.flows)),
            spending=to_yuan(sum(flow.spending for flow in self.flows)),
            closing=to_yuan(sum(self.closing(a) for a in accounts)),
            by_account={k: to_yuan(v) for k, v in sorted(by_account(self.flows).items())},
        )


def _year_until(period: Period) -> Period:
    """Return the stretch from the first day of the year to the last of the period."""
    return Period(dt.date(period.first.year, 1, 1), period.last)


def by_account(flows: Iterable[Flow]) -> dict[str, int]:
    """Return the amounts by income and expense account, fen, income and spending both positive."""
    sums: dict[str, int] = defaultdict(int)
    for flow in flows:
        for leg in flow.accrued:
            sums[leg.account.name] += -leg.fen if leg.account.root == "Income" else leg.fen
    return dict(sums)


def balance_before(books: Books, account: Account, day: dt.date) -> int:
    """Return a money account's balance at the start of ``day``, fen."""
    days = books.facts.daily.get(account.name, [])
    at = bisect_left(days, day, key=lambda balance: balance.date)
    return days[at - 1].fen if at else 0
