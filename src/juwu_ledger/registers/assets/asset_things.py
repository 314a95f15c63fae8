"""Every fixed asset and registered lesser good with its whole history, as of the end of a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from juwu_ledger.books.facts.facts import AssetPosting, Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import (
    STOCKTAKE_RESULTS,
    AssetCard,
    AssetDisposal,
    AssetHandover,
    LowValueItem,
    Stocktake,
)
from juwu_ledger.records.assets import PRESENT, Asset, assets
from juwu_ledger.records.depreciation import Depreciation
from juwu_ledger.records.invoices import invoices
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.records.voucher_lines import texts
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
    rate: str | None = column("净残值率（%）", CODE, 8)
    supplier: str | None = column("供应商", width=16)
    invoice: str | None = column("发票号", CODE, 20)
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
    owned = books.record(assets)
    split_off = frozenset(id_ for split in books.of(AssetDisposal) for id_ in split.into)
    things = [
        _thing(books, a.until(last), last, split_off) for a in owned.all if a.card.date <= last
    ]
    return [*things, *(Thing(None, _loose(posting)) for posting in owned.without_card(last))]


def asset_lines(ledger: PeriodLedger) -> Iterator[AssetLine]:
    """Yield each thing's own line and those of what happened to it."""
    for thing in things_of(ledger):
        yield thing.own
        yield from thing.events


def _thing(books: Books, asset: Asset, last: dt.date, split_off: frozenset[str]) -> Thing:
    """Return an asset as of the end of ``last``; ``split_off`` are cards that came of another's split."""
    added = (posting for posting in asset.postings if posting.fen > 0)
    way = next((_way(books, posting) for posting in added), "以前登记")
    if asset.id in split_off:
        way = "拆分"
    card, is_card, wear = asset.card, asset.is_fixed, books.record(Depreciation)
    bought, life = voucher_of(asset), wear.life(asset)
    counted, disposal = asset.last_count, asset.disposal
    if disposal is not None:
        state = "已拆分" if disposal.into else "已处置"
    elif counted is None or counted.result == PRESENT:
        state = "在用"
    else:
        state = STOCKTAKE_RESULTS[counted.result]
    own = AssetLine(
        role=SUBTOTAL,
        line=CARD if is_card else LOW_VALUE,
        id=asset.id,
        name=asset.name,
        category=card.category if isinstance(card, AssetCard) else None,
        date=card.date,
        amount=card.amount,
        in_use=(0 if disposal else card.amount) if is_card else None,
        booked=asset.booked if is_card or asset.booked else None,
        worn=_worn(wear, asset, last) if is_card and not disposal else None,
        life=life,
        rate=f"{wear.rate(asset) or 0:f}" if life else None,
        supplier=supplier(books, bought) if bought else None,
        invoice=invoice_numbers(bought) if bought else None,
        state=state,
        keeper=asset.keeper,
        location=asset.location,
        note=f"登记时的保管人：{card.keeper}" if card.keeper else None,
    )
    told: list[Happened] = [*asset.postings, *asset.handovers, *asset.counts, *asset.disposals]
    events = (_event(event) for event in sorted(told, key=lambda e: (_day(e), e.place)))
    named = tuple(replace(event, id=asset.id, name=asset.name) for event in events)
    return Thing(card, own, named, counted, disposal, way)


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


def voucher_of(asset: Asset) -> Voucher | None:
    """Return the voucher that brought it in and stands; none where it is older than the books."""
    gone = {id(one.voucher.mirrors.txn) for one in asset.postings if one.voucher.mirrors}
    for posting in asset.postings:
        voucher = posting.voucher
        if posting.fen > 0 and id(voucher.txn) not in gone and voucher.kind != "opening":
            return voucher
    return None


def supplier(books: Books, voucher: Voucher) -> str | None:
    """Return who made out the invoice, as it was taken in; else to whom the money went."""
    for number in texts(voucher, "invoice"):
        taken_in = books.record(invoices).of(number)
        if taken_in is not None and taken_in.invoice.invoice_seller:
            return taken_in.invoice.invoice_seller
    return None if voucher.text("advanced-by") else voucher.payee or None


def invoice_numbers(voucher: Voucher) -> str | None:
    """Return the numbers of the invoices that a voucher names."""
    return "、".join(texts(voucher, "invoice")) or None
