"""Which rows of bank statements were decided to be which vouchers, and which of both are open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import LateClearing
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.records.bank_rows import bank_rows

if TYPE_CHECKING:
    from juwu_ledger.intake.statements.kept_rows import KeptRow


class Ticks(NamedTuple):
    """What was decided already."""

    by_key: Mapping[str, tuple[LateClearing, ...]]
    vouchers: frozenset[tuple[str, str]]
    """Voucher and account."""


def bank_ticks(books: Books) -> Ticks:
    """Return which rows and vouchers are ticked as one."""
    by_key: dict[str, list[LateClearing]] = defaultdict(list)
    vouchers = set()
    for item in books.of(LateClearing):
        for key in (item.bank_line or "").split():
            by_key[key].append(item)
            vouchers.add((item.voucher, item.account))
    return Ticks({key: tuple(items) for key, items in by_key.items()}, frozenset(vouchers))


def party_accounts(books: Books, vouchers: Iterable[Voucher]) -> list[str]:
    """Return the other party's accounts by the rows that are ticked for these vouchers, each once."""
    wanted = {voucher.id for voucher in vouchers}
    ticks = books.record(bank_ticks).by_key
    if not ticks:
        return []
    mine = {key for key, found in ticks.items() if any(one.voucher in wanted for one in found)}
    rows = (kept for many in books.record(bank_rows).by_account.values() for kept in many)
    found = (kept.row.party_account for kept in rows if kept.key in mine)
    return list(dict.fromkeys(account for account in found if account))


class Moved(NamedTuple):
    """What one voucher does to a bank account, fen; ``shown`` where the books know the bank's day."""

    voucher: Voucher
    account: str
    fen: int
    shown: dt.date | None


class TickedWithin(NamedTuple):
    """Rows (by key) and vouchers (with their account) that are ticked as one inside of a stretch of days."""

    keys: frozenset[str]
    vouchers: Mapping[tuple[str, str], str]
    """Voucher and account → the keys of its rows."""


def ticked_within(books: Books, days: Period) -> TickedWithin:
    """Return the ticks both of whose sides lie in ``days``, by their own dates, with all that hangs on them."""
    ticks = books.record(bank_ticks).by_key
    dates = {
        kept.key: kept.row.date
        for rows in books.record(bank_rows).by_account.values()
        for kept in rows
    }

    def is_inside(tick: LateClearing) -> bool:
        voucher = books.facts.by_id.get(tick.voucher)
        keys = (tick.bank_line or "").split()
        if voucher is None or voucher.date not in days:
            return False
        return all(key in dates and dates[key] in days for key in keys)

    inside = {key for key, found in ticks.items() if all(map(is_inside, found))}
    whole = {
        (tick.voucher, tick.account): tick.bank_line or ""
        for key in inside
        for tick in ticks[key]
        if all(other in inside for other in (tick.bank_line or "").split())
    }
    keys = {key for line in whole.values() for key in line.split()}
    return TickedWithin(frozenset(keys), whole)


def open_rows(books: Books, account: str) -> "list[KeptRow]":
    """Return the rows of an account that no voucher is ticked for, oldest first."""
    ticked = books.record(bank_ticks).by_key
    return [kept for kept in booked_days_rows(books, account) if kept.key not in ticked]


def open_moves(books: Books, account: str) -> list[Moved]:
    """Return what vouchers do to an account and no row is ticked for, in order of date.

    What was taken back whole before the bank ever showed it is left out, with what took it back.
    """
    ticked = books.record(bank_ticks).vouchers
    sums: dict[int, Moved] = {}
    for item, shown in shown_items(books):
        voucher = item.voucher
        taken_back = books.facts.is_undone(voucher)
        if item.account != account or voucher.kind == "opening" or (taken_back and shown is None):
            continue
        if (voucher.id, account) in ticked or not voucher.id or item.posting is None:
            continue
        before = sums.get(id(voucher.txn))
        fen = item.fen + (before.fen if before else 0)
        sums[id(voucher.txn)] = Moved(voucher, account, fen, shown)
    return [moved for moved in sums.values() if moved.fen]


def booked_days_rows(books: Books, account: str) -> "list[KeptRow]":
    """Return the rows since the account's balance was brought forward: those before are in it."""
    brought = (
        item.date
        for item in books.facts.bank_items
        if item.account == account and item.voucher.kind == "opening"
    )
    begun = min(brought, default=dt.date.min)
    return [kept for kept in books.record(bank_rows).of(account) if kept.row.date >= begun]
