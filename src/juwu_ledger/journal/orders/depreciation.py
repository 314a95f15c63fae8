"""Depreciation to be written: one voucher a month; and the cards that one card is split into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import AssetCard
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Fen, Leg, Value, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.numbering import proposed
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.asset_papers import asset_on
from juwu_ledger.journal.orders.vouchers import VoucherOrder
from juwu_ledger.records.assets import Asset
from juwu_ledger.records.depreciation import Depreciation, Owed


@dataclass(frozen=True)
class DepreciationOrder:
    """What is to be written off by the end of a month, and was not yet."""

    month: Period
    date: dt.date
    expense: str
    wear: str
    """The account of role ``depreciation``."""
    attachments: int = 1

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` where nothing is left to be written off."""
        owed = still_owed(locked.books, self.month)
        total = sum(item.fen for item in owed)
        return VoucherOrder(
            date=self.date,
            payee=locked.books.title,
            narration=f"计提{self.month.title}固定资产折旧（{len(owed)} 件）",
            meta={"attachments": self.attachments},
            legs=[
                Leg(self.expense, total),
                *(Leg(self.wear, -item.fen, {"asset": item.asset.id}) for item in owed),
            ],
        ).plan(locked)


def still_owed(books: Books, month: Period) -> list[Owed]:
    """Return what is still to be written off by the end of ``month``; raise :class:`Refusal` for nothing."""
    owed = books.record(Depreciation).owed(month)
    if not owed:
        raise Refusal(f"{month.title}没有要提的折旧：已经提过，或者卡片都没有写使用年限。")
    return owed


class Part(NamedTuple):
    """One of the things that a card is split into; ``fen`` is its part of the original value."""

    name: str
    fen: int


@dataclass(frozen=True)
class SplitOrder:
    """A card that stands for several things becomes a card for each; no fen comes or goes."""

    date: dt.date
    id: str
    parts: Sequence[Part]
    account: str
    """The fixed-asset account on which it stands."""
    wear: str | None
    """The account of role ``depreciation``; ``None`` where nothing was written off."""
    attachments: int = 1

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`BadInput` or :class:`Refusal`."""
        books = locked.books
        asset = splittable(books, self.id, self.date)
        refuse_parts(asset, self.parts)
        ids = list(_new_ids(books, self.date, len(self.parts)))
        into = "、".join(ids)
        texts = [
            *(self._card(books, asset, *pair) for pair in zip(ids, self.parts, strict=True)),
            custom_text(self.date, "asset-disposal", [asset.id, "拆分"], {"into": into}),
        ]
        change = VoucherOrder(
            date=self.date,
            payee=books.title,
            narration=f"{asset.name}（{asset.id}）拆分为 {into}",
            meta={"attachments": self.attachments},
            legs=list(self._legs(books, asset, ids)),
            also=texts,
        ).plan(locked)
        return replace(change, title=f"资产拆分 {asset.id}，{change.title}")

    def _card(self, books: Books, asset: Asset, identity: str, part: Part) -> str:
        card = asset.card
        assert isinstance(card, AssetCard)
        schedule = books.record(Depreciation).schedule(asset)
        meta: dict[str, Value] = {
            "keeper": asset.keeper,
            "location": card.location,
            "category": card.category,
            "in-use": card.in_use or card.date,
            "life": schedule.life if schedule else None,
            "salvage": books.record(Depreciation).rate(asset),
        }
        return custom_text(self.date, "asset", [identity, part.name, Fen(part.fen)], meta)

    def _legs(self, books: Books, asset: Asset, ids: Sequence[str]) -> Iterator[Leg]:
        for identity, part in zip(ids, self.parts, strict=True):
            yield Leg(self.account, part.fen, {"asset": identity})
        yield Leg(self.account, -asset.card.amount, {"asset": asset.id})
        worn = books.record(Depreciation).taken(asset, self.date)
        if worn and self.wear is not None:
            yield Leg(self.wear, worn, {"asset": asset.id})
            shares = shared(worn, [part.fen for part in self.parts])
            for identity, fen in zip(ids, shares, strict=True):
                if fen:
                    yield Leg(self.wear, -fen, {"asset": identity})


def splittable(books: Books, identity: str, day: dt.date) -> Asset:
    """Return a fixed asset that is there; raise :class:`BadInput` or :class:`Refusal` otherwise."""
    asset = asset_on(books, identity, day)
    if not asset.is_fixed:
        raise BadInput(f"{identity} 是低值品，没有入账的价值，不用拆分；按件另登记：juwu asset add")
    return asset


def refuse_parts(asset: Asset, parts: Sequence[Part]) -> None:
    """Raise :class:`BadInput` unless there are several parts that make up the value to the fen."""
    if len(parts) < 2:
        raise BadInput("至少拆成两件")
    total = sum(part.fen for part in parts)
    if total != asset.card.amount:
        raise BadInput(
            f"拆出来一共 {show_fen(total)} 元，{asset.id} 的原值是 "
            f"{show_fen(asset.card.amount)} 元，一分也不能差"
        )


def shared(fen: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount by weights; each share is within a fen of its part, the sum is exact."""
    whole, so_far, given = sum(weights), 0, 0
    shares = []
    for weight in weights:
        so_far += weight
        share = fen * so_far // whole - given
        shares.append(share)
        given += share
    return shares


def _new_ids(books: Books, day: dt.date, count: int) -> Iterator[str]:
    used = [item.id for item in books.of(AssetCard)]
    for _ in range(count):
        used.append(proposed(used, day.year, "GD"))
        yield used[-1]
