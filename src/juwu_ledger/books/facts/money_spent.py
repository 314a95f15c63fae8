"""Money that left the committee: spendings, and red letters by which money really went out again."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from juwu_ledger.books.facts.facts import (
    Spending,
    Voucher,
)
from juwu_ledger.books.facts.legs import (
    BANK,
    BOUGHT,
    CHARGE,
    INCOME,
    INTEREST,
    MONEY,
    PAID_WITH,
    PETTY,
    UNDEPOSITED,
    Legs,
)
from juwu_ledger.books.facts.papers_named import purchase_of
from juwu_ledger.books.facts.spent_under import parts_of
from juwu_ledger.books.facts.walk_state import WalkState

T = TypeVar("T")


def note_spending(state: WalkState, voucher: Voucher, legs: Legs, papers: bool) -> None:
    """Note what left the committee, and what was bought; ``papers``: an invoice is due anew."""
    facts, sums = state.facts, legs.sums
    if voucher.money < 0:
        cash = max(0, -(sums[PETTY] + sums[UNDEPOSITED]))
        # Charges are excused where the bank itself takes them, not where cash is handed over.
        amount = -voucher.money - (0 if cash else sums[CHARGE]) - min(0, sums[INTEREST])
        if amount > 0:
            spending = Spending(voucher, amount, parts_of(voucher, legs, amount, cash), cash)
            if voucher.mirrors is None:
                facts.spendings.append(spending)
            elif sums[INCOME] or not sums[INTEREST]:
                # Interest is taken back by the bank's own advice, as it was given.
                state.taken_back.append(spending)
    if voucher.mirrors is None and papers and legs.raised & BOUGHT and legs.lowered & PAID_WITH:
        facts.purchases.append(purchase_of(voucher, legs.all))


def settle_taken_back(state: WalkState) -> None:
    """Tell corrections from money that really goes out again, which is a spending.

    A red letter on money received is a mere correction when the same money is booked anew that
    day, or when it never came: the original is in no cash till and no statement shows it.
    """
    facts = state.facts
    days = {spending.voucher.date for spending in state.taken_back}
    wrong = {
        id(spending.voucher.mirrors.txn)
        for spending in state.taken_back
        if spending.voucher.mirrors
    }
    anew = {
        day: sum(
            v.money
            for v in facts.vouchers[span_of_day(day, facts.vouchers)]
            if v.money > 0 and v.mirrors is None and v.kind != "opening" and id(v.txn) not in wrong
        )
        for day in days
    }
    for spending in state.taken_back:
        voucher = spending.voucher
        if voucher.mirrors is None or not _came_in(state, voucher.mirrors, voucher):
            continue
        if anew[voucher.date] >= spending.amount:
            anew[voucher.date] -= spending.amount
        else:
            insort(facts.spendings, spending, key=lambda item: item.voucher.date)


def span_of_day(
    day: dt.date, items: Sequence[T], date_of: Callable[[T], dt.date] = attrgetter("date")
) -> slice:
    """Return where those of a day stand among vouchers, or other ``items``, in order of date."""
    first = bisect_left(items, day, key=date_of)
    return slice(first, bisect_right(items, day, first, key=date_of))


def _came_in(state: WalkState, original: Voucher, red: Voucher) -> bool:
    """Tell whether the money of a voucher is known to have come: as cash, or at the bank.

    What a late clearing puts on the statement on the same day as its red letter never moved:
    the two wipe each other out.
    """
    wiped = {p.account: (p.meta or {}).get("cleared") for p in red.txn.postings}
    for posting in original.txn.postings:
        account = posting.account
        what = state.known.get(account)
        if what is not None and what.bit & MONEY:
            at_bank = what.slot >= BANK
            if not at_bank or "cleared" in (posting.meta or {}):
                return True
            late = state.facts.cleared_late.get((original.id, account), set())
            if late - {wiped.get(account)} - state.facts.cleared_late.get((red.id, account), set()):
                return True
    return False


def note_cleared(state: WalkState, entry: Any) -> None:
    """Take in one ``custom "cleared"``: the bank shows a voucher on its day."""
    named = tuple(item.value for item in entry.values or ())
    if len(named) == 2:
        state.facts.cleared_late[named].add(entry.date)
