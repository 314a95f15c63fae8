"""Vouchers of another program: what they say, under numbers of ours."""

from __future__ import annotations

from collections.abc import Sequence

from juwu_ledger.intake.batches.kinds.vouchers import Foreign
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Leg
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.journal.orders.batches.voucher_run import voucher_run
from juwu_ledger.journal.orders.vouchers import VoucherOrder
from juwu_ledger.records.batch_rows import MARK


def write_foreign(locked: LockedBooks, vouchers: Sequence[Foreign], kept: str) -> Change:
    """Return the change that books vouchers of one month, whose list is kept as the document ``kept``.

    A line that came later refuses its voucher.
    """
    for voucher in vouchers:
        if sum(entry.fen for entry in voucher.entries):
            raise Refusal(
                f"凭证 {voucher.number} 有几行已经记过，后来又添了行；没有写入。"
                "请把添的行写成一张新的凭证。"
            )
    return voucher_run(locked, [_order(voucher, kept) for voucher in vouchers])


def _order(voucher: Foreign, kept: str) -> VoucherOrder:
    return VoucherOrder(
        date=voucher.date,
        payee=voucher.payee,
        narration=voucher.narration,
        meta={
            **voucher.papers,
            "attachments": voucher.attachments,
            MARK: " ".join(voucher.keys),
        },
        legs=[Leg(entry.account, entry.fen) for entry in voucher.entries],
        originals=(kept,),
    )
