"""What households paid: a voucher a receipt, or a voucher a day whose lines carry the receipts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from juwu_ledger.intake.batches.kinds.levy import Household, Levies
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Leg
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.orders.batches.voucher_run import voucher_run
from juwu_ledger.journal.orders.vouchers import VoucherOrder
from juwu_ledger.records.batch_rows import MARK


def write_levies(locked: LockedBooks, levies: Levies, kept: str, *, by_day: bool) -> Change:
    """Return the change that books the receipts of a batch; the list is kept as the document ``kept``."""
    if not by_day:
        return voucher_run(locked, [_of_receipt(levies, one, kept) for one in levies.households])
    placed = sorted(levies.households, key=lambda one: one.date)
    days = groupby(placed, key=lambda one: one.date)
    return voucher_run(locked, [_of_day(levies, list(paid), kept) for _, paid in days])


def _of_receipt(levies: Levies, one: Household, kept: str) -> VoucherOrder:
    return VoucherOrder(
        date=one.date,
        payee=one.payer,
        narration=levies.purpose,
        meta={"receipt": one.receipt, "fund": levies.fund, "attachments": 1, MARK: one.key},
        legs=[Leg(levies.into, one.fen), Leg(levies.account, -one.fen)],
        originals=(kept,),
    )


def _of_day(levies: Levies, paid: Sequence[Household], kept: str) -> VoucherOrder:
    first, last = paid[0], paid[-1]
    lines = [
        Leg(
            levies.account,
            -one.fen,
            {"receipt": one.receipt, "payer": one.payer, MARK: one.key},
        )
        for one in paid
    ]
    return VoucherOrder(
        date=first.date,
        payee=first.payer if len(paid) == 1 else f"居民 {len(paid)} 户",
        narration=f"{levies.purpose}，收据 {first.receipt} 到 {last.receipt}，{len(paid)} 张",
        meta={"fund": levies.fund, "attachments": len(paid)},
        legs=[Leg(levies.into, sum(one.fen for one in paid)), *lines],
        originals=(kept,),
    )
