"""Cash that was counted, bank statements, and what lies between them and the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from .books import DAY, ZERO, Books, Leg
from .cells import Cell, Right

KINDS = {
    "received": "已收未到",
    "paid": "已付未达",
    "bank_received": "银行已收未记账",
    "bank_paid": "银行已付未记账",
}


def _account(cell: Cell) -> str | None:
    found = cell.paper.books.by_label[cell.row["account"]]
    return found[0] if len(found) == 1 else None


def cash_counts(cell: Cell) -> Right:
    """现金盘点: a count is a ``balance`` of the day after it."""
    books, account, day = cell.paper.books, _account(cell), dt.date.fromisoformat(cell.row["date"])
    if account is None:
        return "账本里没有这个账户"
    book = books.held([account], day)
    said = (e for e in books.counts if e.account == account and e.date == day + DAY)
    counted = [Decimal(e.amount.number or 0) for e in said]
    if cell.column == "book":
        return book
    if not counted:
        return "账本里没有这次盘点"
    mine = Decimal(cell.row["counted"])
    number = mine if mine in counted else counted[-1]
    return number if cell.column == "counted" else number - book


def _shown(books: Books, leg: Leg) -> dt.date | None:
    """Return the day on which the bank shows a posting."""
    day = leg.meta.get("cleared")
    late = [s for s in books.said["cleared"] if s.values == [leg.v.id, leg.account]]
    own = leg.v.date if leg.v.opening or leg.v.stray else None
    return day if isinstance(day, dt.date) else late[-1].date if late else own


def _between(books: Books, account: str, day: dt.date) -> Iterator[tuple[str, Leg]]:
    """Yield what explains that the bank's balance of a day is not that of the books."""
    for leg in books.on([account]):
        shown = _shown(books, leg)
        on_statement = shown is not None and shown <= day
        if leg.v.date <= day and not on_statement:
            yield ("received" if leg.n > 0 else "paid"), leg
        elif leg.v.date > day and on_statement:
            yield ("bank_received" if leg.n > 0 else "bank_paid"), leg


def _statement(cell: Cell, account: str) -> tuple[dt.date, Decimal] | None:
    said = cell.paper.books.said["reconciliation"]
    found = [(s.date, s.values[1]) for s in said if s.values[0] == account]
    here = [one for one in found if cell.span[0] <= one[0] <= cell.last]
    return here[-1] if here else None


def reconciliations(cell: Cell) -> Right:
    """银行存款余额调节."""
    books, account, day = cell.paper.books, _account(cell), dt.date.fromisoformat(cell.row["date"])
    if account is None:
        return "账本里没有这个账户"
    book = books.held([account], day)
    if cell.column == "book":
        return book
    said = _statement(cell, account)
    if said is None or said[0] != day:
        return "账本里没有这天的对账单"
    sums = dict.fromkeys(KINDS, ZERO)
    for kind, leg in _between(books, account, day):
        sums[kind] += abs(leg.n)
    adjusted = book + sums["bank_received"] - sums["bank_paid"]
    other = said[1] + sums["received"] - sums["paid"]
    return {**sums, "statement": said[1], "difference": adjusted - other}[cell.column]


def uncleared(cell: Cell) -> Right:
    """未达账项."""
    books, account = cell.paper.books, _account(cell)
    said = _statement(cell, account) if account else None
    if account is None or said is None:
        return "账本里没有这个账户的对账单"
    found = [
        abs(leg.n)
        for kind, leg in _between(books, account, said[0])
        if KINDS[kind] == cell.row["kind"] and leg.v.id == cell.row["voucher"]
    ]
    if not found:
        return "账本里没有这一笔未达账"
    return cell.rest(sum(found, ZERO), "kind", "voucher", "account")
