"""The postings of one voucher, sorted out by what their accounts are for.

Accounts become small integers (slots) and sets of them bit masks, because the walk asks the same few
questions of every posting of the books.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from juwu_ledger.books.model.chart import Account

HUNDRED = Decimal(100)

# What the walk needs to know of an account, as small integers; bits of masks where several count.
(
    OTHER,
    PETTY,
    UNDEPOSITED,
    BANK,
    CLEARING,
    INCOME,
    INTEREST,
    EXPENSE,
    CHARGE,
    FIXED,
    OPENING,
    NET_ASSETS,
    OWED,
    RECEIVABLE,
    BORROWING,
    INVENTORY,
    _NAMELESS,
    SLOTS,
) = range(18)
_ROLE_SLOTS = {
    "petty-cash": PETTY,
    "undeposited": UNDEPOSITED,
    "bank": BANK,
    "clearing": CLEARING,
    "fixed-asset": FIXED,
    "opening": OPENING,
    "net-assets": NET_ASSETS,
    "payable": OWED,
    "deposit-held": OWED,
    "agency": OWED,
    "receivable": RECEIVABLE,
    "borrowing": BORROWING,
    "inventory": INVENTORY,
}


def _mask(*slots: int) -> int:
    return sum(1 << slot for slot in slots)


MONEY = _mask(PETTY, UNDEPOSITED, BANK, CLEARING)
REVENUE = _mask(INCOME, INTEREST)
COST = _mask(EXPENSE, CHARGE)
GOODS = _mask(FIXED, INVENTORY)
BOUGHT = _mask(EXPENSE) | GOODS
PAID_WITH = MONEY | _mask(OWED, RECEIVABLE, BORROWING, _NAMELESS)
CARRIED = REVENUE | COST | _mask(NET_ASSETS)
NOT_THE_BANKS = _mask(INCOME, EXPENSE)
"""Interest and charges, which the bank books itself, may stand on one advice."""
WATCHED = _mask(FIXED, RECEIVABLE, BORROWING)


def _slot(account: Account) -> int:
    if account.root == "Income":
        return INTEREST if account.source == "interest" else INCOME
    if account.root == "Expenses":
        return CHARGE if account.nature == "bank-charge" else EXPENSE
    if account.role is None and account.root != "Equity":
        return _NAMELESS
    return _ROLE_SLOTS.get(account.role or "", OTHER)


class Known(NamedTuple):
    """What the walk looks up of an account at each posting."""

    slot: int
    bit: int
    account: Account
    watched: bool
    """Its postings are facts of their own: a fund, a budget, an asset, a debt."""
    budgeted: bool
    excusable: bool
    low_value: bool


def know(account: Account, budgeted: bool) -> Known:
    """Look up an account once for all its postings."""
    slot = _slot(account)
    low_value = account.nature == "low-value"
    watched = bool(budgeted or low_value or account.fund or 1 << slot & WATCHED)
    excusable = account.nature in ("allowance", "relief")
    return Known(slot, 1 << slot, account, watched, budgeted, excusable, low_value)


class Legs(NamedTuple):
    """The postings of one voucher, sorted out."""

    all: list[tuple[Known, int, Any]]
    """Account, fen, posting."""
    rich: list[Any]
    """Postings with metadata of their own."""
    sums: list[int]
    """Net fen by slot."""
    raised: int
    lowered: int
    """Masks of the slots that some posting raises (debit) or lowers (credit)."""
    watched: bool
    flagged: bool
    """The voucher or a posting of it has another flag than that of what is posted."""

    @property
    def slots(self) -> int:
        """Mask of all slots touched."""
        return self.raised | self.lowered

    @property
    def carry(self) -> bool:
        """The year-end entry that carries income and expenses to net assets, nothing else."""
        slots = self.slots
        return bool(slots & 1 << NET_ASSETS) and not slots & ~CARRIED


def _nets(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    nets: dict[str, int] = defaultdict(int)
    for name, fen in pairs:
        nets[name] += fen
    return {name: fen for name, fen in nets.items() if fen}


def nets_of(*txns: Any) -> dict[str, int]:
    """Return what transactions together leave on each account, fen; accounts at zero are left out."""
    return _nets(
        (p.account, int(p.units.number * HUNDRED))
        for txn in txns
        for p in txn.postings
        if type(p.units.number) is Decimal
    )


def _leg_nets(legs: Legs) -> dict[str, int]:
    return _nets((posting.account, fen) for _, fen, posting in legs.all)


def takes_back(original: Any, legs: Legs) -> bool:
    """Tell whether the legs take back the original, or part of it, on its own accounts."""
    before, after = nets_of(original), _leg_nets(legs)
    return bool(after) and all(
        name in before and fen * before[name] < 0 and abs(fen) <= abs(before[name])
        for name, fen in after.items()
    )


def takes_back_all(original: Any, legs: Legs) -> bool:
    """Tell whether the legs take back the whole of the original."""
    return _leg_nets(legs) == {name: -fen for name, fen in nets_of(original).items()}
