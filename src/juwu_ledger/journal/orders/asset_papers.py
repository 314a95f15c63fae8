"""Papers about things: cards, handovers, stocktakes, disposals, each a plan for the journal.

FM-2.1 to FM-2.4: a card for each fixed asset and an entry for each lesser good, a keeper, a handover
when people change, a stocktake, an approval before anything is given up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import STOCKTAKE_RESULTS
from juwu_ledger.journal.engine.change import Change, Insert
from juwu_ledger.journal.engine.directive_text import Fen, Leg, Value, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.receipt_numbers import settled_receipt
from juwu_ledger.journal.orders.registers import entry_change
from juwu_ledger.journal.orders.vouchers import VoucherOrder
from juwu_ledger.records.assets import Asset, Worth, assets


@dataclass(frozen=True)
class CardOrder:
    """A card, or an entry of lesser goods, for a thing that was booked or given.

    ``posting`` is the posting by which it was bought, where that does not name the thing yet.
    """

    date: dt.date
    id: str
    name: str
    fen: int
    fixed: bool = True
    keeper: str | None = None
    location: str | None = None
    category: str | None = None
    life: int | None = None
    """Months."""
    salvage: Decimal | None = None
    """Per cent."""
    posting: AssetPosting | None = None
    gift: Gift | None = None

    @property
    def word(self) -> str:
        """The directive's word."""
        return "asset" if self.fixed else "low-value"

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change: the card alone, or together with the voucher that it belongs to."""
        if self.id in locked.books.record(assets).by_id:
            raise Refusal(f"编号 {self.id} 已经用了，换一个没有用过的。")
        if self.fixed and self.posting is None and self.gift is None:
            self._refuse_unbooked(locked.books)
        meta: dict[str, Value] = {"keeper": self.keeper}
        if self.fixed:
            meta |= {"location": self.location, "category": self.category}
            meta |= {"life": self.life, "salvage": self.salvage}
        text = custom_text(self.date, self.word, [self.id, self.name, Fen(self.fen)], meta)
        if self.gift is not None:
            change = self.gift.order(locked.books, self, text).plan(locked)
            return replace(change, title=f"固定资产卡片 {self.id}，{change.title}")
        change = entry_change(locked, self.word, [text], [self.id])
        return change if self.posting is None else _linked(change, locked, self.posting, self.id)

    def _refuse_unbooked(self, books: Books) -> None:
        """Raise :class:`BadInput` for a card of something that no voucher brought in (AST002)."""
        begun = books.span[0] if books.span else dt.date.max
        if self.date <= begun or any(item.asset == self.id for item in books.facts.assets):
            return
        raise BadInput(
            f"账上没有 {self.id} 这件固定资产：买来的用 --voucher 写买它的凭证号，捐来的用 --donated-by；"
            f"建账（{begun}）以前就有的，--date 写购置的日子"
        )


class Gift(NamedTuple):
    """A fixed asset that was given: no money moves, and yet it is an income (FM-1.3)."""

    donor: str
    asset_account: str
    income_account: str
    receipt: str | None = None
    attachments: int = 1

    def order(self, books: Books, card: CardOrder, text: str) -> VoucherOrder:
        """Return the voucher that brings the asset into the books."""
        return VoucherOrder(
            date=card.date,
            payee=self.donor,
            narration=f"捐赠{card.name}",
            meta={
                "receipt": settled_receipt(books, self.receipt, card.date),
                "attachments": self.attachments,
            },
            legs=[
                Leg(self.asset_account, card.fen, {"asset": card.id}),
                Leg(self.income_account, -card.fen),
            ],
            also=(text,),
        )


def _linked(change: Change, locked: LockedBooks, posting: AssetPosting, identity: str) -> Change:
    """Return the change with the card beside its voucher, whose posting now names it."""
    place = posting.place
    return replace(
        change,
        file=locked.books.relative(place.file),
        title=f"{change.title}，写进凭证 {posting.voucher.id}",
        inserts=(Insert(place.line, f'    asset: "{identity}"\n'),),
        dates=(posting.voucher.date,),
    )


def asset_on(books: Books, identity: str, day: dt.date) -> Asset:
    """Return one asset as of ``day``; raises BadInput where there is none, Refusal where it is gone."""
    asset = books.record(assets).by_id.get(identity)
    if asset is None:
        raise BadInput(f"没有编号为 {identity} 的资产或低值品")
    if asset.is_there(day):
        return asset.until(day)
    if asset.disposal is not None:
        raise Refusal(f"{identity} 已在 {asset.disposal.date} 处置（{asset.disposal.reason}）。")
    raise BadInput(f"{identity} 到 {asset.card.date} 才登记，{day} 还没有")


@dataclass(frozen=True)
class HandoverOrder:
    """Things that pass from hand to hand on one day."""

    date: dt.date
    ids: Sequence[str]
    to: str
    witness: str | None

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` for what ``to`` has already."""
        texts = []
        for identity in dict.fromkeys(self.ids):
            asset = asset_on(locked.books, identity, self.date)
            if asset.keeper == self.to:
                raise Refusal(f"{identity}“{asset.name}”已经由 {self.to} 保管，不用移交。")
            values = [identity, self.to]
            texts.append(
                custom_text(self.date, "asset-handover", values, {"witness": self.witness})
            )
        return entry_change(locked, "asset-handover", texts, list(dict.fromkeys(self.ids)))


@dataclass(frozen=True)
class StocktakeOrder:
    """What was found of some things on one day: id → ``present``, ``missing`` or ``damaged``."""

    date: dt.date
    results: Mapping[str, str]
    counted_by: str

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change that notes the count."""
        texts = []
        for identity, result in self.results.items():
            if result not in STOCKTAKE_RESULTS:
                raise BadInput(f"盘点结果没有 {result!r}；可用：{'、'.join(STOCKTAKE_RESULTS)}")
            asset_on(locked.books, identity, self.date)
            meta: dict[str, Value] = {"counted-by": self.counted_by}
            texts.append(custom_text(self.date, "stocktake", [identity, result], meta))
        change = entry_change(locked, "stocktake", texts, list(self.results))
        return replace(change, title=f"资产盘点 {len(texts)} 件")


@dataclass(frozen=True)
class DisposalOrder:
    """A thing is given up, and its value leaves the books.

    ``worth`` is empty for lesser goods and for what no longer stands in the accounts: then there is
    no voucher. ``worn`` is the depreciation taken of it so far, fen; what is left of its value goes
    against net assets.
    """

    date: dt.date
    id: str
    reason: str
    approval: str
    worth: Sequence[Worth] = ()
    worn: int = 0
    depreciation: str | None = None
    net_assets: str | None = None
    attachments: int = 1

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change: the disposal, and the voucher where one is due."""
        books = locked.books
        asset = asset_on(books, self.id, self.date)
        if books.approval(self.approval) is None:
            raise BadInput(f"没有签批 {self.approval}；先由主任签批：juwu approve")
        values = [self.id, self.reason]
        text = custom_text(self.date, "asset-disposal", values, {"approval": self.approval})
        if not self.worth:
            return entry_change(locked, "asset-disposal", [text], [self.id])
        order = VoucherOrder(
            date=self.date,
            payee=books.title,
            narration=f"处置{asset.name}（{self.id}）：{self.reason}",
            meta={"attachments": self.attachments},
            legs=self._legs(),
            also=(text,),
        )
        change = order.plan(locked)
        return replace(change, title=f"资产处置 {self.id}，{change.title}")

    def _legs(self) -> list[Leg]:
        total = sum(item.fen for item in self.worth)
        if self.worn < 0 or self.worn > total:
            raise BadInput("已提折旧不能是负数，也不能多于原值")
        legs = []
        own: dict[str, Value] = {"asset": self.id}
        for account, fen, meta in (
            (self.depreciation, self.worn, own),
            (self.net_assets, total - self.worn, {}),
        ):
            if fen:
                if account is None:
                    raise BadInput(
                        "账本里没有可以对应的累计折旧或净资产科目，先用 juwu account 开户"
                    )
                legs.append(Leg(account, fen, meta))
        return legs + [Leg(item.account, -item.fen, own) for item in self.worth]
