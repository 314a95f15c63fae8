"""Every fixed asset and registered lesser good with its whole history, as of the end of a period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import (
    STOCKTAKE_RESULTS,
    AssetCard,
    AssetDisposal,
    AssetHandover,
    LowValueItem,
    Stocktake,
)
from juwu_ledger.records.assets import Asset
from juwu_ledger.records.depreciation import Depreciation
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.tables.columns import Record, column
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, SUBTOTAL

CARD, LOW_VALUE, NO_CARD = "卡片", "低值品", "没有卡片"
BOOKED, HANDED, COUNTED, DISPOSED = "入账", "移交", "盘点", "处置"
Happened = AssetPosting | AssetHandover | Stocktake | AssetDisposal


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetLine(Record):
    """A line of the sheet: a thing itself, or what happened to it."""

    line: str = column("行别", CODE, 8)
    id: str = column("资产编号", CODE, 14)
    name: str | None = column("名称", width=22)
    category: str | None = column("类别", width=11)
    date: dt.date = column("日期", DATE, 11)
    amount: int | None = column("原值", MONEY, 14)
    in_use: int | None = column("在册原值", MONEY, 14)
    booked: int | None = column("固定资产账面", MONEY, 14)
    worn: int | None = column("累计折旧", MONEY, 13)
    life: int | None = column("使用年限（月）", COUNT, 8)
    state: str | None = column("使用状况", width=12)
    keeper: str | None = column("保管人", CODE, 8)
    location: str | None = column("存放地点", width=14)
    voucher: str | None = column("凭证、签批号", CODE, 15)
    people: str | None = column("监交、盘点人", CODE, 9)
    note: str | None = column("变动记录", width=34)


class Thing(NamedTuple):
    """A card or a registered good at the end of the period, or a posting that names none."""

    item: AssetCard | LowValueItem | None
    own: AssetLine
    events: tuple[AssetLine, ...] = ()
    stocktake: Stocktake | None = None
    """The last one."""
    disposal: AssetDisposal | None = None
    way: str | None = None
    """How a card came to the committee."""

    @property
    def result(self) -> str | None:
        """What the last stocktake said."""
        return STOCKTAKE_RESULTS[self.stocktake.result] if self.stocktake else None


def things_of(ledger: PeriodLedger) -> list[Thing]:
    """Return cards, then goods, then as one of its own each posting to fixed assets without a card."""
    books, last = ledger.books, ledger.period.last
    happened, told = _happened(books, last), set[str]()
    things = []
    items: tuple[AssetCard | LowValueItem, ...] = (*books.of(AssetCard), *books.of(LowValueItem))
    for item in items:
        if item.date <= last:
            thing = _thing(books, item, happened.get(item.id, []), last)
            if item.id in told:  # An id that is repeated: the history is told once.
                booked = 0 if isinstance(item, AssetCard) else None
                own = replace(thing.own, booked=booked)
                thing = Thing(item, own, way=thing.way)
            things.append(thing)
            told.add(item.id)
    for name, events in happened.items():
        if name not in told:
            postings = (e for e in events if isinstance(e, AssetPosting) and _is_fixed(books, e))
            things += (Thing(None, _loose(posting)) for posting in postings)
    return things


def asset_lines(ledger: PeriodLedger) -> Iterator[AssetLine]:
    """Yield each thing's own line and those of what happened to it."""
    for thing in things_of(ledger):
        yield thing.own
        yield from thing.events


def _happened(books: Books, last: dt.date) -> dict[str, list[Happened]]:
    """Return what happened to each thing by a day, in order of day and place."""
    found: dict[str, list[Happened]] = defaultdict(list)
    for posting in books.facts.assets:
        if posting.voucher.date <= last:
            found[posting.asset].append(posting)
    written: tuple[AssetHandover | Stocktake | AssetDisposal, ...] = (
        *books.of(AssetHandover),
        *books.of(Stocktake),
        *books.of(AssetDisposal),
    )
    for item in written:
        if item.id and item.date <= last:
            found[item.id].append(item)
    return found


def _thing(
    books: Books, item: AssetCard | LowValueItem, happened: list[Happened], last: dt.date
) -> Thing:
    added = (e for e in happened if isinstance(e, AssetPosting) and e.fen > 0)
    way = next((_way(books, posting) for posting in added), "以前登记")
    happened = sorted(happened, key=lambda e: (_day(e), e.place))
    counts = [e for e in happened if isinstance(e, Stocktake)]
    disposals = [e for e in happened if isinstance(e, AssetDisposal)]
    keepers = [e.keeper for e in happened if isinstance(e, AssetHandover)]
    fixed = sum(e.fen for e in happened if isinstance(e, AssetPosting) and _is_fixed(books, e))
    is_card, is_gone = isinstance(item, AssetCard), bool(disposals)
    counted = counts[-1] if counts else None
    found = counted.result if counted else "present"
    state = "在用" if found == "present" else STOCKTAKE_RESULTS[found]
    asset, wear = Asset(item), books.record(Depreciation)
    gone = "已拆分" if is_gone and disposals[0].into else "已处置"
    own = AssetLine(
        role=SUBTOTAL,
        line=CARD if is_card else LOW_VALUE,
        id=item.id,
        name=item.name,
        category=item.category if isinstance(item, AssetCard) else None,
        date=item.date,
        amount=item.amount,
        in_use=(0 if is_gone else item.amount) if is_card else None,
        booked=fixed if is_card or fixed else None,
        worn=_worn(wear, asset, last) if is_card and not is_gone else None,
        life=wear.life(asset),
        state=gone if is_gone else state,
        keeper=keepers[-1] if keepers else item.keeper,
        location=item.location if isinstance(item, AssetCard) else None,
        note=f"登记时的保管人：{item.keeper}" if item.keeper else None,
    )
    events = tuple(replace(_event(e), id=item.id, name=item.name) for e in happened)
    return Thing(item, own, events, counted, disposals[0] if disposals else None, way)


def _event(event: Happened) -> AssetLine:
    if isinstance(event, AssetPosting):
        return replace(_loose(event), line=BOOKED, amount=event.fen, booked=None)
    if isinstance(event, AssetHandover):
        return AssetLine(line=HANDED, date=event.date, keeper=event.keeper, people=event.witness)
    if isinstance(event, Stocktake):
        said = STOCKTAKE_RESULTS[event.result]
        return AssetLine(line=COUNTED, date=event.date, state=said, people=event.counted_by)
    return AssetLine(line=DISPOSED, date=event.date, voucher=event.approval, note=_reason(event))


def _worn(wear: Depreciation, asset: Asset, last: dt.date) -> int | None:
    """Return what was written off of a thing; nothing is said where nothing is written off."""
    taken = wear.taken(asset, last)
    return taken if taken or wear.life(asset) else None


def _reason(disposal: AssetDisposal) -> str:
    return f"{disposal.reason}为 {'、'.join(disposal.into)}" if disposal.into else disposal.reason


def _loose(posting: AssetPosting) -> AssetLine:
    """Return the line of a posting that names no card."""
    voucher = posting.voucher
    return AssetLine(
        line=NO_CARD,
        id=posting.asset,
        date=voucher.date,
        booked=posting.fen,
        voucher=voucher.id,
        note=voucher.narration,
    )


def _way(books: Books, posting: AssetPosting) -> str:
    """Return how a thing came to the committee, by its first posting."""
    if posting.voucher.kind == "opening":
        return "年初结转"
    accounts = (books.chart.get(p.account) for p in posting.voucher.txn.postings)
    given = any(account is not None and account.source == "donation" for account in accounts)
    return "捐赠" if given else "购置"


def _day(event: Happened) -> dt.date:
    return event.voucher.date if isinstance(event, AssetPosting) else event.date


def _is_fixed(books: Books, posting: AssetPosting) -> bool:
    account = books.chart.get(posting.account)
    return account is not None and account.role == "fixed-asset"
