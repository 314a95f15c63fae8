"""What sealed months hand on, so that books can be read from their last seal on.

The view that is built so holds everything dated after the seal, what was registered before it, and
the few earlier vouchers that still matter; the sums of all the others are carried. Rules read it as
they read whole books; the handful that add up over all time ask here for what came before.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from juwu_ledger.books.facts.facts import BankItem, Facts, FundMove, TillMove, Voucher
from juwu_ledger.books.model.chart import Chart
from juwu_ledger.books.model.frozen import Frozen
from juwu_ledger.books.model.problem import Place


class NeedsWhole(Exception):
    """These books cannot tell: the whole of them must be read."""


class OpenItem(NamedTuple):
    """Something opened on an account of debts and not settled yet: an advance, grant money put there."""

    account: str
    date: dt.date
    voucher: str
    who: str
    """Who owes it, or who gave it."""
    place: Place
    """Where the posting stands that opened it."""
    fen: int
    left: int
    """How much of it is open still, positive fen."""

    def less(self, fen: int) -> "OpenItem":
        """Return the same with less of it open."""
        return self._replace(left=self.left - fen)


class Waiting(NamedTuple):
    """Cash that was in a till still: the voucher by which it came, and how much of it."""

    account: str
    place: Place
    fen: int


class Overspent(NamedTuple):
    """A day at whose end a fund was below zero, still so at the end of what is carried: the first, or the worst."""

    fund: str
    date: dt.date
    fen: int
    place: Place
    """Where the voucher stands that brought it below zero."""


class Carried(Frozen):
    """The sums at the end of the last sealed month; amounts in fen."""

    until: dt.date
    """The last day of the last sealed month."""
    digests: Mapping[dt.date, str]
    """Digests of the books up to the ends of sealed months, and of periods that were posted."""
    balances: Mapping[str, int]
    """Every account's balance, as Beancount signs it."""
    happened: Mapping[str, int]
    """The same by the days on which it happened: with what was put right, or entered late, afterwards."""
    vouchers: int
    """How many vouchers there are up to that day."""
    funds: Mapping[str, int]
    """What each fund had left."""
    overspent: tuple[Overspent, ...]
    """Of those below zero since when they are, and how far they were; in order of date."""
    budgets: Mapping[str, int]
    """What was booked that year on accounts under a yearly limit, reversed pairs left out."""
    open_approvals: frozenset[str]
    """Approvals under which money was left, by id in plain form; of others not every use is read."""
    next_receipts: Mapping[str, int]
    """First number of a book of receipts → the running number after the last receipt used or voided."""
    open_items: tuple[OpenItem, ...]
    """Advances, and grant money on debts, that were open; by account, oldest first."""
    till: tuple[Waiting, ...]
    """Cash of the last days that waited in the tills, the oldest first."""
    roots: Mapping[str, str]
    """Voucher of a chain of corrections → the first voucher of its chain."""
    gifts: list[FundMove]
    """Moves of funds that donors are still to be told about; filled in as the books are built."""
    anchor: list[Voucher]
    """The last voucher before the end, as the place of what has no other; filled in likewise."""


def opening_balances(carried: Carried, kept: Iterable[object]) -> dict[str, int]:
    """Return the balances to begin with, so that with the kept vouchers they come out right."""
    opening = defaultdict(int, carried.balances)
    for txn in kept:
        for posting in txn.postings:  # type: ignore[attr-defined]
            opening[posting.account] -= int(posting.units.number * 100)
    return opening


def settle_carried(facts: Facts, carried: Carried, chart: Chart) -> None:
    """Take out of the facts what earlier vouchers were kept for another reason than."""
    end = carried.until
    old = [voucher for voucher in facts.vouchers if voucher.date <= end]
    carried.anchor.extend(old[-1:])
    carried.gifts.extend(move for move in facts.fund_moves if move.voucher.date <= end)
    waited = list(_waited(old, carried))
    for name in (
        *("incomes", "purchases", "receipts", "invoices", "cash_flows", "till_moves"),
        *("reversals", "unsound", "fund_moves", "budgeted"),
    ):
        items = getattr(facts, name)
        setattr(facts, name, [item for item in items if item.voucher.date > end])
    facts.till_moves[:0] = waited
    facts.mixed = [voucher for voucher in facts.mixed if voucher.date > end]
    facts.advances = [item for item in facts.advances if item[0].date > end]
    facts.borrowings = [item for item in facts.borrowings if item[0].date > end]
    facts.documents = [item for item in facts.documents if item[0].date > end]
    facts.assets = [
        item
        for item in facts.assets
        if item.voucher.date > end or chart[item.account].role == "fixed-asset"
    ]
    facts.bank_items = _bank_items(facts, carried, chart)


def as_walked(facts: Facts, carried: Carried) -> dict[str, list[Any]]:
    """Return without what :func:`settle_carried` added, and with what it set apart, what has such."""
    end = carried.until
    return {
        "fund_moves": [*carried.gifts, *facts.fund_moves],
        "till_moves": [move for move in facts.till_moves if move.voucher.date > end],
        "bank_items": [item for item in facts.bank_items if item.posting is not None],
    }


def _waited(old: Iterable[Voucher], carried: Carried) -> Iterator[TillMove]:
    """Yield the moves that brought what waits; each by the voucher of its place."""
    by_place = {voucher.place: voucher for voucher in old} if carried.till else {}
    for cash in carried.till:
        if cash.place not in by_place:
            raise NeedsWhole("封账时待缴的现金，凭证没有读到")
        yield TillMove(cash.account, cash.fen, by_place[cash.place])


def _bank_items(facts: Facts, carried: Carried, chart: Chart) -> list[BankItem]:
    """What the bank had not shown, and one item for all that it had."""
    end = carried.until
    late = [
        item
        for item in facts.bank_items
        if item.date > end or ((item.cleared is None or item.cleared > end) and not _opens(item))
    ]
    shown: dict[str, int] = {}
    for account in chart.with_role("bank", "clearing"):
        shown[account.name] = carried.balances.get(account.name, 0)
    for item in late:
        if item.date <= end:
            shown[item.account] -= item.fen
    before = [
        BankItem(name, end, fen, end, voucher._replace(kind="opening"), None)
        for voucher in carried.anchor
        for name, fen in shown.items()
        if fen
    ]
    return [*before, *late]


def _opens(item: BankItem) -> bool:
    return item.voucher.kind == "opening"
