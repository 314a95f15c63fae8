"""What papers call the state of a receipt, and what they say of money that has none."""

from __future__ import annotations

from typing import NamedTuple

from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.records.period_receipts import ReceiptEntry
from juwu_ledger.records.receipts import State

BOOK, RECEIPT, NO_RECEIPT = "领用本", "收据", "无收据"
STATES = {
    State.BLANK: "结存",
    State.USED: "已用",
    State.REVERSED: "已用（凭证已冲销）",
    State.VOID: "作废",
    State.RETURNED: "缴回",
    State.VOID_USED: "作废后又使用",
    State.USED_VOID: "使用后又作废",
    State.REUSED: "重复使用",
    State.NOT_DRAWN: "不在领用本内",
}
TAKEN_BACK, GIVEN_BACK = "红字冲销", "退回"
MISSING, NOT_NEEDED = "没有开收据", "不是收入"
HERE, IN_KIND = "是", "实物"
"""Whether an amount is part of the period's money (本期)."""


def state_word(line: ReceiptEntry) -> str:
    """Return what a line of a register calls the state of its receipt."""
    return TAKEN_BACK if line.red else STATES[line.state]


def spelling(line: ReceiptEntry) -> str:
    """Return the number as the voucher writes it; of what is voided, as printed."""
    return line.use.text if line.use else str(line.number)


class Said(NamedTuple):
    """What stands behind a receipt: voucher, other side, and what it was for, or why it is void."""

    voucher: str | None = None
    payee: str | None = None
    summary: str | None = None


def said_of(line: ReceiptEntry) -> Said:
    """Return what is told of a receipt."""
    if line.void:
        return Said(summary=line.void.reason)
    voucher = line.voucher
    if voucher is None:
        return Said()
    payer = text_of(line.use.named.meta.get("payer")) if line.use else ""
    return Said(voucher.id, payer or voucher.payee, voucher.narration)
