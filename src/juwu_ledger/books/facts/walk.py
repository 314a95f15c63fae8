"""One walk over the sorted, booked entries that makes the facts (see :mod:`.facts`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from juwu_ledger.books.facts.carried import Carried, opening_balances
from juwu_ledger.books.facts.facts import (
    Assertion,
    Closing,
    Facts,
    Voucher,
)
from juwu_ledger.books.facts.legs import (
    BANK,
    CLEARING,
    COST,
    GOODS,
    HUNDRED,
    INCOME,
    MONEY,
    NOT_THE_BANKS,
    OPENING,
    PETTY,
    REVENUE,
    SLOTS,
    UNDEPOSITED,
    Known,
    Legs,
    takes_back,
)
from juwu_ledger.books.facts.money_moved import note_moves
from juwu_ledger.books.facts.money_spent import note_cleared, note_spending, settle_taken_back
from juwu_ledger.books.facts.odd_vouchers import is_odd, is_odd_posting, note_unsound
from juwu_ledger.books.facts.papers_named import note_income, note_papers
from juwu_ledger.books.facts.purposes_noted import note_purposes
from juwu_ledger.books.facts.recipients import recipient_problems
from juwu_ledger.books.facts.reversals_found import note_reversal
from juwu_ledger.books.facts.spent_under import misplaced
from juwu_ledger.books.facts.walk_state import WalkState
from juwu_ledger.books.model.chart import Chart
from juwu_ledger.books.model.metadata import (
    BARE,
    check_posting_meta,
    check_voucher_meta,
    id_of,
)
from juwu_ledger.books.model.money import CENT, CURRENCY, is_sound
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import BudgetLimit, Directive

_POSTED = "*"


class Walk(WalkState):
    """The one walk; :func:`walk_books` is its door."""

    def transaction(self, txn: Any) -> None:
        """Take in one transaction."""
        facts, meta = self.facts, txn.meta
        legs = self.sort_out(txn)
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
        if legs.flagged:
            facts.flagged.append(voucher)
        if voucher.id:
            facts.by_id.setdefault(voucher.id, voucher)
        if "reverses" in meta:
            facts.naming.append(voucher)
        if "corrects" in meta or "occurred" in meta:
            facts.redated.append(voucher)

        if self.reasons is not None:
            note_unsound(facts, voucher, *self.reasons)
            self.reasons = None
        odd = is_odd(meta)
        if odd:
            facts.problems += check_voucher_meta(meta, txn.date)
        for posting in legs.rich:
            if is_odd_posting(posting.meta):
                odd = True
                facts.problems += check_posting_meta(posting.meta, meta, txn.date)
        if legs.rich:
            facts.problems += misplaced(voucher, legs)
        if odd:
            facts.problems += recipient_problems(voucher)
        note_papers(self, voucher, legs, odd)
        if not carry and kind != "opening":
            note_spending(self, voucher, legs, papers)
        if kind == "income" or (
            legs.lowered & 1 << INCOME and not slots & MONEY and _in_kind(legs)
        ):
            note_income(self, voucher, legs)
        if slots & MONEY:
            note_moves(self, voucher, legs, credit)
        if legs.watched or legs.rich or "fund" in meta:
            note_purposes(self, voucher, legs, carry)
        closes = carry and (txn.date.month, txn.date.day) == _YEAR_END
        if "reverses" in meta or (not closes and (legs.lowered & COST or legs.raised & REVENUE)):
            note_reversal(self, voucher, legs, original)
        both_sides = slots & REVENUE and slots & COST and slots & NOT_THE_BANKS
        if both_sides and mirrors is None and not closes:
            facts.mixed.append(voucher)

    def take_over(self, vouchers: Sequence[Voucher]) -> None:
        """Take in that vouchers are there whose facts are known already."""
        self.facts.vouchers += vouchers
        by_id = self.facts.by_id
        for voucher in vouchers:
            if voucher.id:
                by_id.setdefault(voucher.id, voucher)

    def sort_out(self, txn: Any) -> Legs:
        """Sort the postings by what their accounts are; put aside what is unsound."""
        facts, known, running, currency = self.facts, self.known, self.running, self.currency
        closed, day = self.closed, txn.date
        sums = [0] * SLOTS
        legs: list[tuple[Known, int, Any]] = []
        rich: list[Any] = []
        reasons: list[tuple[Any, str]] = []
        raised = lowered = total = 0
        simple, watched, flagged = True, False, txn.flag != _POSTED
        for posting in txn.postings:
            name, units, cost, price, flag, meta = posting
            if flag is not None:
                flagged = True
            what = known.get(name)
            if what is None:
                facts.unopened.append(txn)
                simple = False
                continue
            slot, bit, account, watches, _, _, _ = what
            if account.opened > day or name in closed:
                facts.unopened.append(txn)
            number, unit = units
            if type(number) is not Decimal:
                simple = False
                continue
            fen = int(number * HUNDRED)
            if not number.same_quantum(CENT) and not is_sound(number):
                reasons.append((posting, f"金额 {number} 不止两位小数"))
            if unit != currency:
                reasons.append((posting, f"币种 {unit} 不是账本的 {currency}"))
                facts.other_currencies.add(unit)
                simple = False
                continue
            if cost is not None or price is not None:
                reasons.append((posting, "带有单价或成本，公款账只记金额"))
                simple = False
            if fen > 0:
                raised |= bit
            elif fen < 0:
                lowered |= bit
            elif not number:
                reasons.append((posting, "金额是零"))
            sums[slot] += fen
            total += fen
            running[name] += fen
            watched = watched or watches
            legs.append((what, fen, posting))
            if meta and len(meta) > BARE:
                rich.append(posting)
        if reasons or total or not simple or not legs:
            # What is wrong with an amount that was left out is wrong where the others are written.
            written = [r for r in reasons if "__automatic__" not in (r[0].meta or {})]
            self.reasons = (written or reasons, simple)
        return Legs(legs, rich, sums, raised, lowered, watched, flagged)

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


def begin_walk(chart: Chart, directives: Mapping[type[Directive], tuple[Directive, ...]]) -> Walk:
    """Return a walk that has not taken in anything."""
    budgets: tuple[Any, ...] = directives.get(BudgetLimit, ())
    return Walk(chart, CURRENCY, chart.below(item.account for item in budgets))


def walk_books(
    entries: Sequence[Any],
    chart: Chart,
    directives: Mapping[type[Directive], tuple[Directive, ...]],
    carried: Carried | None,
) -> tuple[Facts, dict[str, int]]:
    """Walk the sorted, booked entries once; sealed months' sums come first where books begin with them.

    Returns the facts and the closing balance of every account in fen.
    """
    state = begin_walk(chart, directives)
    if carried is not None:
        until = carried.until
        kept = [e for e in entries if type(e).__name__ == "Transaction" and e.date <= until]
        state.facts.begun = opening_balances(carried, kept)
        state.running.update(state.facts.begun)
    for entry in entries:
        match type(entry).__name__:
            case "Transaction":
                state.transaction(entry)
            case "Balance":
                state.balance(entry)
            case "Custom" if entry.type == "cleared":
                note_cleared(state, entry)
            case "Close":
                state.close(entry)
    settle_taken_back(state)
    return state.facts, dict(state.running)
