"""What a voucher did to the money, in a word (凭证类别)."""

from __future__ import annotations

from juwu_ledger.records.flows import Flow

INCOME, SPENDING, OPENING, INFLOW, TRANSFER, NO_MONEY = (
    "收入",
    "支出",
    "期初",
    "其他收款",
    "转账",
    "不动钱",
)


def kind_of(flow: Flow) -> str:
    """Return what a voucher did to the money, in a word."""
    if flow.is_opening:
        return OPENING
    if flow.spending and abs(flow.spending) >= abs(flow.income):
        return SPENDING
    if flow.income:
        earns = any(leg.account.root == "Income" and leg.fen for leg in flow.legs)
        return INCOME if earns else INFLOW
    return TRANSFER if any(leg.account.is_money for leg in flow.legs) else NO_MONEY
