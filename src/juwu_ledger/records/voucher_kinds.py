"""What a voucher did to the money, in a word (凭证类别): the same on every sheet, card and list."""

from __future__ import annotations

from juwu_ledger.records.flows import Flow

OPENING, INCOME, SPENDING, INFLOW, TRANSFER = "期初", "收入", "支出", "其他收款", "转账"
STRAY = "期初以外的期初"
"""An opening voucher that is not the one of the books: it moves its accounts on its own day."""
NO_MONEY = "不动钱"


def kind_of(flow: Flow) -> str:
    """Return the kind of a voucher; what takes back a spending is of the kind of a spending."""
    if flow.is_opening:
        return OPENING
    if flow.voucher.kind == "opening":
        return STRAY
    if flow.spending and abs(flow.spending) >= abs(flow.income):
        return SPENDING
    if flow.income:
        earns = any(leg.account.root == "Income" and leg.fen for leg in flow.legs)
        return INCOME if earns else INFLOW
    return TRANSFER if any(leg.account.is_money for leg in flow.legs) else NO_MONEY
