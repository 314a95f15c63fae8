"""The card of a fixed asset or registered good (固定资产卡片): what it is, where it came from, what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import AssetCard
from juwu_ledger.records.assets import Asset
from juwu_ledger.records.depreciation import Depreciation
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.registers.assets.asset_things import (
    Thing,
    invoice_numbers,
    supplier,
    things_of,
    voucher_of,
)
from juwu_ledger.tables.columns import row_of
from juwu_ledger.tables.form_words import form_report
from juwu_ledger.tables.report import CODE, DATE, MONEY, Box, Column, Field, Form, Report, Table
from juwu_ledger.tables.ties import Tie

TITLE, GOODS_TITLE = "固定资产卡片", "低值品卡片"
_STRAIGHT, _NONE = "年限平均法", "不提折旧"
_EVENTS = (
    Column("date", "日期", DATE, 11),
    Column("line", "变动", width=8),
    Column("amount", "入账金额", MONEY, 14),
    Column("state", "盘点结果", width=10),
    Column("keeper", "新保管人", width=10),
    Column("people", "监交、盘点人", width=12),
    Column("voucher", "凭证、签批号", CODE, 16),
    Column("note", "说明", width=30),
)


def asset_card(books: Books, asset: Asset, as_of: dt.date) -> Report:
    """Return the card of a thing as it stands on ``as_of``."""
    month = Period.month_of(as_of)
    ledger = open_ledger(books, month, as_of)
    now = asset.until(as_of)
    thing = next(one for one in things_of(ledger) if one.item is asset.card)
    form = Form(
        key="asset_card",
        title="",
        fields=tuple(_fields(books, now, thing, as_of)),
        tables=(_events_table(thing, as_of),),
        boxes=(
            Box("保管人", now.keeper),
            Box("会计", books.people.holder("accountant", as_of)),
            Box("主任", books.people.holder("director", as_of)),
        ),
    )
    title = TITLE if asset.is_fixed else GOODS_TITLE
    checks = tuple(_ties(now))
    return form_report(books, "asset-card", title, month, (form,), as_of, as_of, checks)


def _ties(asset: Asset) -> Iterator[Tie]:
    """Yield that the accounts hold what the card of a thing says that is there; AST002 looks at it too."""
    if asset.is_fixed and asset.disposal is None:
        cost, booked = to_yuan(asset.card.amount), to_yuan(asset.booked)
        yield Tie("卡片原值＝固定资产科目里记它的分录之和", cost, booked)


def _fields(books: Books, asset: Asset, thing: Thing, day: dt.date) -> Iterator[Field]:
    card = asset.card
    bought = voucher_of(asset)
    yield Field("id", "资产编号", asset.id)
    yield Field("name", "名称", asset.name)
    if isinstance(card, AssetCard):
        yield Field("category", "类别", card.category)
    yield Field("way", "增加方式", thing.way)
    yield Field("date", "取得日期", card.date)
    if isinstance(card, AssetCard):
        yield Field("in_use", "开始使用日期", card.in_use or card.date)
    yield Field("amount", "原值", to_yuan(card.amount))
    yield from _wear(books, asset, day)
    yield Field("state", "使用状况", thing.own.state)
    yield Field("location", "存放地点", asset.location)
    yield Field("keeper", "保管人", asset.keeper)
    yield Field("supplier", "供应商", supplier(books, bought) if bought else None)
    yield Field("invoice", "发票号", invoice_numbers(bought) if bought else None)
    yield Field("voucher", "入账凭证", bought.id if bought else None)


def _wear(books: Books, asset: Asset, day: dt.date) -> Iterator[Field]:
    """Yield how it is written off; of a lesser good nothing is, it was spent when it was bought."""
    if not asset.is_fixed:
        return
    record = books.record(Depreciation)
    schedule, taken = record.schedule(asset), record.taken(asset, day)
    yield Field("method", "折旧方法", _STRAIGHT if schedule else _NONE)
    if schedule is not None:
        rate = record.rate(asset)
        yield Field("life", "使用年限（月）", schedule.life)
        yield Field("rate", "净残值率（%）", f"{rate or 0:f}")
        yield Field("salvage", "预计净残值", to_yuan(schedule.salvage))
    yield Field("worn", "累计折旧", to_yuan(taken))
    yield Field("worth", "净值", to_yuan(asset.card.amount - taken))


def _events_table(thing: Thing, day: dt.date) -> Table:
    return Table(
        key="events",
        title="变动记录",
        columns=_EVENTS,
        rows=tuple(row_of(_EVENTS, event) for event in thing.events if event.date <= day),
        empty="没有变动。",
        adds_up=False,
    )
