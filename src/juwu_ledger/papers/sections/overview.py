"""The first lines of a paper: what there was, what came in, what went out, what is left."""

from __future__ import annotations

from juwu_ledger.records.figures import Figures


def overview(figures: Figures) -> tuple[str, ...]:
    """Return the totals as plain sentences."""
    totals = figures.totals
    said = [
        f"期初有 {totals.opening:,.2f} 元，收进 {totals.income:,.2f} 元，"
        f"付出 {totals.spending:,.2f} 元，期末有 {totals.closing:,.2f} 元。"
        "（现金、银行存款和在途收款合计，账户之间互转不算收支。）"
    ]
    if not figures.flows:
        said.append("账本里没有这一期的凭证。")
    elif any(flow.is_opening for flow in figures.flows):
        said.append("期初数含本期登记的期初余额凭证。")
    return tuple(said)
