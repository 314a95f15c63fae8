"""Depreciation (折旧) of fixed assets: straight line, by whole months, to the fen.

An asset is written off from the month after the one in which it was taken into use, over the months that
its card (``life``, or ``asset-life``) says, down to what is left of it in the end (``salvage``). What is
due by the end of a month is worked out from the first month on, so the last month makes up for all
rounding. What was taken of an asset is what postings to the accounts of role ``depreciation`` name it for.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.metadata import id_of
from juwu_ledger.books.model.money import to_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import AssetCard, AssetLife
from juwu_ledger.records.assets import Asset, assets
from juwu_ledger.records.flows import vouchers_on


class Schedule(NamedTuple):
    """How an asset is written off; amounts in fen."""

    cost: int
    salvage: int
    """What is left in the end."""
    life: int
    """Months."""
    in_use: dt.date

    def months(self, month: Period) -> int:
        """Return how many months are due by the end of ``month``."""
        since = (month.first.year - self.in_use.year) * 12 + month.first.month - self.in_use.month
        return min(max(since, 0), self.life)

    def due(self, month: Period) -> int:
        """Return what is to be written off by the end of ``month``, fen; all of it in the last."""
        return _share(self.cost - self.salvage, self.months(month), self.life)


class Owed(NamedTuple):
    """What is to be written off of an asset and was not yet, fen."""

    asset: Asset
    fen: int


class Depreciation:
    """What was and what is to be written off; to be had by ``books.record(Depreciation)``."""

    def __init__(self, books: Books) -> None:
        """Gather the postings that name an asset, and what was said later of how long it lasts."""
        self._books = books
        self._lives = {item.id: item for item in books.of(AssetLife)}
        self._begun = Period.month_of(books.span[0]).first if books.span else dt.date.min
        self._taken: dict[str, list[tuple[Voucher, int]]] = defaultdict(list)
        self._brought: set[str] = set()
        """Assets of which the books say themselves what was written off before them."""
        for voucher, asset, fen in _takings(books):
            self._taken[asset].append((voucher, fen))
            if is_brought(books, voucher):
                self._brought.add(asset)

    def life(self, asset: Asset) -> int | None:
        """Return the months over which an asset is written off, where somebody said it."""
        later = self._lives.get(asset.id)
        if later is not None:
            return later.life
        return asset.card.life if isinstance(asset.card, AssetCard) else None

    def known(self, asset: Asset) -> dt.date | None:
        """Return the day from which the books say how long an asset lasts."""
        if isinstance(asset.card, AssetCard) and asset.card.life is not None:
            return asset.card.date
        said = [item.date for item in self._books.of(AssetLife) if item.id == asset.id]
        return min(said, default=None)

    def rate(self, asset: Asset) -> Decimal | None:
        """Return what is left of an asset's value in the end, per cent, where somebody said it."""
        later = self._lives.get(asset.id)
        if later is not None and later.salvage is not None:
            return later.salvage
        return asset.card.salvage if isinstance(asset.card, AssetCard) else None

    def schedule(self, asset: Asset) -> Schedule | None:
        """Return how an asset is written off; ``None`` for a lesser good and for a card without life."""
        card, life = asset.card, self.life(asset)
        if not isinstance(card, AssetCard) or life is None:
            return None
        left = card.amount * (self.rate(asset) or Decimal(0)) / 100
        salvage = int(left.quantize(Decimal(1), ROUND_HALF_UP))
        return Schedule(card.amount, salvage, life, card.in_use or card.date)

    def taken(self, asset: Asset, day: dt.date) -> int:
        """Return what was written off of an asset by the end of ``day``, fen.

        Of a thing older than these books, whose wear they brought forward in one sum with that of
        others, it is taken to have been what its schedule says, if that sum holds so much.
        """
        brought = self._before(asset) if self._is_in_opening_sum else 0
        return self._booked(asset, day) + brought

    def owed(self, month: Period) -> list[Owed]:
        """Return what is still to be written off by the end of ``month`` of the things there then.

        What was to be borne before these books is no cost of theirs, whether it was or not.
        """
        found = []
        for asset in self._books.record(assets).there(month.last):
            schedule = self.schedule(asset)
            if schedule is not None:
                fen = schedule.due(month) - self._before(asset) - self._booked(asset, dt.date.max)
                if fen > 0:
                    found.append(Owed(asset, fen))
        return found

    def without_life(self, day: dt.date) -> list[Asset]:
        """Return the fixed assets there on ``day`` of which nobody has said how long they last."""
        there = self._books.record(assets).there(day)
        return [asset for asset in there if asset.is_fixed and self.schedule(asset) is None]

    def _booked(self, asset: Asset, day: dt.date) -> int:
        return sum(fen for voucher, fen in self._taken[asset.id] if voucher.date <= day)

    @cached_property
    def _is_in_opening_sum(self) -> bool:
        """Tell whether the opening voucher brought as much forward as the older things had worn."""
        cards = self._books.record(assets).cards
        older = sum(self._before(asset) for asset in cards if self._is_older(asset))
        return _opening_wear(self._books) >= older

    def _before(self, asset: Asset) -> int:
        """Return what the schedule says of the time before these books, where they do not say it, fen."""
        schedule = self.schedule(asset)
        if schedule is None or asset.id in self._brought:
            return 0
        # Of what an older card was split into, the split brought over what the opening sum held.
        if not self._is_older(asset) and (
            schedule.in_use >= self._begun or self._is_in_opening_sum
        ):
            return 0
        return schedule.due(Period.month_of(self._begun - dt.timedelta(days=1)))

    def _is_older(self, asset: Asset) -> bool:
        return asset.card.date < self._begun


def is_brought(books: Books, voucher: Voucher) -> bool:
    """Tell whether a voucher says what was worn off before these books, or before they knew it.

    It is booked against the opening balance, or against net assets while the thing stays.
    """
    accounts = [books.chart.get(posting.account) for posting in voucher.txn.postings]
    roles = {account.role for account in accounts if account is not None}
    return bool(roles & {"opening", "net-assets"}) and (
        voucher.kind == "opening" or "fixed-asset" not in roles
    )


def _opening_wear(books: Books) -> int:
    """Return what the opening voucher holds of depreciation that names no asset, fen."""
    wear = {account.name for account in books.chart.with_role("depreciation")}
    return sum(
        -to_fen(posting.units.number)
        for voucher in vouchers_on(books, wear)
        if books.opens(voucher)
        for posting in voucher.txn.postings
        if posting.account in wear and not (posting.meta or {}).get("asset")
    )


def _takings(books: Books) -> Iterator[tuple[Voucher, str, int]]:
    """Yield each posting to an account of depreciation that names an asset: voucher, id, fen taken."""
    wear = {account.name for account in books.chart.with_role("depreciation")}
    for voucher in vouchers_on(books, wear):
        for posting in voucher.txn.postings:
            if posting.account in wear and isinstance(posting.units.number, Decimal):
                asset = id_of((posting.meta or {}).get("asset") or voucher.txn.meta.get("asset"))
                if asset:
                    yield voucher, asset, -to_fen(posting.units.number)


def _share(fen: int, part: int, whole: int) -> int:
    """Return ``part`` of ``whole`` parts of an amount, to the nearest fen."""
    return (2 * fen * part + whole) // (2 * whole)
