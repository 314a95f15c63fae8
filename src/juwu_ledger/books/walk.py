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
from juwu_ledger.books.problem import Place, Problem

_HUNDRED = Decimal(100)

# What the walk needs to know of an account, as small integers.
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
    _SLOTS,
) = range(16)
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


def _slot(account: Account) -> int:
    if account.root == "Income":
        return _INTEREST if account.source == "interest" else _INCOME
    if account.root == "Expenses":
        return _CHARGE if account.nature == "bank-charge" else _EXPENSE
    return _ROLE_SLOTS.get(account.role or "", _OTHER)


class _Known(NamedTuple):
    """What the walk looks up of an account at each posting."""

    slot: int
    account: Account
    budgeted: bool
    excusable: bool
    low_value: bool


class _Walk:
    """The state of the one walk; :func:`walk` is its door."""

    def __init__(self, chart: Chart, currency: str, budgeted: frozenset[str]) -> None:
        self.currency = currency
        self.facts = Facts()
        self.facts.daily = {name: [] for name, account in chart.items() if account.is_money}
        self.known = {
            name: _Known(
                _slot(account),
                account,
                name in budgeted,
                account.nature in ("allowance", "relief"),
                account.nature == "low-value",
            )
            for name, account in chart.items()
        }
        self.running: dict[str, int] = defaultdict(int)
        self.closed: set[str] = set()

    def transaction(self, txn: Any) -> None:
        """Take in one transaction."""
        facts, meta = self.facts, txn.meta
        known, running, currency = self.known, self.running, self.currency
        sums = [0] * _SLOTS
        legs: list[tuple[_Known, int, Any]] = []
        reasons: list[tuple[Any, str]] = []
        simple = True
        for posting in txn.postings:
            units = posting.units
            number = units.number
            what = known.get(posting.account)
            if (
                what is None
                or what.account.opened > txn.date
                or (self.closed and posting.account in self.closed)
            ):
                facts.unopened.append(txn)
                if what is None:
                    simple = False
                    continue
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
            if not number:
                reasons.append((posting, "金额是零"))
            if posting.cost is not None or posting.price is not None:
                reasons.append((posting, "带有单价或成本，公款账只记金额"))
                simple = False
            sums[what.slot] += fen
            running[posting.account] += fen
            legs.append((what, fen, posting))

        money = sums[_PETTY] + sums[_UNDEPOSITED] + sums[_BANK] + sums[_CLEARING]
        identity = text_of(meta.get("voucher"))
        has_credit = any(f < 0 and k.slot in (_INCOME, _INTEREST) for k, f, _ in legs)
        kind = _kind_of(money, has_credit, any(k.slot == _OPENING for k, _, _ in legs))
        target = text_of(meta.get("reverses")) if "reverses" in meta else ""
        original = facts.by_id.get(target) if target else None
        mirrors = original if original and _mirrors(original.txn, legs) else None
        voucher = Voucher(txn, identity, txn.date, kind, money, mirrors)
        facts.vouchers.append(voucher)
        if identity:
            facts.by_id.setdefault(identity, voucher)

        self._check_writing(voucher, sums, simple, reasons, len(legs))
        carry = _is_carry_forward(legs)
        self._papers(voucher, legs, sums, original, carry)
        self._cash_and_bank(voucher, legs, sums, has_credit)
        self._purposes(voucher, legs, carry)
        self._corrections(voucher, legs, target, original, carry)

    # --- what is written -----------------------------------------------------------------

    def _check_writing(
        self,
        voucher: Voucher,
        sums: list[int],
        simple: bool,
        reasons: list[tuple[Any, str]],
        legs: int,
    ) -> None:
        facts, txn = self.facts, voucher.txn
        if has_odd_keys(txn.meta) or any(
            type(v) is not str or not v for k, v in txn.meta.items() if k not in _NUMBERS
        ):
            facts.problems += check_voucher_meta(txn.meta, txn.date)
        for posting in txn.postings:
            if posting.meta and len(posting.meta) > 2:
                facts.problems += _posting_problems(posting.meta, txn)
        for posting, reason in reasons:
            facts.unsound.append(Unsound(voucher, Place.of(posting.meta or txn.meta), reason))
        if not txn.postings:
            facts.unsound.append(Unsound(voucher, voucher.place, "凭证没有分录"))
        elif simple and (reasons or sum(sums)):
            total = sum(p.units.number for p in txn.postings)
            if total:
                facts.unsound.append(
                    Unsound(voucher, voucher.place, f"借贷合计差 {total}，不等于零")
                )
        if not simple or sum(sums) or reasons:
            facts.unbalanced.append((txn, simple))

    # --- papers: receipts, invoices, sign-offs --------------------------------------------

    def _papers(
        self,
        voucher: Voucher,
        legs: list[tuple[_Known, int, Any]],
        sums: list[int],
        original: Voucher | None,
        carry: bool,
    ) -> None:
        facts, meta = self.facts, voucher.txn.meta
        receipts = _named(voucher, "receipt")
        invoices = _named(voucher, "invoice")
        mirrored = voucher.mirrors
        taken_back = set()
        if mirrored is not None:
            taken_back = {t for k in ("receipt", "invoice") for t, _ in _named(mirrored, k)}
        for text, place in receipts:
            if text not in taken_back:
                facts.receipts.append(
                    ReceiptUse(text, ReceiptNumber.parse(text), voucher, place)
                )
        for text, place in invoices:
            if text not in taken_back and not text.lower().startswith("none:"):
                facts.invoices.append(InvoiceUse(text, voucher, place))
        for key, value in meta.items():
            if key.startswith("document"):
                facts.documents.append((voucher, voucher.place, text_of(value)))

        if voucher.kind == "income":
            needing = [leg for leg in legs if leg[0].slot == _INCOME and leg[1] < 0]
            uncovered = () if "receipt" in meta else _without_receipt(legs, needing)
            facts.incomes.append(Income(voucher, bool(needing), uncovered))
        if mirrored is None and not carry:
            charges = sums[_CHARGE] + sums[_INTEREST]
            amount = -voucher.money - charges
            if voucher.money < 0 and amount > 0:
                cash = max(0, -(sums[_PETTY] + sums[_UNDEPOSITED]))
                facts.spendings.append(
                    Spending(voucher, amount, text_of(meta.get("approval")), cash)
                )
            if _is_purchase(legs):
                facts.purchases.append(_purchase(voucher, legs))
        if original is not None and original.money < 0 and voucher.money > 0:
            facts.refunds.append(Refund(voucher, original, voucher.money))

    # --- cash, bank ------------------------------------------------------------------------

    def _cash_and_bank(
        self,
        voucher: Voucher,
        legs: list[tuple[_Known, int, Any]],
        sums: list[int],
        has_credit: bool,
    ) -> None:
        facts, date = self.facts, voucher.date
        out_of_till = sums[_UNDEPOSITED] < 0
        into_petty = has_credit and sums[_PETTY] > 0
        if (out_of_till or into_petty) and voucher.mirrors is None:
            raised: dict[str, int] = defaultdict(int)
            for what, fen, _ in legs:
                if what.slot not in (_BANK, _UNDEPOSITED):
                    raised[what.account.name] += fen
            elsewhere = tuple((name, fen) for name, fen in raised.items() if fen > 0)
            facts.cash_flows.append(
                CashFlow(voucher, sums[_UNDEPOSITED], sums[_PETTY], elsewhere, has_credit)
            )
        for what, fen, posting in legs:
            slot = what.slot
            if not _PETTY <= slot <= _CLEARING:
                continue
            name = what.account.name
            days = facts.daily[name]
            balance = DayBalance(date, self.running[name], voucher)
            if days and days[-1].date == date:
                days[-1] = balance
            else:
                days.append(balance)
            if slot >= _BANK:
                meta = posting.meta
                cleared = meta.get("cleared") if meta else None
                facts.bank_items.append(
                    BankItem(
                        name,
                        date,
                        fen,
                        cleared if isinstance(cleared, dt.date) else None,
                        voucher,
                        Place.of(meta) if meta else voucher.place,
                    )
                )

    # --- funds, budgets, assets, debts -----------------------------------------------------

    def _purposes(
        self, voucher: Voucher, legs: list[tuple[_Known, int, Any]], carry: bool
    ) -> None:
        facts = self.facts
        meta = voucher.txn.meta
        for what, fen, posting in legs:
            slot = what.slot
            if slot <= _CLEARING and slot != _OTHER:
                continue
            pmeta = posting.meta
            if _INCOME <= slot <= _FIXED:
                if carry:
                    continue
                fund = (pmeta and pmeta.get("fund")) or meta.get("fund") or what.account.fund
                if fund:
                    facts.fund_moves.append(
                        FundMove(text_of(fund), -fen, what.account.name, voucher, _at(posting, voucher))
                    )
                if what.budgeted:
                    facts.budgeted.append(
                        ExpensePosting(what.account.name, fen, voucher, _at(posting, voucher))
                    )
                asset = text_of((pmeta and pmeta.get("asset")) or meta.get("asset"))
                if slot == _FIXED or what.low_value or (pmeta and "asset" in pmeta):
                    facts.assets.append(
                        AssetPosting(asset, what.account.name, fen, voucher, _at(posting, voucher))
                    )
            elif slot == _RECEIVABLE:
                if fen > 0 and voucher.money < 0 and voucher.mirrors is None:
                    facts.advances.append((voucher, _at(posting, voucher), what.account, fen))
            elif slot == _BORROWING and voucher.mirrors is None:
                facts.borrowings.append((voucher, _at(posting, voucher), what.account.name, fen))

    # --- corrections -----------------------------------------------------------------------

    def _corrections(
        self,
        voucher: Voucher,
        legs: list[tuple[_Known, int, Any]],
        target: str,
        original: Voucher | None,
        carry: bool,
    ) -> None:
        facts = self.facts
        backwards = [
            posting
            for what, fen, posting in legs
            if (fen < 0 and what.slot in (_EXPENSE, _CHARGE))
            or (fen > 0 and what.slot in (_INCOME, _INTEREST))
        ]
        if target or (backwards and not carry):
            place = _at(backwards[0], voucher) if backwards else voucher.place
            facts.reversals.append(Reversal(voucher, place, target, original is not None))
        if voucher.mirrors is not None and _takes_back_all(voucher.mirrors.txn, legs):
            facts.cancelled.setdefault(voucher.mirrors.id, voucher)
        if voucher.mirrors is None and not carry and _is_mixed(legs):
            facts.mixed.append(voucher)

    # --- assertions ------------------------------------------------------------------------

    def balance(self, entry: Any) -> None:
        """Take in one ``balance`` directive: it speaks of the start of its day."""
        account = entry.account
        if account not in self.known or account in self.closed:
            self.facts.unopened.append(entry)
        prefix = account + ":"
        actual = sum(
            fen
            for name, fen in self.running.items()
            if name == account or name.startswith(prefix)
        )
        expected = int(entry.amount.number * _HUNDRED)
        self.facts.assertions.append(Assertion(entry, expected, actual))


_NUMBERS = frozenset({"lineno", "attachments", "__tolerances__"})


def _kind_of(money: int, has_credit: bool, has_opening: bool) -> str:
    if has_opening and money >= 0:
        return "opening"
    if money < 0:
        return "spending"
    if money > 0:
        return "income" if has_credit else "inflow"
    return "transfer"


def _at(posting: Any, voucher: Voucher) -> Place:
    return Place.of(posting.meta) if posting.meta else voucher.place


def _posting_problems(meta: Mapping[str, Any], txn: Any) -> list[Problem]:
    if not has_odd_posting_keys(meta) and all(
        type(value) is str or type(value) is dt.date
        for key, value in meta.items()
        if key not in ("lineno", "__automatic__")
    ) and type(meta.get("cleared", dt.date.min)) is dt.date and "" not in meta.values():
        return []
    return check_posting_meta(meta, txn.meta, txn.date)


def _named(voucher: Voucher, key: str) -> list[tuple[str, Place]]:
    """Return the numbers under ``key`` on the voucher and its postings, each with its place."""
    txn = voucher.txn
    found = []
    if key in txn.meta:
        text = text_of(txn.meta[key])
        if text:
            found.append((text, voucher.place))
    for posting in txn.postings:
        meta = posting.meta
        if meta and key in meta:
            text = text_of(meta[key])
            if text and not (found and found[0] == (text, voucher.place)):
                found.append((text, Place.of(meta)))
    return found


def _without_receipt(
    legs: list[tuple[_Known, int, Any]], needing: list[tuple[_Known, int, Any]]
) -> tuple[Place, ...]:
    """Return the places of income that carries no receipt of its own.

    Receipts may stand on the income postings or on the money postings they came with.
    """
    bare = [leg for leg in needing if not (leg[2].meta and "receipt" in leg[2].meta)]
    if len(bare) < len(needing) or not needing:
        return tuple(Place.of(leg[2].meta or {}) for leg in bare)
    money = [leg for leg in legs if _PETTY <= leg[0].slot <= _CLEARING and leg[1] > 0]
    bare_money = [leg for leg in money if not (leg[2].meta and "receipt" in leg[2].meta)]
    if len(bare_money) < len(money):
        return tuple(Place.of(leg[2].meta or {}) for leg in bare_money)
    return tuple(Place.of(leg[2].meta or {}) for leg in bare)


def _is_purchase(legs: list[tuple[_Known, int, Any]]) -> bool:
    """An expense or asset bought: raised here, against money or a debt to someone."""
    raised = any(fen > 0 and what.slot in (_EXPENSE, _FIXED) for what, fen, _ in legs)
    return raised and any(
        fen < 0 and (_PETTY <= what.slot <= _CLEARING or what.slot in (_OWED, _RECEIVABLE))
        for what, fen, _ in legs
    )


def _purchase(voucher: Voucher, legs: list[tuple[_Known, int, Any]]) -> Purchase:
    bought = [
        (what, posting)
        for what, fen, posting in legs
        if fen > 0 and what.slot in (_EXPENSE, _FIXED)
    ]
    may_excuse = all(what.excusable for what, _ in bought)
    whole = voucher.text("invoice")
    if whole and not whole.lower().startswith("none:"):
        return Purchase(voucher, (), "", may_excuse)
    excuse = whole[5:].strip() if whole else ""
    uncovered = []
    for what, posting in bought:
        own = text_of(posting.meta.get("invoice")) if posting.meta else ""
        own_excuse = own[5:].strip() if own.lower().startswith("none:") else ""
        if own and not own.lower().startswith("none:"):
            continue
        if (own_excuse or excuse) and what.excusable:
            continue
        excuse = excuse or own_excuse
        uncovered.append(_at(posting, voucher))
    return Purchase(voucher, tuple(uncovered), excuse, may_excuse)


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


def _leg_nets(legs: list[tuple[_Known, int, Any]]) -> dict[str, int]:
    return _nets((what.account.name, fen) for what, fen, _ in legs)


def _mirrors(original: Any, legs: list[tuple[_Known, int, Any]]) -> bool:
    """Tell whether the legs take back the original, or part of it, on its own accounts."""
    before, after = _txn_nets(original), _leg_nets(legs)
    return bool(after) and all(
        name in before and fen * before[name] < 0 and abs(fen) <= abs(before[name])
        for name, fen in after.items()
    )


def _takes_back_all(original: Any, legs: list[tuple[_Known, int, Any]]) -> bool:
    return _leg_nets(legs) == {name: -fen for name, fen in _txn_nets(original).items()}


def _is_carry_forward(legs: list[tuple[_Known, int, Any]]) -> bool:
    """The year-end entry that carries income and expenses to net assets, and nothing else."""
    slots = {what.slot for what, _, _ in legs}
    return _NET_ASSETS in slots and slots <= {
        _INCOME,
        _INTEREST,
        _EXPENSE,
        _CHARGE,
        _NET_ASSETS,
    }


def _is_mixed(legs: list[tuple[_Known, int, Any]]) -> bool:
    """Income and expenses on one voucher; the bank's own interest and charges excepted."""
    slots = {what.slot for what, _, _ in legs}
    if not slots & {_INCOME, _INTEREST} or not slots & {_EXPENSE, _CHARGE}:
        return False
    return bool(slots & {_INCOME, _EXPENSE})


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
