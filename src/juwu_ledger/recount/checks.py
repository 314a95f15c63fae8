"""Cash that was counted, bank statements, and what lies between them and the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from .bank_rows import named_rows, shown
from .books import DAY, ZERO, Books, Leg, Said
from .cells import Cell, Right

KINDS = {
    "received": "已收未到",
    "paid": "已付未达",
    "bank_received": "银行已收未记账",
    "bank_paid": "银行已付未记账",
}


class Item(NamedTuple):
    """What one side holds and the other does not; ``voucher`` is ``None`` for a row of the bank."""

    kind: str
    voucher: str | None
    n: Decimal
    days: int


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


def _between(books: Books, account: str, day: dt.date) -> Iterator[tuple[str, Leg]]:
    """Yield what explains that the bank's balance of a day is not that of the books."""
    for leg in books.on([account]):
        seen = shown(books, leg)
        on_statement = seen is not None and seen <= day
        if leg.v.date <= day and not on_statement:
            yield ("received" if leg.n > 0 else "paid"), leg
        elif leg.v.date > day and on_statement:
            yield ("bank_received" if leg.n > 0 else "bank_paid"), leg


def _statement(cell: Cell, account: str, day: dt.date | None) -> Said | None:
    """Return the statement of a day; without one the last of the period."""
    said = (s for s in cell.paper.books.said["reconciliation"] if s.values[0] == account)
    within = [s for s in said if cell.span[0] <= s.date <= cell.last]
    here = [s for s in within if day in (None, s.date)]
    return here[-1] if here else None


def _items(books: Books, said: Said) -> Iterator[Item]:
    """Yield what one side holds on the day of a statement and the other does not."""
    account, day = said.values[0], said.date
    for kind, leg in _between(books, account, day):
        since = shown(books, leg) if kind.startswith("bank") else leg.v.date
        yield Item(kind, leg.v.id, abs(leg.n), (day - (since or day)).days)
    for row in named_rows(books, said):
        kind = "bank_received" if row.n > 0 else "bank_paid"
        yield Item(kind, None, abs(row.n), (day - row.date).days)


def reconciliations(cell: Cell) -> Right:
    """银行存款余额调节."""
    books, account, day = cell.paper.books, _account(cell), dt.date.fromisoformat(cell.row["date"])
    if account is None:
        return "账本里没有这个账户"
    book = books.held([account], day)
    if cell.column == "book":
        return book
    said = _statement(cell, account, day)
    if said is None:
        return "账本里没有这天的对账单"
    sums = dict.fromkeys(KINDS, ZERO)
    for item in _items(books, said):
        sums[item.kind] += item.n
    adjusted = book + sums["bank_received"] - sums["bank_paid"]
    other = said.values[1] + sums["received"] - sums["paid"]
    printed: dict[str, Decimal] = {
        **sums,
        "statement": said.values[1],
        "difference": adjusted - other,
    }
    return printed[cell.column]


def uncleared(cell: Cell) -> Right:
    """未达账项: vouchers, and rows of the bank that are in none; their amounts and ages."""
    books, account = cell.paper.books, _account(cell)
    day = cell.row.get("statement_date")
    said = (
        _statement(cell, account, dt.date.fromisoformat(day) if day else None) if account else None
    )
    if said is None:
        return "账本里没有这个账户的对账单"
    mine = (cell.row["kind"], cell.row["voucher"])
    found = [one for one in _items(books, said) if (KINDS[one.kind], one.voucher) == mine]
    if not found:
        return "账本里没有这一笔未达账"
    if cell.column == "days":
        ages = {one.days for one in found if one.n == Decimal(cell.row["amount"])}
        mine_days = int(cell.row["days"])
        return mine_days if mine_days in ages else max(ages, default=None)
    total = sum((one.n for one in found), ZERO)
    return cell.rest(total, "kind", "voucher", "account", *(["statement_date"] if day else []))
