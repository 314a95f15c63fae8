"""勾稽核对 of the registers: receipts, sign-offs, funds, assets and findings against the books."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.papers.figures.period_ledger import OPENING, PeriodLedger
from juwu_ledger.registers.approvals.approval_register import approval_sheet_ties
from juwu_ledger.registers.assets.asset_register import asset_sheet_ties
from juwu_ledger.registers.findings.finding_list import EXPLAINED, FOUND, OPEN, RULE
from juwu_ledger.registers.funds.fund_register import fund_names
from juwu_ledger.registers.journals import account_ledgers as lines
from juwu_ledger.registers.receipts.receipt_register import receipt_sheet_ties, receipt_slip_ties
from juwu_ledger.tables.ties import (
    FILLED,
    LINES,
    SUBJECT,
    THINGS,
    Other,
    Tie,
    Wanted,
    count,
    grouped,
    total,
)

RECEIPTS, APPROVALS, FUNDS, ASSETS = "收据登记", "签批登记", "专项资金", "固定资产"


def register_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield every tie that a register is part of."""
    yield from grouped(RECEIPTS, (*receipt_sheet_ties(), *receipt_slip_ties(ledger)))
    yield from grouped(APPROVALS, approval_sheet_ties())
    yield from grouped(FUNDS, fund_sheet_ties(ledger))
    yield from grouped(ASSETS, asset_sheet_ties())


def fund_sheet_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield the ties of the earmarked funds."""
    for number, name in enumerate(fund_names(ledger), 1):
        opening, income, spending, closing = (
            total("funds", column, number=SUBJECT, line=line)
            for column, line in (
                ("balance", lines.OPENING),
                ("income", lines.ITEM),
                ("spending", lines.ITEM),
                ("balance", lines.CLOSING),
            )
        )
        said = f"{name}：期初＋收入－支出＝余额"
        yield Tie(said, opening + income - spending, closing, subject=number)
    for column, title in (("income", "收入"), ("spending", "支出")):
        items, sums = (total("funds", column, line=line) for line in (lines.ITEM, lines.CLOSING))
        yield Tie(f"{title}：各笔之和＝各项资金本期合计", items, sums)
    journal: dict[str, Wanted] = {"fund": FILLED, "flow": Other(OPENING)}
    earned: dict[str, Wanted] = {**journal, "class": "收入"}
    spent: dict[str, Wanted] = {**journal, "class": Other("收入")}
    yield Tie(
        "收入合计＝序时账记有专项资金的收入",
        total("funds", "income", line=lines.ITEM),
        total("journal", "credit", **earned) - total("journal", "debit", **earned),
    )
    yield Tie(
        "支出合计＝序时账记有专项资金的费用和购置",
        total("funds", "spending", line=lines.ITEM),
        total("journal", "debit", **spent) - total("journal", "credit", **spent),
    )


def finding_ties() -> Iterator[Tie]:
    """Yield the ties of the findings, which are those of the whole books."""
    for status, item in ((OPEN, "未说明的问题"), (EXPLAINED, "已说明的问题")):
        listed = count("findings", line=FOUND, status=status)
        told = total("cover", "number", item=item)
        yield Tie(f"{item}：规则检查的行数＝说明页的处数", listed, told, THINGS)
    found, listed = total("findings", "count", line=RULE), count("findings", line=FOUND)
    yield Tie("各规则发现处数之和＝逐处列出的行数", found, listed, LINES)
