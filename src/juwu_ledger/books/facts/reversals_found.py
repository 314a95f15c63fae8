"""Red letters and refunds: what takes back which voucher, and how much came back."""

from __future__ import annotations

from decimal import Decimal

from juwu_ledger.books.facts.facts import (
    Refund,
    Reversal,
    Voucher,
)
from juwu_ledger.books.facts.legs import (
    CHARGE,
    COST,
    HUNDRED,
    INCOME,
    INTEREST,
    PETTY,
    REVENUE,
    UNDEPOSITED,
    Legs,
    takes_back,
    takes_back_all,
)
from juwu_ledger.books.facts.walk_state import WalkState, place_of


def note_reversal(state: WalkState, voucher: Voucher, legs: Legs, original: Voucher | None) -> None:
    """Note red letters, and what they take back."""
    facts = state.facts
    target = voucher.text("reverses")
    red = next(
        (
            posting
            for what, fen, posting in legs.all
            if (fen < 0 and what.bit & COST) or (fen > 0 and what.bit & REVENUE)
        ),
        None,
    )
    place = voucher.place if red is None else place_of(red, voucher)
    facts.reversals.append(Reversal(voucher, place, target, original is not None))
    if original is not None and original.kind != "opening":
        came_back = _came_back(state, voucher, legs, original)
        if original.money * came_back < 0:
            facts.refunds.append(Refund(voucher, original, came_back))
    if voucher.mirrors is not None and takes_back_all(voucher.mirrors.txn, legs):
        facts.cancelled.setdefault(id(voucher.mirrors.txn), voucher)


def _came_back(state: WalkState, voucher: Voucher, legs: Legs, original: Voucher) -> int:
    """Return the money that came back of a spending, income of its own left out, fen.

    Negative where it goes out again. What was counted as spent counts as given back: charges
    that were handed over in cash, and in a red letter the income that stood beside the spending.
    Where no money moved nothing came back, whatever other accounts say.
    """
    if not voucher.money:
        return 0
    sums, spending = legs.sums, original
    if original.money > 0:
        spending = state.facts.by_id.get(original.text("reverses"), original)
    is_red = original.money < 0 and takes_back(original.txn, legs)
    income = max(0, sums[INTEREST]) if is_red else sums[INCOME] + sums[INTEREST]
    charge = sums[CHARGE]
    if _is_in_cash(state, spending):
        charge = max(0, charge) if voucher.money > 0 else min(0, charge)
    return voucher.money + income + charge


def _is_in_cash(state: WalkState, spending: Voucher) -> bool:
    """Tell whether cash was handed over, so that charges count as spent (see ``_spend``)."""
    cash = 1 << PETTY | 1 << UNDEPOSITED
    return (
        sum(
            int(posting.units.number * HUNDRED)
            for posting in spending.txn.postings
            if (what := state.known.get(posting.account)) is not None
            and what.bit & cash
            and type(posting.units.number) is Decimal
        )
        < 0
    )
