"""The facts that rules and reports read; :mod:`juwu_ledger.books.facts.walk` makes them in one pass.

Amounts are whole fen (``int``). A voucher is a transaction; its *kind* follows docs/books-format.md:

``opening``   brings balances forward against an account of role ``opening``
``income``    raises the sum of the money accounts by an Income posting
``spending``  lowers the sum of the money accounts
``inflow``    raises it without an Income posting (a deposit held, a refund)
``transfer``  leaves it as it was
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.entries import Posting, Transaction
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.problem import Place, Problem


class Voucher(NamedTuple):
    """One transaction of the books as the rules see it."""

    txn: Transaction
    id: str
    date: dt.date
    kind: str
    money: int
    """Change of the sum of the money accounts, fen."""
    mirrors: "Voucher | None" = None
    """The earlier voucher that this one takes back, wholly or in part, on its own accounts."""
    carries_forward: bool = False
    """It carries income and expenses to the net assets and does nothing else (年末结转), whatever its day."""

    @property
    def place(self) -> Place:
        """Where the voucher begins."""
        meta = self.txn.meta
        return Place(meta["filename"], meta["lineno"])

    @property
    def payee(self) -> str:
        """The other party, or an empty string."""
        return (self.txn.payee or "").strip()

    @property
    def narration(self) -> str:
        """What it was for, or an empty string."""
        return (self.txn.narration or "").strip()

    def text(self, key: str) -> str:
        """Return a metadata value as text, empty when it is missing."""
        return text_of(self.txn.meta.get(key))


class ReceiptUse(NamedTuple):
    """A unified receipt named on a voucher or a posting."""

    text: str
    number: ReceiptNumber | None
    voucher: Voucher
    meta: Mapping[str, Any]
    """Metadata of the voucher or posting that names it."""

    @property
    def place(self) -> Place:
        """Where it is named."""
        return Place.of(self.meta)


class InvoiceUse(NamedTuple):
    """An invoice number named on a voucher or a posting."""

    text: str
    voucher: Voucher
    meta: Mapping[str, Any]
    """Metadata of the voucher or posting that names it."""

    @property
    def place(self) -> Place:
        """Where it is named."""
        return Place.of(self.meta)


class Income(NamedTuple):
    """An income voucher and the places of its income postings that no receipt covers."""

    voucher: Voucher
    needs_receipt: bool
    amount: int
    """Income other than interest, positive fen."""
    uncovered: tuple[Place, ...]


class Part(NamedTuple):
    """What of a spending stands under one approval, positive fen."""

    approval: str
    """Id as it is written; empty where none is."""
    fen: int
    accounts: Mapping[str, int]
    """Account → fen that it paid for; empty where one approval stands for the whole voucher."""


class Spending(NamedTuple):
    """Money that left the committee, bank charges aside; ``amount`` is positive fen."""

    voucher: Voucher
    amount: int
    parts: tuple[Part, ...]
    """By approval, each once, in order of the lines; together they are the amount."""
    cash: int
    """What was paid from petty cash or undeposited cash."""


class Purchase(NamedTuple):
    """A voucher whose expense or asset needs an invoice, and the places that show none."""

    voucher: Voucher
    uncovered: tuple[Place, ...]
    excused: str
    """The reason behind ``none:`` where one is given; empty otherwise."""


class Refund(NamedTuple):
    """Money of an earlier spending that came back, or that went out again after it had.

    A red letter is measured as what it takes back was, so that the whole of it undoes the whole.
    """

    voucher: Voucher
    original: Voucher
    """What it names in ``reverses``: the spending; of money that went out again, the refund."""
    amount: int
    """Fen: positive where money came back, negative where it went out again."""


class CashFlow(NamedTuple):
    """A voucher that moves undeposited cash out, or cash income into petty cash."""

    voucher: Voucher
    undeposited: int
    """What its postings take out of undeposited cash, fen: negative or zero."""
    petty: int
    """Net change of petty cash, fen."""
    elsewhere: tuple[tuple[str, int], ...]
    """Accounts other than bank and undeposited cash that the voucher raises, with the amount."""
    has_income: bool
    """An Income posting is credited."""


class TillMove(NamedTuple):
    """Undeposited cash in (positive fen) or out."""

    account: str
    fen: int
    voucher: Voucher


class DayBalance(NamedTuple):
    """An account's balance at the end of a day on which it moved, and the day's last voucher."""

    date: dt.date
    fen: int
    voucher: Voucher


class BankItem(NamedTuple):
    """One posting of a bank or clearing account; ``cleared`` when its own metadata says so."""

    account: str
    date: dt.date
    fen: int
    cleared: dt.date | None
    voucher: Voucher
    posting: Posting | None
    """``None`` for what a seal hands on as one sum."""

    @property
    def place(self) -> Place:
        """Where the posting stands."""
        meta = self.posting.meta if self.posting else None
        return Place.of(meta) if meta else self.voucher.place


class FundMove(NamedTuple):
    """Earmarked money in (positive) or out (negative)."""

    fund: str
    fen: int
    account: str
    voucher: Voucher
    place: Place


class AssetPosting(NamedTuple):
    """A posting to fixed assets or low-value goods, or one that names an asset card."""

    asset: str
    account: str
    fen: int
    voucher: Voucher
    place: Place


class ExpensePosting(NamedTuple):
    """A posting to an account under a yearly budget limit."""

    account: str
    fen: int
    voucher: Voucher
    place: Place


class Unsound(NamedTuple):
    """An amount that rule VCH005 does not accept, and why."""

    voucher: Voucher
    place: Place
    reason: str


class Reversal(NamedTuple):
    """A voucher with a negative expense, a taken-back income, or ``reverses``."""

    voucher: Voucher
    place: Place
    target: str
    """What ``reverses`` names; empty when it is missing."""
    known: bool
    """It names an earlier voucher of these books."""


class Heir(NamedTuple):
    """A voucher booked anew in the place of one that was taken back whole."""

    voucher: Voucher
    red: Voucher
    """The red letter after which nothing was left of the one before."""


class Closing(NamedTuple):
    """An account's ``close`` and what it still holds on that day, fen."""

    account: str
    date: dt.date
    fen: int
    place: Place


class Assertion(NamedTuple):
    """A ``balance`` directive and what the books hold at the start of its day, fen."""

    entry: Any
    expected: int
    actual: int

    @property
    def place(self) -> Place:
        """Where the directive stands."""
        return Place.of(self.entry.meta)


class Facts:
    """Everything the one walk found. Treat as read-only once :func:`~juwu_ledger.books.facts.walk.walk_books` has returned it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.vouchers: list[Voucher] = []
        self.by_id: dict[str, Voucher] = {}
        self.flagged: list[Voucher] = []
        """Vouchers with another flag than that of what is posted, on them or on one of their postings."""
        self.problems: list[Problem] = []
        self.incomes: list[Income] = []
        self.spendings: list[Spending] = []
        self.purchases: list[Purchase] = []
        self.refunds: list[Refund] = []
        self.receipts: list[ReceiptUse] = []
        self.invoices: list[InvoiceUse] = []
        self.cash_flows: list[CashFlow] = []
        self.till_moves: list[TillMove] = []
        self.mixed: list[Voucher] = []
        self.reversals: list[Reversal] = []
        self.cancelled: dict[int, Voucher] = {}
        """Transaction (``id()``, for numbers may stand twice) → the voucher that reversed the whole of it."""
        self.naming: list[Voucher] = []
        """Vouchers that name another one which they take back, wholly or in part (``reverses``)."""
        self.redated: list[Voucher] = []
        """Vouchers that say they correct another, or happened on another day (``occurred``)."""
        self.heirs: dict[str, Heir] = {}
        """Voucher id → what stands in its place (see :mod:`juwu_ledger.books.facts.heirs`)."""
        self.unsound: list[Unsound] = []
        self.unbalanced: list[Any] = []
        """Transactions whose sum is not zero fen, or that only Beancount can judge."""
        self.unopened: list[Any] = []
        """Entries that name an account which is not open on their day."""
        self.begun: Mapping[str, int] = {}
        """What accounts held before the first of these vouchers, fen; of whole books nothing."""
        self.moves: dict[str, list[tuple[int, Voucher]]] = {}
        """Money account → what each posting adds to it, fen, and its voucher."""
        self.cleared_late: dict[tuple[str, str], set[dt.date]] = defaultdict(set)
        """Voucher and bank account of every ``custom "cleared"``, and the days it names."""
        self.bank_items: list[BankItem] = []
        self.fund_moves: list[FundMove] = []
        self.assets: list[AssetPosting] = []
        self.budgeted: list[ExpensePosting] = []
        self.advances: list[tuple[Voucher, Place, Account, int]] = []
        self.borrowings: list[tuple[Voucher, Place, str, int]] = []
        self.assertions: list[Assertion] = []
        self.closings: list[Closing] = []
        self.documents: list[tuple[Voucher, Place, str]] = []
        self.other_currencies: set[str] = set()

    @cached_property
    def daily(self) -> dict[str, list[DayBalance]]:
        """Money account → its end-of-day balances."""
        return {name: _by_day(moves, self.begun.get(name, 0)) for name, moves in self.moves.items()}

    @cached_property
    def touching(self) -> Mapping[str, list[int]]:
        """Account → which vouchers post to it: their places among the vouchers."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, voucher in enumerate(self.vouchers):
            for posting in voucher.txn.postings:
                places[posting.account].append(at)
        return places

    def taken_back_by(self, voucher: Voucher) -> Voucher | None:
        """Return the voucher that reversed the whole of one of these, whenever it did."""
        return self.cancelled.get(id(voucher.txn))

    def takes_back_whole(self, voucher: Voucher) -> bool:
        """Tell whether a voucher is the red letter that reversed the whole of another."""
        return voucher.mirrors is not None and self.taken_back_by(voucher.mirrors) is voucher

    def is_undone(self, voucher: Voucher) -> bool:
        """Tell whether a voucher was reversed whole, or is what reversed another so: both did nothing."""
        return self.taken_back_by(voucher) is not None or self.takes_back_whole(voucher)


def _by_day(moves: Iterable[tuple[int, Voucher]], fen: int) -> list[DayBalance]:
    """Return the balances at the ends of the days on which something moved, ``fen`` having been there."""
    ends: dict[dt.date, tuple[int, Voucher]] = {}
    for added, voucher in moves:
        fen += added
        ends[voucher.date] = fen, voucher
    return [DayBalance(day, *end) for day, end in ends.items()]
