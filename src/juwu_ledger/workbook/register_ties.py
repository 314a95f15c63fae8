"""勾稽核对 of the registers: receipts, approvals, funds, assets and findings against the books."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.registers.approvals.approval_register import approval_sheet_ties
from juwu_ledger.registers.assets.asset_register import asset_sheet_ties
from juwu_ledger.registers.findings.finding_list import EXPLAINED, FOUND, OPEN, RULE
from juwu_ledger.registers.funds.fund_register import fund_sheet_ties
from juwu_ledger.registers.receipts.receipt_register import receipt_sheet_ties
from juwu_ledger.tables.ties import (
    LINES,
    THINGS,
    Tie,
    count,
    grouped,
    total,
)

RECEIPTS, APPROVALS, FUNDS, ASSETS = "收据登记", "签批登记", "专项资金", "固定资产"


def register_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield every tie that a register is part of."""
    yield from grouped(RECEIPTS, receipt_sheet_ties())
    yield from grouped(APPROVALS, approval_sheet_ties())
    yield from grouped(FUNDS, fund_sheet_ties(ledger))
    yield from grouped(ASSETS, asset_sheet_ties())


def finding_ties() -> Iterator[Tie]:
    """Yield the ties of the findings, which are those of the whole books."""
    for status, item in ((OPEN, "未说明的问题"), (EXPLAINED, "已说明的问题")):
        listed = count("findings", line=FOUND, status=status)
        told = total("cover", "number", item=item)
        yield Tie(f"{item}：规则检查的行数＝说明页的处数", listed, told, THINGS)
    found, listed = total("findings", "count", line=RULE), count("findings", line=FOUND)
    yield Tie("各规则发现处数之和＝逐处列出的行数", found, listed, LINES)
