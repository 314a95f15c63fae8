"""A period of the books as a ledger: what each account began with, how it moved, what is left.

Made in one walk over the vouchers; all amounts are whole fen, positive is debit. Opening vouchers
of the period belong to what it begins with, whatever their day.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.account_words import book_order
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.records.flows import flow_of
from juwu_ledger.records.voucher_kinds import OPENING, kind_of
from juwu_ledger.records.voucher_lines import lines_of
from juwu_ledger.records.year_so_far import brought_forward


class Movement(NamedTuple):
    """What was posted to one account, each side in fen."""

    debit: int = 0
    credit: int = 0

    def plus(self, debit: int | None, credit: int | None) -> Movement:
        """Return the movement with one more line."""
        return Movement(self.debit + (debit or 0), self.credit + (credit or 0))

    @property
    def net(self) -> int:
        """Debit less credit."""
        return self.debit - self.credit


NOTHING = Movement()


class Entry(NamedTuple):
    """A voucher of the period and what it did to the money accounts, fen."""

    voucher: Voucher
    flow: str
    """Its kind (:mod:`juwu_ledger.records.voucher_kinds`)."""
    income: int
    spending: int
    interest: int
    """The part of ``income`` that is interest, for which no receipt is written."""


@dataclass(frozen=True)
class PeriodLedger:
    """A period laid out by account and month; nothing in it changes after :func:`open_ledger`."""

    books: Books
    period: Period
    as_of: dt.date
    months: tuple[Period, ...]
    """The months to show: those up to the day judged from, and every month with a voucher."""
    entries: tuple[Entry, ...]
    opening: Mapping[str, int]
    moved: Mapping[str, Mapping[int, Movement]]
    """Account → month (1–12) → what was posted, opening vouchers left out."""
    earlier: Mapping[str, Movement]
    """What was posted in the same year before the period, or brought forward when the books began."""
    touched: Mapping[str, tuple[Voucher, ...]]
    """Account → its vouchers of the period in order, opening vouchers left out."""

    def total(self, account: str) -> Movement:
        """Return what was posted to an account in the whole period."""
        moves = self.moved.get(account, {}).values()
        return Movement(sum(m.debit for m in moves), sum(m.credit for m in moves))

    def closing(self, account: str) -> int:
        """Return an account's balance at the end of the period."""
        return self.opening.get(account, 0) + self.total(account).net

    @property
    def accounts(self) -> list[str]:
        """The accounts that began with something or moved, in the order of Chinese books."""
        names = {name for name, fen in self.opening.items() if fen} | self.moved.keys()
        return sorted(names, key=book_order)

    @property
    def opening_numbers(self) -> str:
        """The numbers of the opening vouchers."""
        return "、".join(e.voucher.id for e in self.entries if e.flow == OPENING and e.voucher.id)

    @property
    def opening_title(self) -> str:
        """What the first line of an account is called."""
        return "上年结转" if self.period.first.month == 1 else "期初余额"


def open_ledger(
    books: Books, period: Period, as_of: dt.date, previous: PeriodLedger | None = None
) -> PeriodLedger:
    """Lay out the vouchers of ``period``, in order of date and number.

    ``previous`` is the ledger of the stretch that ends where a year begins, if it is at hand: then what
    came earlier is not gone through again.
    """
    opening: dict[str, int] = defaultdict(int)
    earlier = _brought(books, period)
    moved: dict[str, dict[int, Movement]] = {}
    touched: dict[str, list[Voucher]] = {}
    entries: list[Entry] = []
    within: list[Voucher] = []
    vouchers = books.vouchers
    if previous and period.first.month == 1 and previous.period.last + DAY == period.first:
        for name in {*previous.opening, *previous.moved}:
            opening[name] = previous.closing(name)
        vouchers = vouchers[bisect_left(vouchers, period.first, key=lambda v: v.date) :]
    for voucher in vouchers:
        if voucher.date > period.last:
            break
        if voucher.date >= period.first:
            within.append(voucher)
            continue
        same_year = (
            voucher.date.year == period.first.year and _entry(books, voucher).flow != OPENING
        )
        for line in lines_of(voucher):
            opening[line.account] += line.fen
            if same_year:
                before = earlier.get(line.account, NOTHING)
                earlier[line.account] = before.plus(line.debit, line.credit)
    for voucher in sorted(within, key=lambda v: (v.date, v.id)):
        entry = _entry(books, voucher)
        entries.append(entry)
        month = voucher.date.month
        for line in lines_of(voucher):
            if entry.flow == OPENING:
                opening[line.account] += line.fen
                continue
            months = moved.setdefault(line.account, {})
            months[month] = months.get(month, NOTHING).plus(line.debit, line.credit)
            lines = touched.setdefault(line.account, [])
            if not lines or lines[-1] is not voucher:
                lines.append(voucher)
    newest = max([min(as_of, period.last), *(v.date for v in within)])
    return PeriodLedger(
        books,
        period,
        as_of,
        tuple(month for month in period.split_months() if month.first <= newest),
        tuple(entries),
        dict(opening),
        moved,
        earlier,
        {name: tuple(lines) for name, lines in touched.items()},
    )


def _brought(books: Books, period: Period) -> dict[str, Movement]:
    """Return what the year had seen before the books began, income as credit and spending as debit."""
    return {
        name: Movement(0, fen) if books.is_income(name) else Movement(fen, 0)
        for name, fen in brought_forward(books, period.last).items()
    }


def _entry(books: Books, voucher: Voucher) -> Entry:
    flow = flow_of(books, voucher)
    return Entry(voucher, kind_of(flow), flow.income, flow.spending, flow.interest)
