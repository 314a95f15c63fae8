"""固定资产: the audit sheet of assets and lesser goods, and their printed registers.

固定资产登记簿 and 低值品登记簿 tell of each thing as it stands at the end of the period, with keeper, place,
stocktake and disposal, and of what changed within it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.account_words import FIXED_ASSET
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import LowValueItem
from juwu_ledger.papers.sections.details import joined
from juwu_ledger.records.flows import flows_in
from juwu_ledger.records.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.registers.assets.asset_things import (
    CARD,
    LOW_VALUE,
    NO_CARD,
    AssetLine,
    Thing,
    asset_lines,
    things_of,
)
from juwu_ledger.registers.printed_register import register_paper, sheet_ties
from juwu_ledger.statements.balance_sheet import asset_blocks
from juwu_ledger.tables.columns import columns_of, row_of, rows_of, with_sum
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, MONEY, TEXT, Column, Report, Section, Table
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import Tie, total
from juwu_ledger.workbook.trial_balance import net, trial_balance_sheet

TITLE, KEY, GOODS_TITLE, GOODS_KEY = "固定资产登记簿", "assets", "低值品登记簿", "low_value"
SIGNATURES = ("资产保管人", "会计", "主任", "民主理财小组")
UNREGISTERED = "（没有登记）"
COLUMNS = columns_of(AssetLine)


def asset_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet, with everything that happened to each thing by the end of the period."""
    return Sheet(
        "assets",
        "固定资产",
        "固定资产卡片和低值品登记：取得、入账、移交、盘点、处置的全部经过。"
        "“在册原值”是期末还没有处置的卡片原值。",
        COLUMNS,
        lambda: rows_of(COLUMNS, asset_lines(ledger)),
        frozen=3,
        empty="没有固定资产，也没有登记低值品。",
    )


def asset_sheet_ties() -> Iterator[Tie]:
    """Yield what ties the sheet with the trial balance."""
    held, hint = net("closing", use=FIXED_ASSET), "规则检查 AST002"
    in_use = total("assets", "in_use", line=CARD)
    yield Tie("在册卡片原值合计＝科目余额表固定资产期末余额", in_use, held, hint=hint)
    card, low, rest = (total("assets", "booked", line=line) for line in (CARD, LOW_VALUE, NO_CARD))
    yield Tie(
        "卡片账面金额＋没有卡片的＝科目余额表固定资产期末余额", card + low + rest, held, hint=hint
    )


# --- the printed registers -----------------------------------------------------------------------

_CARDS = (
    Column("id", "资产编号", CODE, 12, lambda t: t.own.id),
    Column("name", "名称", TEXT, 16, lambda t: t.own.name if t.item else f"（{NO_CARD}）"),
    Column("category", "类别", TEXT, 10, lambda t: t.own.category),
    Column("date", "取得日期", DATE, 11, lambda t: t.own.date),
    Column("way", "增加方式", TEXT, 10),
    Column("amount", "原值", MONEY, 11, lambda t: t.own.amount if t.item else t.own.booked),
    Column("in_use", "在册原值", MONEY, 11, lambda t: t.own.in_use),
    Column("worn", "累计折旧", MONEY, 11, lambda t: t.own.worn),
    Column("state", "使用状况", TEXT, 9, lambda t: t.own.state),
    Column("location", "存放地点", TEXT, 10, lambda t: t.own.location),
    Column("keeper", "保管人", TEXT, 8, lambda t: t.own.keeper),
    Column("counted", "盘点日期", DATE, 11, lambda t: t.stocktake and t.stocktake.date),
    Column("result", "盘点结果", TEXT, 9),
    Column("counted_by", "盘点人", TEXT, 8, lambda t: t.stocktake and t.stocktake.counted_by),
    Column("disposed", "处置日期", DATE, 11, lambda t: t.disposal and t.disposal.date),
    Column("reason", "处置原因", TEXT, 13, lambda t: t.disposal and t.disposal.reason),
    Column("approval", "处置签批号", CODE, 13, lambda t: t.disposal and t.disposal.approval),
)
_SHORT = frozenset({"id", "name", "date", "in_use", "location", "keeper", "counted", "result"})
_GOODS = (
    Column("id", "编号", CODE, 12, lambda t: t.own.id or None),
    Column("name", "名称", TEXT, 20, lambda t: t.own.name),
    Column("date", "登记日期", DATE, 11, lambda t: t.own.date),
    Column("amount", "登记金额", MONEY, 12, lambda t: t.own.amount),
    Column("booked", "本期列支", MONEY, 12, lambda t: t.own.booked),
    Column("vouchers", "列支凭证", TEXT, 13, lambda t: t.own.voucher),
    Column("state", "使用状况", TEXT, 8, lambda t: t.own.state),
    Column("keeper", "保管人", TEXT, 8, lambda t: t.own.keeper),
    Column("counted", "盘点日期", DATE, 11, lambda t: t.stocktake and t.stocktake.date),
    Column("result", "盘点结果", TEXT, 8),
    Column("counted_by", "盘点人", TEXT, 8, lambda t: t.stocktake and t.stocktake.counted_by),
    Column("disposed", "处置日期", DATE, 11, lambda t: t.disposal and t.disposal.date),
    Column("reason", "处置原因", TEXT, 18, lambda t: t.disposal and t.disposal.reason),
)
_CHANGES = (
    Column("date", "日期", DATE, 11),
    Column("line", "变动", CODE, 8),
    Column("id", "编号", CODE, 13),
    Column("name", "名称", TEXT, 18),
    Column("amount", "入账金额", MONEY, 13, lambda e: e.amount or e.booked),
    Column("state", "盘点结果", TEXT, 8),
    Column("keeper", "新保管人", TEXT, 8),
    Column("people", "监交、盘点人", TEXT, 10),
    Column("voucher", "凭证、签批号", CODE, 14),
    Column("note", "说明", TEXT, 34),
)


def asset_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the cards as they stand at the end of the period, then what changed within it."""
    ledger = open_ledger(books, period, as_of)
    changes = changes_table(period, _cards(ledger))
    return register_paper(
        ledger,
        "asset-register",
        TITLE,
        (
            Section("cards", "固定资产卡片", (_worth(ledger),), (_card_table(ledger, _CARDS),)),
            Section("changes", "本期变动", tables=(changes,)),
        ),
        SIGNATURES,
        lambda printed: asset_ties(printed, ledger),
    )


def low_value_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the goods as they stand at the end of the period, then what changed within it."""
    ledger = open_ledger(books, period, as_of)
    goods = [t for t in things_of(ledger) if isinstance(t.item, LowValueItem)]
    return register_paper(
        ledger,
        "low-value-register",
        GOODS_TITLE,
        (
            Section("goods", "低值品", tables=(_goods_table(ledger, goods),)),
            Section("changes", "本期变动", tables=(changes_table(period, goods),)),
        ),
        SIGNATURES[:3],
        lambda printed: _goods_ties(printed, ledger),
    )


def asset_table(ledger: PeriodLedger) -> Table:
    """Return the cards with fewer columns, for a report that stands upright."""
    return _card_table(ledger, tuple(column for column in _CARDS if column.key in _SHORT))


def _cards(ledger: PeriodLedger) -> list[Thing]:
    """Return the fixed assets: those with a card, and postings that have none."""
    return [t for t in things_of(ledger) if not isinstance(t.item, LowValueItem)]


def _card_table(ledger: PeriodLedger, columns: tuple[Column, ...]) -> Table:
    return Table(
        key=KEY,
        title="固定资产",
        columns=columns,
        rows=with_sum(columns, _cards(ledger), "amount", "in_use"),
        note="截至本期末。盘点是最近一次的结果；在册原值不含已经处置的。",
        empty="没有固定资产。",
    )


def changes_table(period: Period, things: Iterable[Thing]) -> Table:
    """Return what happened within the period to these things, in order of day."""
    events = [
        event
        for thing in things
        for event in (thing.events if thing.item else (thing.own,))
        if event.date in period
    ]
    events.sort(key=lambda event: (event.date, event.id))
    return Table(
        key="changes",
        title="入账、移交、盘点、处置",
        columns=_CHANGES,
        rows=tuple(row_of(_CHANGES, event) for event in events),
        empty="本期没有变动。",
    )


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


def _goods_table(ledger: PeriodLedger, goods: Iterable[Thing]) -> Table:
    bought: dict[str, list[AssetPosting]] = defaultdict(list)
    for posting in _bought(ledger):
        bought[posting.asset].append(posting)
    things = [_spent(thing, bought.pop(thing.own.id, ())) for thing in goods]
    for identity, postings in sorted(bought.items()):
        own = AssetLine(line=LOW_VALUE, id=identity, name=UNREGISTERED)
        things.append(_spent(Thing(None, own), postings))
    return Table(
        key=GOODS_KEY,
        title="低值易耗品和耐用小件",
        columns=_GOODS,
        rows=with_sum(_GOODS, things, "amount", "booked"),
        note="截至本期末。买来当年列支，账上没有余额，实物照样管到处置；盘点是最近一次的结果。",
        empty="没有登记低值品。",
    )


def _bought(ledger: PeriodLedger) -> Iterator[AssetPosting]:
    """Yield the postings of the period to accounts of low-value goods."""
    for posting in ledger.books.facts.assets:
        account = ledger.books.chart.get(posting.account)
        if account and account.nature == "low-value" and posting.voucher.date in ledger.period:
            yield posting


def _spent(thing: Thing, postings: Sequence[AssetPosting]) -> Thing:
    """Return a thing with what was paid for it within the period, and by which vouchers."""
    if not postings:
        return thing
    fen = sum(posting.fen for posting in postings)
    vouchers = joined(posting.voucher.id for posting in postings)
    return thing._replace(own=replace(thing.own, booked=fen, voucher=vouchers))


def _goods_ties(printed: Printed, ledger: PeriodLedger) -> Iterator[Tie]:
    spent = sum(
        leg.fen
        for flow in flows_in(ledger.books, ledger.period)
        for leg in flow.accrued
        if leg.account.nature == "low-value"
    )
    listed = printed.sum(GOODS_KEY, "booked")
    yield Tie("本期列支合计＝低值易耗品科目的本期发生额", listed, to_yuan(spent))
