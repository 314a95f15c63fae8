"""What was opened on an account of debts, and what settles it: oldest first, voucher by voucher.

Books that are read from their last seal on begin with what the seal says was open (:class:`OpenItem`).
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.carried import OpenItem
from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.problem import Place
from juwu_ledger.records.flows import Leg, legs_of, vouchers_on

Opens = Callable[[Books, Voucher, Leg], str | None]
"""Who is behind an item that a posting opens; ``None`` where it opens none."""


class Kind(NamedTuple):
    """Items of one kind: on the accounts of a role, opened by some postings."""

    role: str
    opens: Opens
    debts_first: bool
    """Whether what settles goes first to what else is owed on the account."""


class Step(NamedTuple):
    """A posting that opens an item or settles some."""

    voucher: Voucher
    leg: Leg
    before: tuple[OpenItem, ...]
    """What was open on the account before it, oldest first."""
    opened: OpenItem | None
    settled: tuple[tuple[OpenItem, int], ...]
    """Items, as they were before it, with the fen that it takes off each."""


class _Standing:
    """One account: its balance in the direction of its debts, and what is open of it."""

    def __init__(self, books: Books, account: str, sign: int) -> None:
        carried = books.carried
        self.sign = sign
        self.balance = carried.balances.get(account, 0) * sign if carried else 0
        self.items = [i for i in carried.open_items if i.account == account] if carried else []

    def step(self, books: Books, voucher: Voucher, leg: Leg, kind: Kind) -> Step | None:
        fen, before = leg.fen * self.sign, tuple(self.items)
        debts = self.balance - sum(item.left for item in before)
        self.balance += fen
        who = kind.opens(books, voucher, leg) if fen > 0 else None
        if who is not None:
            place = Place.of(leg.posting.meta)
            item = OpenItem(leg.account.name, voucher.date, voucher.id, who, place, fen, fen)
            self.items.append(item)
            return Step(voucher, leg, before, item, ())
        if fen < 0 and before:
            taken = -fen - (max(0, debts) if kind.debts_first else 0)
            return Step(voucher, leg, before, None, tuple(self._settle(voucher, taken)))
        return None

    def _settle(self, voucher: Voucher, fen: int) -> Iterator[tuple[OpenItem, int]]:
        """Take ``fen`` off the item whose voucher is named, then off the others, oldest first."""
        named = voucher.mirrors.id if voucher.mirrors else voucher.text("reverses")
        for item in sorted(self.items, key=lambda one: not named or one.voucher != named):
            part = min(fen, item.left)
            if part > 0:
                fen -= part
                at = self.items.index(item)
                self.items[at : at + 1] = [item.less(part)] if part < item.left else []
                yield item, part


def steps(books: Books, kind: Kind) -> Iterator[Step]:
    """Yield what opens and settles items of a kind, in the order of the books.

    What was reversed whole, and its reversal, did nothing.
    """
    yield from _steps(books, kind, _accounts(books, kind), dt.date.max)


def open_on(books: Books, kind: Kind, end: dt.date) -> list[OpenItem]:
    """Return what of a kind is open at the end of a day, in the order of accounts."""
    accounts = _accounts(books, kind)
    for _ in _steps(books, kind, accounts, end):
        pass
    return [item for account in accounts.values() for item in account.items]


def _accounts(books: Books, kind: Kind) -> dict[str, _Standing]:
    return {
        account.name: _Standing(books, account.name, 1 if account.root == "Assets" else -1)
        for account in books.chart.with_role(kind.role)
    }


def _steps(
    books: Books, kind: Kind, accounts: dict[str, _Standing], end: dt.date
) -> Iterator[Step]:
    begun = books.carried.until if books.carried else dt.date.min
    for voucher in vouchers_on(books, accounts):
        if not begun < voucher.date <= end or books.facts.is_undone(voucher):
            continue
        for leg in legs_of(books, voucher):
            account = accounts.get(leg.account.name)
            step = account.step(books, voucher, leg, kind) if account else None
            if step is not None:
                yield step
