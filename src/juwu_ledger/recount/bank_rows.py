"""Rows of the bank's statements, as they are kept beside the books, and which of them are booked."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from .books import ZERO, Books, Leg, Said
from .reading import LARGEST, Unreadable

MARK = 16
"""Characters of a statement's digest that stand beside its rows."""


class BankRow(NamedTuple):
    """A row; ``n`` is positive where it came in."""

    key: str
    date: dt.date
    n: Decimal


def shown(books: Books, leg: Leg) -> dt.date | None:
    """Return the day on which the bank shows a posting."""
    day = leg.meta.get("cleared")
    late = [s for s in books.said["cleared"] if s.values == [leg.v.id, leg.account]]
    own = leg.v.date if leg.v.opening or leg.v.stray else None
    return day if isinstance(day, dt.date) else late[-1].date if late else own


def named_rows(books: Books, said: Said) -> list[BankRow]:
    """Return the rows that a reconciliation names as not booked, and no voucher is shown for by its day.

    Where the books say by hand that the bank showed such amounts on such a day, rows that are not named
    are taken for them first.
    """
    named = str(said.meta.get("unbooked") or "").split()
    account, day = said.values[0], said.date
    rows = [r for r in _rows(books, account) if r.date <= day] if named else []
    ticked, by_hand = _ticked(books, account, day), _by_hand(books, account)
    left = []
    for row in sorted((r for r in rows if r.key not in ticked), key=lambda r: r.key in named):
        if by_hand[row.date, row.n]:
            by_hand[row.date, row.n] -= 1
        elif row.key in named:
            left.append(row)
    return left


def _ticked(books: Books, account: str, day: dt.date) -> set[str]:
    """Return the keys of rows for which a voucher is ticked that the bank shows by a day."""
    days = {x.v.id: shown(books, x) for x in books.on([account])}
    ticks = (s for s in books.said["cleared"] if s.values[1] == account)
    seen = (s for s in ticks if (days.get(s.values[0]) or dt.date.max) <= day)
    return {key for s in seen for key in str(s.meta.get("bank-line") or "").split()}


def _by_hand(books: Books, account: str) -> Counter[tuple[dt.date, Decimal]]:
    """Count the days and amounts of vouchers that the bank shows, and no row is ticked for."""
    tied = {s.values[0] for s in books.said["cleared"] if s.meta.get("bank-line")}
    sums: dict[str, Decimal] = {}
    days: dict[str, dt.date | None] = {}
    for leg in books.on([account]):
        if leg.v.id not in tied and not (leg.v.opening or leg.v.stray):
            sums[leg.v.id] = sums.get(leg.v.id, ZERO) + leg.n
            days[leg.v.id] = shown(books, leg)
    return Counter((day, sums[v]) for v, day in days.items() if day and sums[v])


def _rows(books: Books, account: str) -> Iterator[BankRow]:
    """Yield the kept rows of statements that the books name; raises Unreadable."""
    said = (s for s in books.said["statement"] if s.values[0] == account)
    known = {str(s.meta.get("digest") or "")[:MARK] for s in said}
    for path in sorted((books.folder / "statements" / account.replace(":", ".")).glob("*.csv")):
        try:
            if not path.resolve().is_relative_to(books.folder) or path.stat().st_size > LARGEST:
                raise Unreadable(f"{path} 不在账本文件夹里，或者太大，不读")
            with path.open(encoding="utf-8", newline="") as file:
                for line in csv.DictReader(file):
                    n = Decimal(line["in"] or 0) - Decimal(line["out"] or 0)
                    if line["statement"] in known:
                        yield BankRow(line["key"], dt.date.fromisoformat(line["date"]), n)
        except (OSError, ValueError, KeyError, ArithmeticError, TypeError, csv.Error) as problem:
            raise Unreadable(f"{path} 读不了：不是程序写的样子") from problem
