"""Rows of bank statements that the books do not hold: on a day, and as a reconciliation names them.

A row is booked by a day once a voucher that is ticked for it is shown by then. Without a tick it is booked where
the books say by hand that the bank showed this very amount on this very day.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Reconciliation
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.records.ticked_rows import bank_ticks, booked_days_rows, open_moves

if TYPE_CHECKING:
    from juwu_ledger.intake.statements.kept_rows import KeptRow

ShownDays = dict[tuple[str, str], dt.date]


def unbooked_rows(
    books: Books,
    account: str,
    day: dt.date,
    named: Collection[str] = (),
    marked: Iterable[tuple[dt.date, int]] = (),
) -> list[KeptRow]:
    """Return the rows up to ``day`` that the books do not hold by then, oldest first.

    Where the books hold fewer than there are alike, those of the keys ``named`` are the ones left over;
    ``marked`` are days and amounts (fen) that are about to be said by hand.
    """
    by_hand = Counter(marked)
    for moved in open_moves(books, account):
        if moved.shown is not None:
            by_hand[moved.shown, moved.fen] += 1
    rows = list(_unticked(books, account, day))
    left = []
    for kept in sorted(rows, key=lambda one: one.key in named):
        said = kept.row.date, kept.row.fen
        if by_hand[said]:
            by_hand[said] -= 1
        else:
            left.append(kept)
    return sorted(left, key=lambda one: one.row.date)


def named_unbooked(books: Books, statement: Reconciliation) -> list[KeptRow]:
    """Return the rows that a reconciliation names and the books do not hold by its day."""
    named = frozenset((statement.unbooked or "").split())
    if not named:
        return []
    rows = unbooked_rows(books, statement.account, statement.date, named)
    return [kept for kept in rows if kept.key in named]


def _unticked(books: Books, account: str, day: dt.date) -> Iterator[KeptRow]:
    """Yield the rows up to ``day`` for which no voucher that is shown by then is ticked."""
    ticks, shown = books.record(bank_ticks).by_key, books.record(_shown_days)
    for kept in booked_days_rows(books, account):
        days = (shown.get((tick.voucher, tick.account)) for tick in ticks.get(kept.key, ()))
        if kept.row.date <= day and not any(one is not None and one <= day for one in days):
            yield kept


def _shown_days(books: Books) -> ShownDays:
    """Return for each voucher and account the day on which the bank shows it."""
    return {
        (item.voucher.id, item.account): shown
        for item, shown in shown_items(books)
        if shown is not None
    }
