"""固定资产: each card with its whole history, then the lesser goods of the low-value register."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import (
    STOCKTAKE_RESULTS,
    AssetCard,
    AssetDisposal,
    AssetHandover,
    LowValueItem,
    Stocktake,
)
from juwu_ledger.papers.figures.period_ledger import PeriodLedger
from juwu_ledger.tables.report import CODE, DATE, ITEM, MONEY, SUBTOTAL, Column, Row, Value
from juwu_ledger.tables.sheet import Sheet

CARD, LOW_VALUE, NO_CARD = "卡片", "低值品", "没有卡片"
BOOKED, HANDED, COUNTED, DISPOSED = "入账", "移交", "盘点", "处置"
COLUMNS = (
    Column("line", "行别", CODE, 8),
    Column("id", "资产编号", CODE, 14),
    Column("name", "名称", width=22),
    Column("category", "类别", width=11),
    Column("date", "日期", DATE, 11),
    Column("amount", "原值", MONEY, 14),
    Column("in_use", "在册原值", MONEY, 14),
    Column("booked", "固定资产账面", MONEY, 14),
    Column("state", "使用状况", width=12),
    Column("keeper", "保管人", CODE, 8),
    Column("location", "存放地点", width=14),
    Column("voucher", "凭证、签批号", CODE, 15),
    Column("people", "监交、盘点人", CODE, 9),
    Column("note", "变动记录", width=34),
)


class _Event(NamedTuple):
    date: dt.date
    place: Place
    values: Mapping[str, Value]


def asset_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet, with everything that happened to each thing by the end of the period."""
    return Sheet(
        "assets",
        "固定资产",
        "固定资产卡片和低值品登记：取得、入账、移交、盘点、处置的全部经过。"
        "“在册原值”是期末还没有处置的卡片原值。",
        COLUMNS,
        lambda: _Register(ledger).rows(),
        frozen=3,
        empty="没有固定资产，也没有登记低值品。",
    )


class _Register:
    """The histories of all things, gathered once."""

    def __init__(self, ledger: PeriodLedger) -> None:
        books, self.last = ledger.books, ledger.period.last
        self.ledger = ledger
        self.postings: dict[str, list[AssetPosting]] = defaultdict(list)
        for posting in books.facts.assets:
            if posting.voucher.date <= self.last:
                self.postings[posting.asset].append(posting)
        self.events: dict[str, list[_Event]] = defaultdict(list)
        self.disposals: dict[str, AssetDisposal] = {}
        self.keepers: dict[str, str] = {}
        self.states: dict[str, str] = {}
        for handover in books.of(AssetHandover):
            if self._known(handover.id, handover.date):
                self.keepers[handover.id] = handover.keeper
                self._add(handover, HANDED, keeper=handover.keeper, people=handover.witness)
        for count in books.of(Stocktake):
            if self._known(count.id, count.date):
                said = STOCKTAKE_RESULTS[count.result]
                self.states[count.id] = "在用" if count.result == "present" else said
                self._add(count, COUNTED, state=said, people=count.counted_by)
        for disposal in books.of(AssetDisposal):
            if self._known(disposal.id, disposal.date):
                self.disposals.setdefault(disposal.id, disposal)
                self._add(disposal, DISPOSED, voucher=disposal.approval, note=disposal.reason)

    def _known(self, identity: str, date: dt.date) -> bool:
        return bool(identity) and date <= self.last

    def _add(
        self, item: AssetHandover | Stocktake | AssetDisposal, line: str, **values: Value
    ) -> None:
        row = {"line": line, "id": item.id, "date": item.date, **values}
        self.events[item.id].append(_Event(item.date, item.place, row))

    def rows(self) -> Iterator[Row]:
        """Yield cards with their events, goods with theirs, then what names no card."""
        books = self.ledger.books
        for card in books.of(AssetCard):
            if card.date <= self.last:
                yield from self._thing(
                    card,
                    CARD,
                    {"category": card.category, "location": card.location},
                )
        for item in books.of(LowValueItem):
            if item.date <= self.last:
                yield from self._thing(item, LOW_VALUE, {})
        for postings in list(self.postings.values()):
            for posting in postings:
                if self._is_fixed(posting):
                    yield _row(self._booked(posting, NO_CARD))

    def _thing(
        self, thing: AssetCard | LowValueItem, line: str, more: Mapping[str, Value]
    ) -> Iterator[Row]:
        postings = self.postings.pop(thing.id, [])
        disposal = self.disposals.get(thing.id)
        fixed = sum(p.fen for p in postings if self._is_fixed(p))
        kept = 0 if disposal else thing.amount
        is_card = line == CARD
        yield _row(
            {
                "line": line,
                "id": thing.id,
                "name": thing.name,
                "date": thing.date,
                "amount": to_yuan(thing.amount),
                "in_use": to_yuan(kept) if is_card else None,
                "booked": to_yuan(fixed) if is_card or fixed else None,
                "state": "已处置" if disposal else self.states.get(thing.id, "在用"),
                "keeper": self.keepers.get(thing.id, thing.keeper),
                "note": f"登记时的保管人：{thing.keeper}" if thing.keeper else None,
                **more,
            },
            SUBTOTAL,
        )
        events = [_Event(p.voucher.date, p.place, self._booked(p, BOOKED)) for p in postings]
        events += self.events.pop(thing.id, [])
        for event in sorted(events, key=lambda e: (e.date, e.place)):
            yield _row({**event.values, "name": thing.name})

    def _is_fixed(self, posting: AssetPosting) -> bool:
        account = self.ledger.books.chart.get(posting.account)
        return account is not None and account.role == "fixed-asset"

    def _booked(self, posting: AssetPosting, line: str) -> dict[str, Value]:
        voucher = posting.voucher
        column = "booked" if line == NO_CARD else "amount"
        return {
            "line": line,
            "id": posting.asset,
            "date": voucher.date,
            column: to_yuan(posting.fen),
            "voucher": voucher.id,
            "note": voucher.narration,
        }


def _row(values: Mapping[str, Value], role: str = ITEM) -> Row:
    return Row(tuple(values.get(column.key) for column in COLUMNS), role)
