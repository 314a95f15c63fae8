"""One walk over the sorted, booked entries that makes the facts (see :mod:`.facts`)."""

from __future__ import annotations

import datetime as dt
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from juwu_ledger.books.facts.facts import (
    Assertion,
    AssetPosting,
    BankItem,
    CashFlow,
    Closing,
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
    TillMove,
    Unsound,
    Voucher,
)
from juwu_ledger.books.facts.legs import (
    BANK,
    BORROWING,
    BOUGHT,
    CHARGE,
    CLEARING,
    COST,
    FIXED,
    GOODS,
    HUNDRED,
    INCOME,
    INTEREST,
    MONEY,
    NOT_THE_BANKS,
    OPENING,
    PAID_WITH,
    PETTY,
    RECEIVABLE,
    REVENUE,
    SLOTS,
    UNDEPOSITED,
    Known,
    Legs,
    know,
    takes_back,
    takes_back_all,
)
from juwu_ledger.books.facts.recipients import recipient_problems
from juwu_ledger.books.model.chart import Chart
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.metadata import (
    check_posting_meta,
    check_voucher_meta,
    has_odd_keys,
    has_odd_posting_keys,
    id_of,
    text_of,
)
from juwu_ledger.books.model.money import CENT, is_sound
from juwu_ledger.books.model.problem import Place


class _Walk:
    """The state of the one walk; :func:`walk` is its door."""

    def __init__(self, chart: Chart, currency: str, budgeted: frozenset[str]) -> None:
        self.currency = currency
        self.facts = Facts()
        self.facts.daily = {name: [] for name, account in chart.items() if account.is_money}
        self.known = {name: know(account, name in budgeted) for name, account in chart.items()}
        self.running: dict[str, int] = defaultdict(int)
        self.closed: set[str] = set()
        self.reasons: tuple[list[tuple[Any, str]], bool] | None = None
        """Why the voucher at hand is unsound, until it has been noted."""
        self.taken_back: list[Spending] = []
        """Red letters that take back money which had come in."""
        self.cleared_late: dict[tuple[str, str], set[dt.date]] = defaultdict(set)
        """Voucher and bank account of every ``custom "cleared"``, and the days it names."""

    def transaction(self, txn: Any) -> None:
        """Take in one transaction."""
        facts, meta = self.facts, txn.meta
        legs = self._sort_out(txn)
        sums, slots = legs.sums, legs.raised | legs.lowered
        money = sums[PETTY] + sums[UNDEPOSITED] + sums[BANK] + sums[CLEARING]
        credit = bool(legs.lowered & REVENUE)
        opening = bool(slots & 1 << OPENING) and not slots & (REVENUE | COST)
        kind = _kind_of(money, credit, opening)
        original = mirrors = None
        papers = True
        if "reverses" in meta:
            original = facts.by_id.get(id_of(meta["reverses"]))
            if original is not None and takes_back(original.txn, legs):
                if original.mirrors is None:
                    mirrors, papers = original, False
                else:
                    # Undoing a red letter is no red letter but a voucher of its own; papers that
                    # the red letter had set free must be shown anew.
                    papers = facts.taken_back_by(original.mirrors) is not None
        carry = legs.carry
        number = id_of(meta.get("voucher"))
        voucher = Voucher(txn, number, txn.date, kind, money, mirrors, carry)
        facts.vouchers.append(voucher)
        if voucher.id:
            facts.by_id.setdefault(voucher.id, voucher)
        if "corrects" in meta or "occurred" in meta:
            facts.redated.append(voucher)

        if self.reasons is not None:
            _note_unsound(facts, voucher, *self.reasons)
            self.reasons = None
        is_odd = _is_odd(meta)
        if is_odd:
            facts.problems += check_voucher_meta(meta, txn.date)
        for posting in legs.rich:
            if _is_odd_posting(posting.meta):
                is_odd = True
                facts.problems += check_posting_meta(posting.meta, meta, txn.date)
        if is_odd:
            facts.problems += recipient_problems(voucher)
        self._numbers(voucher, legs)
        if not carry and kind != "opening":
            self._spend(voucher, legs, papers)
        if kind == "income" or (
            legs.lowered & 1 << INCOME and not slots & MONEY and _in_kind(legs)
        ):
            self._receive(voucher, legs)
        if slots & MONEY:
            self._cash_and_bank(voucher, legs, credit)
        if legs.watched or legs.rich or "fund" in meta:
            self._purposes(voucher, legs, carry)
        closes = carry and (txn.date.month, txn.date.day) == _YEAR_END
        if "reverses" in meta or (not closes and (legs.lowered & COST or legs.raised & REVENUE)):
            self._corrections(voucher, legs, original)
        both_sides = slots & REVENUE and slots & COST and slots & NOT_THE_BANKS
        if both_sides and mirrors is None and not closes:
            facts.mixed.append(voucher)

    def _sort_out(self, txn: Any) -> Legs:
        """Sort the postings by what their accounts are; put aside what is unsound."""
        facts, known, running, currency = self.facts, self.known, self.running, self.currency
        sums = [0] * SLOTS
        legs: list[tuple[Known, int, Any]] = []
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
            fen = int(number * HUNDRED)
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
            # What is wrong with an amount that was left out is wrong where the others are written.
            written = [r for r in reasons if "__automatic__" not in (r[0].meta or {})]
            self.reasons = (written or reasons, simple)
        return Legs(legs, rich, sums, raised, lowered, watched)

    # --- papers: receipts, invoices, sign-offs --------------------------------------------

    def _numbers(self, voucher: Voucher, legs: Legs) -> None:
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
            if not text.lstrip().lower().startswith("none:"):
                facts.invoices.append(InvoiceUse(text, voucher, at))
        for own in (meta, *(posting.meta for posting in legs.rich)):
            if "document" in own or any(key.startswith("document-") for key in own):
                for key, value in own.items():
                    if key.startswith("document"):
                        facts.documents.append((voucher, Place.of(own), text_of(value)))

    def _receive(self, voucher: Voucher, legs: Legs) -> None:
        needing = [leg for leg in legs.all if leg[0].slot == INCOME and leg[1] < 0]
        amount = -sum(fen for _, fen, _ in needing)
        uncovered: tuple[Place, ...] = ()
        if needing and not voucher.text("receipt"):
            uncovered = _without_receipt(legs.all, needing)
        self.facts.incomes.append(Income(voucher, bool(needing), amount, uncovered))

    def _spend(self, voucher: Voucher, legs: Legs, papers: bool) -> None:
        facts, sums = self.facts, legs.sums
        if voucher.money < 0:
            cash = max(0, -(sums[PETTY] + sums[UNDEPOSITED]))
            # Charges are excused where the bank itself takes them, not where cash is handed over.
            amount = -voucher.money - (0 if cash else sums[CHARGE]) - min(0, sums[INTEREST])
            if amount > 0:
                approval = id_of(voucher.txn.meta.get("approval"))
                spending = Spending(voucher, amount, approval, cash)
                if voucher.mirrors is None:
                    facts.spendings.append(spending)
                elif sums[INCOME] or not sums[INTEREST]:
                    # Interest is taken back by the bank's own slip, as it was given.
                    self.taken_back.append(spending)
        if voucher.mirrors is None and papers and legs.raised & BOUGHT and legs.lowered & PAID_WITH:
            facts.purchases.append(_purchase(voucher, legs.all))

    def settle_taken_back(self) -> None:
        """Tell corrections from money that really goes out again, which is a spending.

        A red letter on money received is a mere correction when the same money is booked anew that
        day, or when it never came: the original is in no cash till and no statement shows it.
        """
        facts = self.facts
        days = {spending.voucher.date for spending in self.taken_back}
        wrong = {
            id(spending.voucher.mirrors.txn)
            for spending in self.taken_back
            if spending.voucher.mirrors
        }
        anew = {
            day: sum(
                v.money
                for v in facts.vouchers
                if v.date == day
                and v.money > 0
                and v.mirrors is None
                and v.kind != "opening"
                and id(v.txn) not in wrong
            )
            for day in days
        }
        for spending in self.taken_back:
            voucher = spending.voucher
            if voucher.mirrors is None or not self._came_in(voucher.mirrors, voucher):
                continue
            if anew[voucher.date] >= spending.amount:
                anew[voucher.date] -= spending.amount
            else:
                insort(facts.spendings, spending, key=lambda item: item.voucher.date)

    def _came_in(self, original: Voucher, red: Voucher) -> bool:
        """Tell whether the money of a voucher is known to have come: as cash, or at the bank.

        What a late clearing puts on the statement on the same day as its red letter never moved:
        the two wipe each other out.
        """
        wiped = {p.account: (p.meta or {}).get("cleared") for p in red.txn.postings}
        for posting in original.txn.postings:
            account = posting.account
            what = self.known.get(account)
            if what is not None and what.bit & MONEY:
                at_bank = what.slot >= BANK
                if not at_bank or "cleared" in (posting.meta or {}):
                    return True
                late = self.cleared_late.get((original.id, account), set())
                if late - {wiped.get(account)} - self.cleared_late.get((red.id, account), set()):
                    return True
        return False

    def cleared(self, entry: Any) -> None:
        """Take in one ``custom "cleared"``: the bank shows a voucher on its day."""
        named = tuple(item.value for item in entry.values or ())
        if len(named) == 2:
            self.cleared_late[named].add(entry.date)

    # --- cash, bank ------------------------------------------------------------------------

    def _cash_and_bank(self, voucher: Voucher, legs: Legs, credit: bool) -> None:
        facts, date, sums = self.facts, voucher.date, legs.sums
        taken = 0
        if legs.lowered & 1 << UNDEPOSITED:
            taken = sum(fen for what, fen, _ in legs.all if what.slot == UNDEPOSITED and fen < 0)
        if voucher.mirrors is None and (taken or (credit and sums[PETTY] > 0)):
            raised: dict[str, int] = defaultdict(int)
            for what, fen, _ in legs.all:
                if what.slot not in (BANK, UNDEPOSITED):
                    raised[what.account.name] += fen
            elsewhere = tuple((name, fen) for name, fen in raised.items() if fen > 0)
            facts.cash_flows.append(CashFlow(voucher, taken, sums[PETTY], elsewhere, credit))
        for what, fen, posting in legs.all:
            if not what.bit & MONEY:
                continue
            name = posting.account
            days = facts.daily[name]
            balance = DayBalance(date, self.running[name], voucher)
            if days and days[-1].date == date:
                days[-1] = balance
            else:
                days.append(balance)
            if what.slot == UNDEPOSITED:
                facts.till_moves.append(TillMove(name, fen, voucher))
            elif what.slot >= BANK:
                meta = posting.meta
                cleared = meta.get("cleared") if meta else None
                if not isinstance(cleared, dt.date):
                    cleared = None
                facts.bank_items.append(BankItem(name, date, fen, cleared, voucher, posting))

    # --- funds, budgets, assets, debts -----------------------------------------------------

    def _purposes(self, voucher: Voucher, legs: Legs, carry: bool) -> None:
        facts, meta = self.facts, voucher.txn.meta
        for what, fen, posting in legs.all:
            slot, own = what.slot, posting.meta or {}
            if INCOME <= slot <= FIXED:
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
                if slot == FIXED or what.low_value or "asset" in own:
                    asset = text_of(own.get("asset") or meta.get("asset"))
                    facts.assets.append(
                        AssetPosting(asset, posting.account, fen, voucher, _at(posting, voucher))
                    )
            elif slot == OPENING and "fund" in own:
                # What is left of a fund when these books begin.
                facts.fund_moves.append(
                    FundMove(
                        text_of(own["fund"]), -fen, posting.account, voucher, _at(posting, voucher)
                    )
                )
            elif slot == RECEIVABLE:
                if fen > 0 and voucher.money < 0 and voucher.mirrors is None:
                    facts.advances.append((voucher, _at(posting, voucher), what.account, fen))
            elif slot == BORROWING and voucher.mirrors is None:
                facts.borrowings.append((voucher, _at(posting, voucher), posting.account, fen))

    # --- corrections -----------------------------------------------------------------------

    def _corrections(self, voucher: Voucher, legs: Legs, original: Voucher | None) -> None:
        """Note red letters, and what they take back."""
        facts = self.facts
        target = voucher.text("reverses")
        red = next(
            (
                posting
                for what, fen, posting in legs.all
                if (fen < 0 and what.bit & COST) or (fen > 0 and what.bit & REVENUE)
            ),
            None,
        )
        place = voucher.place if red is None else _at(red, voucher)
        facts.reversals.append(Reversal(voucher, place, target, original is not None))
        if original is not None and original.kind != "opening":
            came_back = self._came_back(voucher, legs, original)
            if original.money * came_back < 0:
                facts.refunds.append(Refund(voucher, original, came_back))
        if voucher.mirrors is not None and takes_back_all(voucher.mirrors.txn, legs):
            facts.cancelled.setdefault(id(voucher.mirrors.txn), voucher)

    def _came_back(self, voucher: Voucher, legs: Legs, original: Voucher) -> int:
        """Return the money that came back of a spending, income of its own left out, fen.

        Negative where it goes out again. What was counted as spent counts as given back: charges
        that were handed over in cash, and in a red letter the income that stood beside the spending.
        """
        sums, spending = legs.sums, original
        if original.money > 0:
            spending = self.facts.by_id.get(original.text("reverses"), original)
        is_red = original.money < 0 and takes_back(original.txn, legs)
        income = max(0, sums[INTEREST]) if is_red else sums[INCOME] + sums[INTEREST]
        charge = sums[CHARGE]
        if self._is_in_cash(spending):
            charge = max(0, charge) if voucher.money > 0 else min(0, charge)
        return voucher.money + income + charge

    def _is_in_cash(self, spending: Voucher) -> bool:
        """Tell whether cash was handed over, so that charges count as spent (see ``_spend``)."""
        cash = 1 << PETTY | 1 << UNDEPOSITED
        return (
            sum(
                int(posting.units.number * HUNDRED)
                for posting in spending.txn.postings
                if (what := self.known.get(posting.account)) is not None
                and what.bit & cash
                and type(posting.units.number) is Decimal
            )
            < 0
        )

    # --- closed accounts, assertions --------------------------------------------------------

    def close(self, entry: Any) -> None:
        """Take in one ``close``: what is posted to the account afterwards is on no open account."""
        account = entry.account
        fen = self.running.get(account, 0)
        self.facts.closings.append(Closing(account, entry.date, fen, Place.of(entry.meta)))
        self.closed.add(account)

    def balance(self, entry: Any) -> None:
        """Take in one ``balance`` directive: it speaks of the start of its day."""
        account = entry.account
        if account not in self.known or account in self.closed:
            self.facts.unopened.append(entry)
        prefix = account + ":"
        actual = sum(
            fen for name, fen in self.running.items() if name == account or name.startswith(prefix)
        )
        expected = int(entry.amount.number * HUNDRED)
        self.facts.assertions.append(Assertion(entry, expected, actual))


_YEAR_END = (12, 31)
_BARE = 2
"""Every posting has ``filename`` and ``lineno``; more is metadata that someone wrote."""
_NUMBERS = frozenset({"lineno", "__tolerances__"})
_POSTING_NUMBERS = frozenset({"lineno", "__automatic__"})


def _kind_of(money: int, credit: bool, has_opening: bool) -> str:
    if has_opening and money >= 0:
        return "opening"
    if money < 0:
        return "spending"
    if money > 0:
        return "income" if credit else "inflow"
    return "transfer"


def _in_kind(legs: Legs) -> bool:
    """Tell whether a voucher takes in things; of one that moves no money they are its income."""
    return bool(legs.raised & GOODS)


def _at(posting: Any, voucher: Voucher) -> Place:
    return Place.of(posting.meta) if posting.meta else voucher.place


def _is_odd(meta: Mapping[str, Any]) -> bool:
    """Tell quickly whether a voucher's metadata need a closer look."""
    for key, value in meta.items():
        if key == "attachments":
            if type(value) is Decimal and value >= 0 and value == value.to_integral_value():
                continue
        elif type(value) is str:
            if value and not value.isspace():
                continue
        elif key in _NUMBERS:
            continue
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
    whole = id_of(meta.get(key))
    if whole:
        found.append((whole, meta))
    for posting in postings:
        own = posting.meta
        if own and key in own:
            text = id_of(own[key])
            if text and text != whole:
                found.append((text, own))
    return found


def _without_receipt(
    legs: list[tuple[Known, int, Any]], needing: list[tuple[Known, int, Any]]
) -> tuple[Place, ...]:
    """Return the places of income that carries no receipt of its own.

    Receipts may stand on the income postings or on the money postings they came with.
    """
    bare = [leg for leg in needing if not _has_receipt(leg[2])]
    if len(bare) == len(needing):
        money = [leg for leg in legs if leg[0].bit & MONEY and leg[1] > 0]
        bare_money = [leg for leg in money if not _has_receipt(leg[2])]
        if len(bare_money) < len(money):
            bare = bare_money
    return tuple(Place.of(leg[2].meta or {}) for leg in bare)


def _has_receipt(posting: Any) -> bool:
    return bool(posting.meta and text_of(posting.meta.get("receipt")))


def _purchase(voucher: Voucher, legs: list[tuple[Known, int, Any]]) -> Purchase:
    """Tell which of the expenses and assets bought show neither invoice nor lawful excuse."""
    bought = [(what, posting) for what, fen, posting in legs if fen > 0 and what.bit & BOUGHT]
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
    entries: Iterable[Any],
    chart: Chart,
    currency: str,
    budgeted: frozenset[str],
    opening: Mapping[str, int] | None = None,
) -> tuple[Facts, dict[str, int]]:
    """Walk the sorted, booked entries once.

    ``budgeted`` names the accounts under a yearly limit; ``opening`` holds balances to begin with. Returns the facts and the closing
    balance of every account in fen.
    """
    state = _Walk(chart, currency, budgeted)
    state.running.update(opening or {})
    for entry in entries:
        match type(entry).__name__:
            case "Transaction":
                state.transaction(entry)
            case "Balance":
                state.balance(entry)
            case "Custom" if entry.type == "cleared":
                state.cleared(entry)
            case "Close":
                state.close(entry)
    state.settle_taken_back()
    return state.facts, dict(state.running)
