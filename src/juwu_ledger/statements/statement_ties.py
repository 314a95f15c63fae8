"""What the statements must say alike: balance sheet, income statement, net assets, cash flow."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.sections.period_ties import booked, period_ties, posted_until
from juwu_ledger.records.figures import Figures
from juwu_ledger.statements import balance_sheet as sheet
from juwu_ledger.statements import income_statement as income
from juwu_ledger.statements import net_assets as net
from juwu_ledger.statements.balance_sheet import balance_sheet_ties, block_sum
from juwu_ledger.statements.cash_flow import cash_flow_ties
from juwu_ledger.statements.income_statement import income_statement_ties
from juwu_ledger.statements.money_bridge import KEY as BRIDGE
from juwu_ledger.statements.net_assets import net_assets_ties
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import ITEM, SUBTOTAL, TOTAL
from juwu_ledger.tables.ties import ZERO, Tie


def statement_ties(printed: Printed, figures: Figures) -> Iterator[Tie]:
    """Yield every check of a paper that holds the statements."""
    yield from period_ties(printed, figures)
    yield from balance_sheet_ties(printed)
    yield from income_statement_ties(printed, figures.period)
    yield from net_assets_ties(printed)
    yield from _money(printed, figures)
    yield from _income(printed, figures)
    yield from _net_assets(printed, figures)


def _money(printed: Printed, figures: Figures) -> Iterator[Tie]:
    yield Tie(
        "资产负债表货币资金期末＝表头期末资金",
        block_sum(printed, sheet.MONEY_SUM, "closing"),
        printed.totals.closing,
    )
    ledger = figures.year_ledger
    brought = sum(ledger.opening.get(account.name, 0) for account in figures.money_accounts)
    yield from cash_flow_ties(printed, brought)
    yield Tie(
        "资产负债表货币资金年初＝上年末资金（含本年期初余额凭证）",
        block_sum(printed, sheet.MONEY_SUM, "opening"),
        to_yuan(brought),
    )


def _income(printed: Printed, figures: Figures) -> Iterator[Tie]:
    """Yield that the income statement is that of the postings, the net assets and the bridge."""
    sums = printed.lines(income.KEY, SUBTOTAL)
    whole = printed.lines(net.KEY, TOTAL)[0]
    starts = printed.lines(BRIDGE, SUBTOTAL)
    roots = (("Income", "income", "收入"), ("Expenses", "spending", "支出"))
    for line, start, (root, key, word) in zip(sums, starts, roots, strict=True):
        amount = line["amount"]
        yield Tie(f"收支表{word}合计＝全部分录之和", amount, to_yuan(booked(figures, root)))
        yield Tie(f"收支表{word}合计＝净资产变动的本期{word}", amount, whole[key]).minor
        yield Tie(f"收支表{word}合计＝核对表按科目的{word}", amount, start["amount"]).minor
        if figures.period.kind != "year":
            year = to_yuan(booked(figures, root, 1))
            yield Tie(f"收支表本年累计{word}＝全部分录之和", line["year_amount"], year).minor


def _net_assets(printed: Printed, figures: Figures) -> Iterator[Tie]:
    """Yield that funds and free part are the net assets, on both sides of the balance sheet."""
    whole = printed.lines(net.KEY, TOTAL)[0]
    funds = printed.lines(net.KEY, SUBTOTAL)[0]
    free = printed.lines(net.KEY, ITEM)[-1]
    for when, word in (("opening", "年初"), ("closing", "期末")):
        others = (
            block_sum(printed, sheet.CLAIMS_SUM, when)
            + block_sum(printed, sheet.FIXED_SUM, when)
            - block_sum(printed, sheet.DEBTS_SUM, when)
        )
        money = block_sum(printed, sheet.MONEY_SUM, when)
        left = block_sum(printed, sheet.NET_SUM, when)
        if when == "closing":
            left = funds["closing"] + free["closing"]
        yield Tie(f"{word}：专项资金＋日常经费＝货币资金＋其他净资产", left, money + others)
    yield Tie(
        "净资产变动期末合计＝资产负债表净资产",
        whole["closing"],
        block_sum(printed, sheet.NET_SUM, "closing"),
    )
    lines = {line.text("claim"): line["claim_closing"] for line in printed.lines(sheet.KEY)}
    for label, line in ((net.RESTRICTED, funds), (net.FREE, free)):
        figure = lines.get(label, ZERO)
        yield Tie(f"资产负债表{label}＝净资产变动期末", figure, line["closing"]).minor
    opening = to_yuan(posted_until(figures, figures.period.first.month, _is_net_worth))
    yield Tie("净资产变动期初合计＝上期期末资产－负债", whole["opening"], opening)


def _is_net_worth(name: str) -> bool:
    return name.startswith(("Assets:", "Liabilities:"))
