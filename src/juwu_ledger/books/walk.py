"""One walk over the sorted, booked entries that makes the facts (see :mod:`.facts`)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from juwu_ledger.books.chart import Account, Chart
from juwu_ledger.books.facts import (
    Assertion,
    AssetPosting,
    BankItem,
    CashFlow,
    DayBalance,
    ExpensePosting,
    Facts,
    FundMove,
    Income,
    InvoiceUse,
    Purchase,
    ReceiptUse,
    Refund,
    Reversal,
    Spending,
    Unsound,
    Voucher,
)
from juwu_ledger.books.identifiers import ReceiptNumber
from juwu_ledger.books.metadata import (
    check_posting_meta,
    check_voucher_meta,
    has_odd_keys,
    has_odd_posting_keys,
    text_of,
)
from juwu_ledger.books.money import CENT, is_sound
from juwu_ledger.books.problem import Place

_HUNDRED = Decimal(100)

# What the walk needs to know of an account, as small integers; bits of masks where several count.
(
    _OTHER,
    _PETTY,
    _UNDEPOSITED,
    _BANK,
    _CLEARING,
    _INCOME,
    _INTEREST,
    _EXPENSE,
    _CHARGE,
    _FIXED,
    _OPENING,
    _NET_ASSETS,
    _OWED,
    _RECEIVABLE,
    _BORROWING,
    _NAMELESS,
    _SLOTS,
) = range(17)
_ROLE_SLOTS = {
    "petty-cash": _PETTY,
    "undeposited": _UNDEPOSITED,
    "bank": _BANK,
    "clearing": _CLEARING,
    "fixed-asset": _FIXED,
    "opening": _OPENING,
    "net-assets": _NET_ASSETS,
    "payable": _OWED,
    "deposit-held": _OWED,
    "agency": _OWED,
    "receivable": _RECEIVABLE,
    "borrowing": _BORROWING,
}


def _mask(*slots: int) -> int:
    return sum(1 << slot for slot in slots)


_MONEY = _mask(_PETTY, _UNDEPOSITED, _BANK, _CLEARING)
_REVENUE = _mask(_INCOME, _INTEREST)
_COST = _mask(_EXPENSE, _CHARGE)
_BOUGHT = _mask(_EXPENSE, _FIXED)
_PAID_WITH = _MONEY | _mask(_OWED, _RECEIVABLE, _BORROWING, _NAMELESS)
_CARRIED = _REVENUE | _COST | _mask(_NET_ASSETS)
_NOT_THE_BANKS = _mask(_INCOME, _EXPENSE)
"""Interest and charges, which the bank books itself, may stand on one slip."""
_WATCHED = _mask(_FIXED, _RECEIVABLE, _BORROWING)


def _slot(account: Account) -> int:
    if account.root == "Income":
        return _INTEREST if account.source == "interest" else _INCOME
    if account.root == "Expenses":
        return _CHARGE if account.nature == "bank-charge" else _EXPENSE
    if account.role is None and account.root != "Equity":
        return _NAMELESS
    return _ROLE_SLOTS.get(account.role or "", _OTHER)


class _Known(NamedTuple):
    """What the walk looks up of an account at each posting."""

    slot: int
    bit: int
    account: Account
    watched: bool
    """Its postings are facts of their own: a fund, a budget, an asset, a debt."""
    budgeted: bool
    excusable: bool
    low_value: bool


def _know(account: Account, budgeted: bool) -> _Known:
    slot = _slot(account)
    low_value = account.nature == "low-value"
    watched = bool(budgeted or low_value or account.fund or 1 << slot & _WATCHED)
    excusable = account.nature in ("allowance", "relief")
    return _Known(slot, 1 << slot, account, watched, budgeted, excusable, low_value)


class _Legs(NamedTuple):
    """The postings of one voucher, sorted out."""

    all: list[tuple[_Known, int, Any]]
    """Account, fen, posting."""
    rich: list[Any]
    """Postings with metadata of their own."""
    sums: list[int]
    """Net fen by slot."""
    raised: int
    lowered: int
    """Masks of the slots that some posting raises (debit) or lowers (credit)."""
    watched: bool

    @property
    def slots(self) -> int:
        """Mask of all slots touched."""
        return self.raised | self.lowered

    @property
    def carry(self) -> bool:
        """The year-end entry that carries income and expenses to net assets, nothing else."""
        slots = self.slots
        return bool(slots & 1 << _NET_ASSETS) and not slots & ~_CARRIED


class _Walk:
    """The state of the one walk; :func:`walk` is its door."""

    def __init__(self, chart: Chart, currency: str, budgeted: frozenset[str]) -> None:
        self.currency = currency
        self.facts = Facts()
        self.facts.daily = {name: [] for name, account in chart.items() if account.is_money}
        self.known = {name: _know(account, name in budgeted) for name, account in chart.items()}
        self.running: dict[str, int] = defaultdict(int)
        self.closed: set[str] = set()
        self.reasons: tuple[list[tuple[Any, str]], bool] | None = None
        """Why the voucher at hand is unsound, until it has been noted."""

    def transaction(self, txn: Any) -> None:
        """Take in one transaction."""
        facts, meta = self.facts, txn.meta
        legs = self._sort_out(txn)
        sums, slots = legs.sums, legs.raised | legs.lowered
        money = sums[_PETTY] + sums[_UNDEPOSITED] + sums[_BANK] + sums[_CLEARING]
        credit = bool(legs.lowered & _REVENUE)
        kind = _kind_of(money, credit, bool(slots & 1 << _OPENING))
        original = mirrors = None
        papers = True
        if "reverses" in meta:
            original = facts.by_id.get(text_of(meta["reverses"]))
            if original is not None and _mirrors(original.txn, legs):
                if original.mirrors is None:
                    mirrors, papers = original, False
                else:
                    # Undoing a red letter is no red letter but a voucher of its own; papers that
                    # the red letter had set free must be shown anew.
                    papers = original.mirrors.id in facts.cancelled
        voucher = Voucher(txn, text_of(meta.get("voucher")), txn.date, kind, money, mirrors)
        facts.vouchers.append(voucher)
        if voucher.id:
            facts.by_id.setdefault(voucher.id, voucher)

        if self.reasons is not None:
            _note_unsound(facts, voucher, *self.reasons)
            self.reasons = None
        if _is_odd(meta):
            facts.problems += check_voucher_meta(meta, txn.date)
        for posting in legs.rich:
            if _is_odd_posting(posting.meta):
                facts.problems += check_posting_meta(posting.meta, meta, txn.date)
        carry = legs.carry
        self._numbers(voucher, legs)
        # A deposit given back, or a refund, is money out although it mirrors what came in.
        counts = mirrors is None or mirrors.kind == "inflow"
        if counts and not carry and kind != "opening":
            self._spend(voucher, legs, papers)
        if kind == "income":
            self._receive(voucher, legs)
        if slots & _MONEY:
            self._cash_and_bank(voucher, legs, credit)
        if legs.watched or legs.rich or "fund" in meta:
            self._purposes(voucher, legs, carry)
        if "reverses" in meta or (not carry and (legs.lowered & _COST or legs.raised & _REVENUE)):
            self._corrections(voucher, legs, original)
        both_sides = slots & _REVENUE and slots & _COST and slots & _NOT_THE_BANKS
        if both_sides and mirrors is None and not carry:
            facts.mixed.append(voucher)

    def _sort_out(self, txn: Any) -> _Legs:
        """Sort the postings by what their accounts are; put aside what is unsound."""
        facts, known, running, currency = self.facts, self.known, self.running, self.currency
        sums = [0] * _SLOTS
        legs: list[tuple[_Known, int, Any]] = []
        rich: list[Any] = []
        reasons: list[tuple[Any, str]] = []
        raised = lowered = total = 0
        simple, watched = True, False
        for posting in txn.postings:
            name, units, cost, price, _flag, meta = posting
            what = known.get(name)
            if what is None or what.account.opened > txn.date or name in self.closed:
                facts.unopened.append(txn)
                if what is None:
                    simple = False
                    continue
            number = units.number
            if type(number) is not Decimal:
                simple = False
                continue
            fen = int(number * _HUNDRED)
            if not number.same_quantum(CENT) and not is_sound(number):
                reasons.append((posting, f"金额 {number} 不止两位小数"))
            if units.currency != currency:
                reasons.append((posting, f"币种 {units.currency} 不是账本的 {currency}"))
                facts.other_currencies.add(units.currency)
                simple = False
                continue
            if cost is not None or price is not None:
                reasons.append((posting, "带有单价或成本，公款账只记金额"))
                simple = False
            if fen > 0:
                raised |= what.bit
            elif fen < 0:
                lowered |= what.bit
            elif not number:
                reasons.append((posting, "金额是零"))
            sums[what.slot] += fen
            total += fen
            running[name] += fen
            watched = watched or what.watched
            legs.append((what, fen, posting))
            if meta and len(meta) > _BARE:
                rich.append(posting)
        if reasons or total or not simple or not legs:
            self.reasons = (reasons, simple)
        return _Legs(legs, rich, sums, raised, lowered, watched)

    # --- papers: receipts, invoices, sign-offs --------------------------------------------

    def _numbers(self, voucher: Voucher, legs: _Legs) -> None:
        """Note the receipts, invoices and scans that the voucher names."""
        facts, meta = self.facts, voucher.txn.meta
        receipts = _named(meta, legs.rich, "receipt")
        invoices = _named(meta, legs.rich, "invoice")
        if voucher.mirrors is not None and (receipts or invoices):
            # A red-letter voucher repeats the papers of the one it takes back: no new use.
            before = voucher.mirrors.txn
            again = {
                text
                for key in ("receipt", "invoice")
                for text, _ in _named(before.meta, before.postings, key)
            }
            receipts = [item for item in receipts if item[0] not in again]
            invoices = [item for item in invoices if item[0] not in again]
        for text, at in receipts:
            facts.receipts.append(ReceiptUse(text, ReceiptNumber.parse(text), voucher, at))
        for text, at in invoices:
            if not text.lower().startswith("none:"):
                facts.invoices.append(InvoiceUse(text, voucher, at))
        for own in (meta, *(posting.meta for posting in legs.rich)):
            if "document" in own or any(key.startswith("document-") for key in own):
                for key, value in own.items():
                    if key.startswith("document"):
                        facts.documents.append((voucher, Place.of(own), text_of(value)))

    def _receive(self, voucher: Voucher, legs: _Legs) -> None:
        needing = [leg for leg in legs.all if leg[0].slot == _INCOME and leg[1] < 0]
        uncovered: tuple[Place, ...] = ()
        if needing and "receipt" not in voucher.txn.meta:
            uncovered = _without_receipt(legs.all, needing)
        self.facts.incomes.append(Income(voucher, bool(needing), uncovered))

    def _spend(self, voucher: Voucher, legs: _Legs, papers: bool) -> None:
        facts, sums = self.facts, legs.sums
        if voucher.money < 0:
            amount = -voucher.money - sums[_CHARGE] - min(0, sums[_INTEREST])
            if amount > 0:
                cash = max(0, -(sums[_PETTY] + sums[_UNDEPOSITED]))
                approval = text_of(voucher.txn.meta.get("approval"))
                facts.spendings.append(Spending(voucher, amount, approval, cash))
        if papers and legs.raised & _BOUGHT and legs.lowered & _PAID_WITH:
            facts.purchases.append(_purchase(voucher, legs.all))

    # --- cash, bank ------------------------------------------------------------------------

    def _cash_and_bank(self, voucher: Voucher, legs: _Legs, credit: bool) -> None:
        facts, date, sums = self.facts, voucher.date, legs.sums
        if voucher.mirrors is None and (sums[_UNDEPOSITED] < 0 or (credit and sums[_PETTY] > 0)):
            raised: dict[str, int] = defaultdict(int)
            for what, fen, _ in legs.all:
                if what.slot not in (_BANK, _UNDEPOSITED):
                    raised[what.account.name] += fen
            elsewhere = tuple((name, fen) for name, fen in raised.items() if fen > 0)
            facts.cash_flows.append(
                CashFlow(voucher, sums[_UNDEPOSITED], sums[_PETTY], elsewhere, credit)
            )
        for what, fen, posting in legs.all:
            if not what.bit & _MONEY:
                continue
            name = posting.account
            days = facts.daily[name]
            balance = DayBalance(date, self.running[name], voucher)
            if days and days[-1].date == date:
                days[-1] = balance
            else:
                days.append(balance)
            if what.slot >= _BANK:
                meta = posting.meta
                cleared = meta.get("cleared") if meta else None
                if not isinstance(cleared, dt.date):
                    cleared = None
                facts.bank_items.append(BankItem(name, date, fen, cleared, voucher, posting))

    # --- funds, budgets, assets, debts -----------------------------------------------------

    def _purposes(self, voucher: Voucher, legs: _Legs, carry: bool) -> None:
        facts, meta = self.facts, voucher.txn.meta
        for what, fen, posting in legs.all:
            slot, own = what.slot, posting.meta or {}
            if _INCOME <= slot <= _FIXED:
                if carry:
                    continue
                fund = own.get("fund") or meta.get("fund") or what.account.fund
                if fund:
                    facts.fund_moves.append(
                        FundMove(
                            text_of(fund), -fen, posting.account, voucher, _at(posting, voucher)
                        )
                    )
                if what.budgeted:
                    facts.budgeted.append(
                        ExpensePosting(posting.account, fen, voucher, _at(posting, voucher))
                    )
                if slot == _FIXED or what.low_value or "asset" in own:
                    asset = text_of(own.get("asset") or meta.get("asset"))
                    facts.assets.append(
                        AssetPosting(asset, posting.account, fen, voucher, _at(posting, voucher))
                    )
            elif slot == _OPENING and "fund" in own:
                # What is left of a fund when these books begin.
                facts.fund_moves.append(
                    FundMove(
                        text_of(own["fund"]), -fen, posting.account, voucher, _at(posting, voucher)
                    )
                )
            elif slot == _RECEIVABLE:
                if fen > 0 and voucher.money < 0 and voucher.mirrors is None:
                    facts.advances.append((voucher, _at(posting, voucher), what.account, fen))
            elif slot == _BORROWING and voucher.mirrors is None:
                facts.borrowings.append((voucher, _at(posting, voucher), posting.account, fen))

    # --- corrections -----------------------------------------------------------------------

    def _corrections(self, voucher: Voucher, legs: _Legs, original: Voucher | None) -> None:
        """Note red letters, and what they take back."""
        facts = self.facts
        target = voucher.text("reverses")
        red = next(
            (
                posting
                for what, fen, posting in legs.all
                if (fen < 0 and what.bit & _COST) or (fen > 0 and what.bit & _REVENUE)
            ),
            None,
        )
        place = voucher.place if red is None else _at(red, voucher)
        facts.reversals.append(Reversal(voucher, place, target, original is not None))
        sums = legs.sums
        came_back = voucher.money + sums[_INCOME] + sums[_INTEREST] + sums[_CHARGE]
        if original is not None and original.money < 0 < came_back:
            facts.refunds.append(Refund(voucher, original, came_back))
        if voucher.mirrors is not None and _takes_back_all(voucher.mirrors.txn, legs):
            facts.cancelled.setdefault(voucher.mirrors.id, voucher)

    # --- assertions ------------------------------------------------------------------------

    def balance(self, entry: Any) -> None:
        """Take in one ``balance`` directive: it speaks of the start of its day."""
        account = entry.account
        if account not in self.known or account in self.closed:
            self.facts.unopened.append(entry)
        prefix = account + ":"
        actual = sum(
            fen for name, fen in self.running.items() if name == account or name.startswith(prefix)
        )
        expected = int(entry.amount.number * _HUNDRED)
        self.facts.assertions.append(Assertion(entry, expected, actual))


_BARE = 2
"""Every posting has ``filename`` and ``lineno``; more is metadata that someone wrote."""
_NUMBERS = frozenset({"lineno", "attachments", "__tolerances__"})
_POSTING_NUMBERS = frozenset({"lineno", "__automatic__"})


def _kind_of(money: int, credit: bool, has_opening: bool) -> str:
    if has_opening and money >= 0:
        return "opening"
    if money < 0:
        return "spending"
    if money > 0:
        return "income" if credit else "inflow"
    return "transfer"


def _at(posting: Any, voucher: Voucher) -> Place:
    return Place.of(posting.meta) if posting.meta else voucher.place


def _is_odd(meta: Mapping[str, Any]) -> bool:
    """Tell quickly whether a voucher's metadata need a closer look."""
    for key, value in meta.items():
        if type(value) is str:
            if value and not value.isspace():
                continue
        elif key in _NUMBERS:
            continue
        return True
    attachments = meta.get("attachments")
    if attachments is not None and not attachments >= 0:
        return True
    return has_odd_keys(meta)


def _is_odd_posting(meta: Mapping[str, Any]) -> bool:
    for key, value in meta.items():
        if key == "cleared":
            if isinstance(value, dt.date):
                continue
        elif type(value) is str:
            if value and not value.isspace():
                continue
        elif key in _POSTING_NUMBERS:
            continue
        return True
    return has_odd_posting_keys(meta)


def _named(
    meta: Mapping[str, Any], postings: Iterable[Any], key: str
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the numbers under ``key`` on a voucher and its postings, with whose metadata."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    whole = text_of(meta.get(key))
    if whole:
        found.append((whole, meta))
    for posting in postings:
        own = posting.meta
        if own and key in own:
            text = text_of(own[key])
            if text and text != whole:
                found.append((text, own))
    return found


def _without_receipt(
    legs: list[tuple[_Known, int, Any]], needing: list[tuple[_Known, int, Any]]
) -> tuple[Place, ...]:
    """Return the places of income that carries no receipt of its own.

    Receipts may stand on the income postings or on the money postings they came with.
    """
    bare = [leg for leg in needing if not (leg[2].meta and "receipt" in leg[2].meta)]
    if len(bare) == len(needing):
        money = [leg for leg in legs if leg[0].bit & _MONEY and leg[1] > 0]
        bare_money = [leg for leg in money if not (leg[2].meta and "receipt" in leg[2].meta)]
        if len(bare_money) < len(money):
            bare = bare_money
    return tuple(Place.of(leg[2].meta or {}) for leg in bare)


def _purchase(voucher: Voucher, legs: list[tuple[_Known, int, Any]]) -> Purchase:
    """Tell which of the expenses and assets bought show neither invoice nor lawful excuse."""
    bought = [(what, posting) for what, fen, posting in legs if fen > 0 and what.bit & _BOUGHT]
    whole = text_of(voucher.txn.meta.get("invoice"))
    if whole and not whole.lower().startswith("none:"):
        return Purchase(voucher, (), "")
    excuse = shown = whole[5:].strip()
    uncovered = []
    for what, posting in bought:
        own = text_of(posting.meta.get("invoice")) if posting.meta else ""
        no_invoice = own.lower().startswith("none:")
        if own and not no_invoice:
            continue
        said = (own[5:].strip() if no_invoice else "") or excuse
        if said and what.excusable:
            continue
        shown = shown or said
        uncovered.append(_at(posting, voucher))
    return Purchase(voucher, tuple(uncovered), shown)


def _nets(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    nets: dict[str, int] = defaultdict(int)
    for name, fen in pairs:
        nets[name] += fen
    return {name: fen for name, fen in nets.items() if fen}


def _txn_nets(txn: Any) -> dict[str, int]:
    return _nets(
        (p.account, int(p.units.number * _HUNDRED))
        for p in txn.postings
        if type(p.units.number) is Decimal
    )


def _leg_nets(legs: _Legs) -> dict[str, int]:
    return _nets((posting.account, fen) for _, fen, posting in legs.all)


def _mirrors(original: Any, legs: _Legs) -> bool:
    """Tell whether the legs take back the original, or part of it, on its own accounts."""
    before, after = _txn_nets(original), _leg_nets(legs)
    return bool(after) and all(
        name in before and fen * before[name] < 0 and abs(fen) <= abs(before[name])
        for name, fen in after.items()
    )


def _takes_back_all(original: Any, legs: _Legs) -> bool:
    return _leg_nets(legs) == {name: -fen for name, fen in _txn_nets(original).items()}


def _note_unsound(
    facts: Facts, voucher: Voucher, reasons: list[tuple[Any, str]], simple: bool
) -> None:
    """Note why a voucher's figures are unsound, and that Beancount must judge its sum."""
    postings = voucher.txn.postings
    for posting, reason in reasons:
        facts.unsound.append(Unsound(voucher, _at(posting, voucher), reason))
    if not postings:
        facts.unsound.append(Unsound(voucher, voucher.place, "凭证没有分录"))
    elif simple:
        total = sum((p.units.number for p in postings), Decimal(0))
        if total:
            reason = f"借贷合计差 {total}，不等于零"
            facts.unsound.append(Unsound(voucher, voucher.place, reason))
    facts.unbalanced.append(voucher.txn)


def walk(
    entries: Iterable[Any], chart: Chart, currency: str, budgeted: frozenset[str]
) -> tuple[Facts, dict[str, int]]:
    """Walk the sorted, booked entries once.

    ``budgeted`` names the accounts under a yearly limit. Returns the facts and the closing
    balance of every account in fen.
    """
    state = _Walk(chart, currency, budgeted)
    for entry in entries:
        match type(entry).__name__:
            case "Transaction":
                state.transaction(entry)
            case "Balance":
                state.balance(entry)
            case "Close":
                state.closed.add(entry.account)
    return state.facts, dict(state.running)
