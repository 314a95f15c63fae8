"""Balances of the money accounts by day, items of the bank, undeposited cash."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from juwu_ledger.books.facts.facts import (
    BankItem,
    CashFlow,
    TillMove,
    Voucher,
)
from juwu_ledger.books.facts.legs import (
    BANK,
    MONEY,
    PETTY,
    UNDEPOSITED,
    Legs,
)
from juwu_ledger.books.facts.walk_state import WalkState


def note_moves(state: WalkState, voucher: Voucher, legs: Legs, credit: bool) -> None:
    """Note how a voucher moves the money accounts; ``credit``: it credits an Income account."""
    facts, date, sums = state.facts, voucher.date, legs.sums
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
        facts.moves[name].append((fen, voucher))
        if what.slot == UNDEPOSITED:
            facts.till_moves.append(TillMove(name, fen, voucher))
        elif what.slot >= BANK:
            meta = posting.meta
            cleared = meta.get("cleared") if meta else None
            if not isinstance(cleared, dt.date):
                cleared = None
            facts.bank_items.append(BankItem(name, date, fen, cleared, voucher, posting))
