"""Things that the committee owns: what is there, in whose hands, and what the books hold of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import (
    AssetCard,
    AssetDisposal,
    AssetHandover,
    LowValueItem,
    Stocktake,
)
from juwu_ledger.journal.engine.refusals import BadInput, Refusal


class Thing(NamedTuple):
    """A fixed asset or a lesser good that is still there; ``amount`` in fen."""

    id: str
    name: str
    amount: int
    keeper: str | None
    location: str | None
    fixed: bool


def things_on(books: Books, day: dt.date) -> dict[str, Thing]:
    """Return what is there at the end of ``day`` by id: cards first, then lesser goods."""
    gone = {item.id for item in books.of(AssetDisposal) if item.date <= day}
    keepers = {
        item.id: item.keeper
        for item in sorted(books.of(AssetHandover), key=lambda item: (item.date, item.place))
        if item.date <= day
    }
    things: dict[str, Thing] = {}
    for card in _cards(books):
        if card.date > day or card.id in gone:
            continue
        keeper = keepers.get(card.id, card.keeper)
        location = card.location if isinstance(card, AssetCard) else None
        thing = Thing(
            card.id, card.name, card.amount, keeper, location, isinstance(card, AssetCard)
        )
        things.setdefault(card.id, thing)
    return things


def thing_on(books: Books, identity: str, day: dt.date) -> Thing:
    """Return one thing; raise :class:`BadInput` when there is none, :class:`Refusal` when it is gone."""
    thing = things_on(books, day).get(identity)
    if thing is not None:
        return thing
    for disposal in books.of(AssetDisposal):
        if disposal.id == identity:
            raise Refusal(f"{identity} 已在 {disposal.date} 处置（{disposal.reason}）。")
    for card in _cards(books):
        if card.id == identity:
            raise BadInput(f"{identity} 到 {card.date} 才登记，{day} 还没有")
    raise BadInput(f"没有编号为 {identity} 的资产或低值品")


def uncounted(books: Books, day: dt.date) -> list[Thing]:
    """Return what has not been counted yet in the quarter of ``day``."""
    quarter = Period.quarter_of(day)
    counted = {item.id for item in books.of(Stocktake) if item.date in quarter}
    return [thing for thing in things_on(books, day).values() if thing.id not in counted]


def used_ids(books: Books) -> set[str]:
    """Return the ids of all things, those that are gone included."""
    return {card.id for card in _cards(books)}


def _cards(books: Books) -> list[AssetCard | LowValueItem]:
    return [*books.of(AssetCard), *books.of(LowValueItem)]


class Worth(NamedTuple):
    """What the books hold of a fixed asset: account and fen, largest first."""

    account: str
    fen: int


def booked_worth(books: Books, identity: str) -> list[Worth]:
    """Return the accounts on which an asset still stands, by the postings that name it."""
    left: dict[str, int] = defaultdict(int)
    for posting in books.facts.assets:
        if posting.asset == identity and books.chart[posting.account].role == "fixed-asset":
            left[posting.account] += posting.fen
    return [Worth(*item) for item in sorted(left.items(), key=lambda item: -item[1]) if item[1]]


def unnamed_postings(books: Books, voucher: str) -> list[AssetPosting]:
    """Return the postings of a voucher that bought a durable thing and name none."""
    return [
        posting
        for posting in books.facts.assets
        if posting.voucher.id == voucher and posting.fen > 0 and not posting.asset
    ]


def keepers_of(things: Iterable[Thing]) -> dict[str, int]:
    """Return who keeps things, and how many."""
    counts: dict[str, int] = defaultdict(int)
    for thing in things:
        counts[thing.keeper or ""] += 1
    return dict(counts)
