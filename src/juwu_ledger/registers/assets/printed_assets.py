"""The register of fixed assets on paper (固定资产登记簿): keeper, place, stocktake and disposal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.figures.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.registers.assets.asset_register import CARD, NO_CARD, asset_sheet
from juwu_ledger.registers.assets.thing_rows import Thing, changes_table, things_of
from juwu_ledger.registers.printed_register import (
    Cells,
    register_paper,
    row_of,
    sheet_ties,
    sum_row,
)
from juwu_ledger.statements.balance_sheet import asset_blocks
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, MONEY, Column, Report, Section, Table
from juwu_ledger.tables.ties import Tie
from juwu_ledger.workbook.register_ties import asset_sheet_ties
from juwu_ledger.workbook.trial_balance import trial_balance_sheet

TITLE, KEY = "固定资产登记簿", "assets"
SIGNATURES = ("资产保管人", "会计", "主任", "民主理财小组")
_COLUMNS = (
    Column("id", "资产编号", CODE, 12),
    Column("name", "名称", width=16),
    Column("category", "类别", width=10),
    Column("date", "取得日期", DATE, 11),
    Column("way", "增加方式", width=10),
    Column("amount", "原值", MONEY, 11),
    Column("in_use", "在册原值", MONEY, 11),
    Column("state", "使用状况", width=9),
    Column("location", "存放地点", width=10),
    Column("keeper", "保管人", width=8),
    Column("counted", "盘点日期", DATE, 11),
    Column("result", "盘点结果", width=9),
    Column("counted_by", "盘点人", width=8),
    Column("disposed", "处置日期", DATE, 11),
    Column("reason", "处置原因", width=13),
    Column("approval", "处置签批号", CODE, 13),
)
_SHORT = frozenset({"id", "name", "date", "in_use", "location", "keeper", "counted", "result"})


def asset_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the cards as they stand at the end of the period, then what changed within it."""
    ledger = open_ledger(books, period, as_of)
    return register_paper(
        ledger,
        "asset-register",
        TITLE,
        (
            Section("cards", "固定资产卡片", (_worth(ledger),), (_table(ledger, _COLUMNS),)),
            Section("changes", "本期变动", tables=(changes_table(ledger, CARD, NO_CARD),)),
        ),
        SIGNATURES,
        lambda printed: asset_ties(printed, ledger),
    )


def asset_table(ledger: PeriodLedger) -> Table:
    """Return the cards with fewer columns, for a report that stands upright."""
    return _table(ledger, tuple(column for column in _COLUMNS if column.key in _SHORT))


def _table(ledger: PeriodLedger, columns: tuple[Column, ...]) -> Table:
    things = [thing for thing in things_of(ledger) if thing.line in (CARD, NO_CARD)]
    origins = _origins(ledger)
    rows = [row_of(_cells(thing, origins), columns) for thing in things]
    if rows:
        rows.append(sum_row(rows, columns, "amount", "in_use"))
    return Table(
        key=KEY,
        title="固定资产",
        columns=columns,
        rows=tuple(rows),
        note="截至本期末。盘点是最近一次的结果；在册原值不含已经处置的。",
        empty="没有固定资产。",
    )


def _cells(thing: Thing, origins: Mapping[str, str]) -> Cells:
    """Return the cells of a card, or of a posting for which there is none."""
    if thing.line == NO_CARD:
        return {**thing.cells, "name": f"（{NO_CARD}）", "amount": thing.cells["booked"]}
    return {**thing.cells, "way": origins.get(thing.id, "以前登记")}


def _origins(ledger: PeriodLedger) -> dict[str, str]:
    """Return how each asset came to the committee, by its first posting."""
    found: dict[str, str] = {}
    for posting in ledger.books.facts.assets:
        if posting.fen > 0 and posting.voucher.date <= ledger.period.last:
            found.setdefault(posting.asset, _origin(ledger, posting))
    return found


def _origin(ledger: PeriodLedger, posting: AssetPosting) -> str:
    if posting.voucher.kind == "opening":
        return "年初结转"
    chart = ledger.books.chart
    accounts = (chart.get(p.account) for p in posting.voucher.txn.postings)
    given = any(account is not None and account.source == "donation" for account in accounts)
    return "捐赠" if given else "购置"


def _worth(ledger: PeriodLedger) -> str:
    """Say what the accounts hold: original value, wear, and what is left."""
    items = asset_blocks(ledger)[2].items
    value = sum(item.closing for item in items if item.closing > 0)
    wear = -sum(item.closing for item in items if item.closing < 0)
    net = to_yuan(value - wear)
    return (
        f"账面：固定资产原值 {to_yuan(value):,.2f} 元，累计折旧 {to_yuan(wear):,.2f} 元，"
        f"净值 {net:,.2f} 元。"
    )


def asset_ties(printed: Printed, ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield that the cards are those of the accounts; where they are not, AST002 says which."""
    span = ledger.books.span
    if span is None or ledger.period.last < span[0]:
        return  # Cards are older than the books, which cannot speak of them yet.
    yield from sheet_ties(asset_sheet_ties(), asset_sheet(ledger), trial_balance_sheet(ledger))
    booked = sum(
        ledger.closing(account.name) for account in ledger.books.chart.with_role("fixed-asset")
    )
    yield Tie("登记簿在册原值合计＝固定资产科目余额", printed.sum(KEY, "in_use"), to_yuan(booked))
