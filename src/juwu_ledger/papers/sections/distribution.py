"""The year-end distribution plan for the review group (收益分配方案, DR-4).

The books say what could be distributed: the money that is nobody else's and tied to nothing. It is
reckoned twice, from the money and from the net assets, and both must be equal. What is proposed,
thought of it and decided is written in by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.model.chart import SOURCES
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.registers.funds.fund_balances import fund_of
from juwu_ledger.statements.balance_sheet import LESS, asset_blocks
from juwu_ledger.statements.net_assets import KEY as NET
from juwu_ledger.statements.net_assets import NetAssets
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import (
    HEAD,
    ITEM,
    MONEY,
    SUBTOTAL,
    TOTAL,
    Column,
    Row,
    Section,
    Table,
)
from juwu_ledger.tables.ties import ZERO, Tie

KEY, SOURCES_KEY = "distributable", "free_income"
SIGNATURES = ("主任", "会计", "民主理财小组组长", "民主理财小组成员", "会议主持人")
OPINIONS = ("民主理财小组审查意见", "居民（代表）会议决定（到会　　人，同意　　人）")
_HELD = ("deposit-held", "agency")
_PURPOSES = (
    "留作下年办公和日常经费",
    "公益事业和公共设施",
    "居民福利和困难帮扶",
    "其他（写明）",
    "其他（写明）",
)
_FREE = "日常经费（非限定）"


def distribution_section(figures: Figures, net: NetAssets) -> Section:
    """Return the page: what the books show, then the plan to be filled in."""
    return Section(
        "distribution",
        f"{figures.period.title}收益分配方案",
        paragraphs=(
            f"供民主理财小组审查和居民（代表）会议决定。账面数截至 {figures.period.last}；"
            "方案、意见和签章由经办人和审查人手写。",
        ),
        tables=(
            _distributable(figures, net),
            _free_income(figures),
            _proposal(),
        ),
        opinions=OPINIONS,
        signatures=SIGNATURES,
        is_appendix=True,
    )


def _distributable(figures: Figures, net: NetAssets) -> Table:
    """Reckon what can be distributed from the money, and from the net assets."""
    ledger = figures.year_ledger
    money, claims, fixed = (block.sum.closing for block in asset_blocks(ledger))
    funds, free = net.restricted.closing, net.free.closing
    held, owed = _debts(ledger)
    left = money - funds - held - owed
    again = free - fixed - claims
    lines = (
        ("一、从资金看", None, HEAD),
        ("年末货币资金", money, ITEM),
        ("减：专项资金结余（专款专用，不能分配）", funds, ITEM),
        ("减：押金和代管款（别人的钱）", held, ITEM),
        ("减：应付款和其他负债", owed, ITEM),
        ("账面可供分配", left, SUBTOTAL),
        ("二、从净资产看", None, HEAD),
        (f"年末净资产中的{_FREE}", free, ITEM),
        ("减：固定资产净值（已经变成东西）", fixed, ITEM),
        ("减：应收款和其他资产（还没有收到钱）", claims, ITEM),
        ("账面可供分配", again, SUBTOTAL),
    )
    return Table(
        key=KEY,
        title="账面可供分配的数",
        columns=(Column("item", "项目", width=40), Column("amount", "金额", MONEY, 16)),
        rows=tuple(
            Row((item, None if fen is None else to_yuan(fen)), role) for item, fen, role in lines
        ),
        note="两种算法应当相等。" + "负数：账面没有可供分配的收益。" * (left < 0),
        adds_up=False,
    )


def _debts(ledger: PeriodLedger) -> tuple[int, int]:
    """Return what is held for others and what is owed, fen."""
    held = owed = 0
    for name in ledger.accounts:
        account = ledger.books.chart.get(name)
        if account is not None and account.root == "Liabilities":
            fen = -ledger.closing(name)
            if account.role in _HELD:
                held += fen
            else:
                owed += fen
    return held, owed


def _free_income(figures: Figures) -> Table:
    """Return by source what came in free of any purpose: an appropriation is not earned."""
    sums: dict[str, int] = defaultdict(int)
    for flow in figures.flows:
        for leg in flow.accrued:
            if leg.account.root == "Income" and not fund_of(flow.voucher, leg):
                sums[leg.account.source or "other"] -= leg.fen
    rows = [
        Row((title, to_yuan(sums[source]))) for source, title in SOURCES.items() if sums[source]
    ]
    if rows:
        rows.append(Row(("合计", to_yuan(sum(sums.values()))), TOTAL))
    return Table(
        key=SOURCES_KEY,
        title="本年日常经费的来源",
        columns=(Column("source", "来源", width=22), Column("amount", "金额", MONEY, 16)),
        rows=tuple(rows),
        note="财政拨付的办公经费只能用于办公，结余留作下年办公，不作收益分配。",
        empty="本年没有日常经费收入。",
    )


def _proposal() -> Table:
    """Return the plan, to be filled in by hand."""
    rows = [Row((purpose, None, None)) for purpose in _PURPOSES]
    rows.append(Row(("分配合计", None, None), SUBTOTAL))
    rows.append(Row(("未分配，结转下年", None, None), TOTAL))
    return Table(
        key="proposal",
        title="分配方案",
        columns=(
            Column("purpose", "项目", width=26),
            Column("amount", "方案金额", MONEY, 16),
            Column("use", "用途和依据", width=40),
        ),
        rows=tuple(rows),
    )


def distribution_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that both ways lead to the same, and that the free income is that of the statements."""
    sums, so_far = [], ZERO
    for line in printed.lines(KEY, ITEM, SUBTOTAL):
        if line.role == ITEM:
            so_far += -line["amount"] if line.text("item").startswith(LESS) else line["amount"]
            continue
        sums.append(line["amount"])
        yield Tie(f"可供分配（{len(sums)}）：各行相加减＝账面可供分配", so_far, sums[-1]).minor
        so_far = ZERO
    yield Tie("可供分配：从资金看＝从净资产看", sums[0], sums[1])
    free, earned = printed.lines(NET)[-1], printed.sum(SOURCES_KEY, "amount")
    yield Tie("本年日常经费的来源＝净资产变动的日常经费收入", earned, free["income"])
