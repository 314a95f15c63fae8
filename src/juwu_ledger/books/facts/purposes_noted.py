"""What postings are for: funds, budgets, assets, debts."""

from __future__ import annotations

from juwu_ledger.books.facts.facts import (
    AssetPosting,
    ExpensePosting,
    FundMove,
    Voucher,
)
from juwu_ledger.books.facts.legs import (
    BORROWING,
    FIXED,
    INCOME,
    OPENING,
    RECEIVABLE,
    Legs,
)
from juwu_ledger.books.facts.walk_state import WalkState, place_of
from juwu_ledger.books.model.metadata import text_of


def note_purposes(state: WalkState, voucher: Voucher, legs: Legs, carry: bool) -> None:
    """Note what each posting is for; ``carry``: the voucher only carries forward to the net assets."""
    facts, meta = state.facts, voucher.txn.meta
    for what, fen, posting in legs.all:
        slot, own = what.slot, posting.meta or {}
        if INCOME <= slot <= FIXED:
            if carry:
                continue
            fund = own.get("fund") or meta.get("fund") or what.account.fund
            if fund:
                facts.fund_moves.append(
                    FundMove(
                        text_of(fund), -fen, posting.account, voucher, place_of(posting, voucher)
                    )
                )
            if what.budgeted:
                facts.budgeted.append(
                    ExpensePosting(posting.account, fen, voucher, place_of(posting, voucher))
                )
            if slot == FIXED or what.low_value or "asset" in own:
                asset = text_of(own.get("asset") or meta.get("asset"))
                facts.assets.append(
                    AssetPosting(asset, posting.account, fen, voucher, place_of(posting, voucher))
                )
        elif slot == OPENING and "fund" in own:
            # What is left of a fund when these books begin.
            facts.fund_moves.append(
                FundMove(
                    text_of(own["fund"]), -fen, posting.account, voucher, place_of(posting, voucher)
                )
            )
        elif slot == RECEIVABLE:
            if fen > 0 and voucher.money < 0 and voucher.mirrors is None:
                facts.advances.append((voucher, place_of(posting, voucher), what.account, fen))
        elif slot == BORROWING and voucher.mirrors is None:
            facts.borrowings.append((voucher, place_of(posting, voucher), posting.account, fen))
