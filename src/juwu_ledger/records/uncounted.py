"""What stands in the books and is in no sum (未计入), up to the last day of a paper.

It is found in the entries as they were read, not in the facts that the sums are made of, so that it is
a second count: whatever the facts leave out, for whatever reason, is missed here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.metadata import id_of
from juwu_ledger.books.model.money import CURRENCY, to_fen, to_yuan
from juwu_ledger.books.model.problem import Place

_ZERO = Decimal("0.00")


class Left(NamedTuple):
    """One line of the books that no sum contains, or contains where it does not belong."""

    date: dt.date | None
    voucher: str
    place: Place
    account: str
    amount: str
    """As it is written, with its currency, cost and price."""
    why: str


@dataclass(frozen=True)
class Count:
    """The books up to a day, counted from their entries and from their facts."""

    vouchers: int
    """Transactions among the entries."""
    counted: int
    """Those that are vouchers of the facts and of which nothing is left out."""
    money: Decimal
    """The money accounts, and the Assets accounts of no role, added up line by line, in yuan."""
    balances: Decimal
    """The balances of the money accounts by the facts, in yuan."""
    left: tuple[Left, ...]
    """What is left out, in the order of the books; files that are not read come last."""
    openings: tuple[Left, ...]
    """The lines of opening vouchers other than the one that the books begin with."""


def count(books: Books, last: dt.date) -> Count:
    """Count the books up to and including ``last``."""
    known = {voucher.place for voucher in books.vouchers if voucher.date <= last}
    vouchers = counted = 0
    money = _ZERO
    left: list[Left] = []
    for txn in _transactions(books, last):
        missed = list(_left_of(books, txn, Place.of(txn.meta) in known))
        vouchers += 1
        counted += not missed
        left += missed
        money += _money(books, txn)
    return Count(
        vouchers=vouchers,
        counted=counted,
        money=money,
        balances=_balances(books, last),
        left=(*left, *_unread(books, last)),
        openings=tuple(_openings(books, last)),
    )


def _transactions(books: Books, last: dt.date) -> Iterator[Any]:
    for entry in books.entries:
        if entry.date > last:
            return
        if type(entry).__name__ == "Transaction":
            yield entry


def _left_of(books: Books, txn: Any, is_voucher: bool) -> Iterator[Left]:
    """Yield the lines of a transaction that no sum contains."""
    for posting in txn.postings:
        why = _why(books.chart.get(posting.account), posting, txn.date)
        if not is_voucher:
            why = "整张凭证没有算进来"
        if why:
            yield _line(txn, posting, why)


def _why(account: Account | None, posting: Any, day: dt.date) -> str:
    """Say why a posting is in no sum, or not as it should be; empty where nothing is amiss."""
    units = posting.units
    if account is None:
        return "科目没有开户"
    if not account.opened <= day:
        return "科目在这一天还没有启用"
    if account.closed is not None and day > account.closed:
        return "科目在这一天已经停用"
    if units.currency != CURRENCY:
        return f"币种是 {units.currency}，各表只加 {CURRENCY}"
    if posting.cost is not None or posting.price is not None:
        return "带有单价或成本，折算的数没有算进来"
    if to_yuan(to_fen(units.number)) != units.number:
        return "不满一分的零头没有算进来"
    if _is_nameless(account):
        return "资产科目没有写用处（role），没有算进资金"
    return ""


def _is_nameless(account: Account) -> bool:
    return account.root == "Assets" and account.role is None


def _money(books: Books, txn: Any) -> Decimal:
    """Return what a transaction moves on accounts that hold money, or may, in yuan as written."""
    total = _ZERO
    for posting in txn.postings:
        account = books.chart.get(posting.account)
        holds = account is not None and (account.is_money or _is_nameless(account))
        if holds and posting.units.currency == CURRENCY:
            total += posting.units.number
    return total


def _balances(books: Books, last: dt.date) -> Decimal:
    """Return the sum of the last running balances of the money accounts, in yuan."""
    fen = 0
    for days in books.facts.daily.values():
        fen += next((day.fen for day in reversed(days) if day.date <= last), 0)
    return to_yuan(fen)


def _unread(books: Books, last: dt.date) -> Iterator[Left]:
    """Yield the files of entries that are not read and may speak of this time."""
    for stray in books.stray_files:
        if not stray.is_read and (stray.first is None or stray.first <= last):
            why = "这个文件没有 include 引入，里面的账没有算进来"
            yield Left(None, "", Place(stray.path, 1), "", "", why)


def _openings(books: Books, last: dt.date) -> Iterator[Left]:
    """Yield the lines of opening vouchers that are none, but for those reversed whole by then."""
    for voucher in books.stray_openings:
        red = books.facts.taken_back_by(voucher)
        if voucher.date <= last and not (red and red.date <= last):
            for posting in voucher.txn.postings:
                yield _line(voucher.txn, posting, "没有算进期初，也不算收入支出")


def _line(txn: Any, posting: Any, why: str) -> Left:
    place = Place.of(posting.meta) if posting.meta else Place.of(txn.meta)
    voucher = id_of(txn.meta.get("voucher"))
    return Left(txn.date, voucher, place, posting.account, _written(posting), why)


def _written(posting: Any) -> str:
    """Return an amount with its cost and its price, as Beancount writes them."""
    parts = [_amount(posting.units)]
    if posting.cost is not None:
        parts.append(f"{{{_amount(posting.cost)}}}")
    if posting.price is not None:
        parts.append(f"@ {_amount(posting.price)}")
    return " ".join(parts)


def _amount(amount: Any) -> str:
    return f"{amount.number:,f} {amount.currency}"
