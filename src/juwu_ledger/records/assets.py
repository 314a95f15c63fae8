"""What the committee owns (FM-2.1 to 2.4): each asset and lesser good with all that happened to it.

Rules, registers, the web's cards and the writing commands read it here: what is there on a day, in whose
hands, how it was last counted, when it was given up, what the accounts hold of it (fen).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.frozen import Frozen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import (
    AssetCard,
    AssetDisposal,
    AssetHandover,
    LowValueItem,
    Stocktake,
)

PRESENT = "present"
"""The result of a stocktake that found the thing."""
_Told = TypeVar("_Told", AssetHandover, Stocktake, AssetDisposal)


class Worth(NamedTuple):
    """What one account holds of an asset, fen."""

    account: str
    fen: int


class Asset(NamedTuple):
    """A card, or an entry of lesser goods, with what names it, each in order of day."""

    card: AssetCard | LowValueItem
    postings: tuple[AssetPosting, ...] = ()
    fixed_postings: tuple[AssetPosting, ...] = ()
    """Those to fixed-asset accounts."""
    handovers: tuple[AssetHandover, ...] = ()
    counts: tuple[Stocktake, ...] = ()
    disposals: tuple[AssetDisposal, ...] = ()

    @property
    def id(self) -> str:
        """Its id."""
        return self.card.id

    @property
    def name(self) -> str:
        """What it is."""
        return self.card.name

    @property
    def is_fixed(self) -> bool:
        """Whether it is a fixed asset; else a lesser good of the low-value register."""
        return isinstance(self.card, AssetCard)

    @property
    def location(self) -> str | None:
        """Where it stands, if its card says so."""
        return self.card.location if isinstance(self.card, AssetCard) else None

    def until(self, day: dt.date) -> "Asset":
        """Return the same as of the end of ``day``, by own dates."""
        return Asset(
            self.card,
            tuple(item for item in self.postings if item.voucher.date <= day),
            tuple(item for item in self.fixed_postings if item.voucher.date <= day),
            tuple(item for item in self.handovers if item.date <= day),
            tuple(item for item in self.counts if item.date <= day),
            tuple(item for item in self.disposals if item.date <= day),
        )

    def is_there(self, day: dt.date) -> bool:
        """Tell whether it had been entered and not given up at the end of ``day``."""
        return self.card.date <= day and not any(item.date <= day for item in self.disposals)

    @property
    def custody(self) -> list[tuple[dt.date, str | None]]:
        """Who kept it, and from which day."""
        given = [(item.date, item.keeper) for item in self.handovers]
        return [(self.card.date, self.card.keeper), *given]

    @property
    def keeper(self) -> str | None:
        """Who keeps it in the end."""
        return self.custody[-1][1]

    @property
    def disposal(self) -> AssetDisposal | None:
        """The first disposal; another has nothing left to give up."""
        return self.disposals[0] if self.disposals else None

    @property
    def last_count(self) -> Stocktake | None:
        """The last stocktake."""
        return self.counts[-1] if self.counts else None

    @property
    def booked(self) -> int:
        """What the fixed-asset accounts hold of it, fen."""
        return sum(item.fen for item in self.fixed_postings)

    @property
    def worth(self) -> list[Worth]:
        """What each fixed-asset account holds of it, largest first."""
        left: dict[str, int] = defaultdict(int)
        for item in self.fixed_postings:
            left[item.account] += item.fen
        return [Worth(*item) for item in sorted(left.items(), key=lambda item: -item[1]) if item[1]]

    @property
    def brought_in(self) -> int | None:
        """What was booked when it came, fen; ``None`` where no voucher brought it.

        Disposals do not count, nor does a voucher that moves it between two accounts.
        """
        moved: dict[int, int] = defaultdict(int)
        red: set[int] = set()
        for item in self.fixed_postings:
            moved[id(item.voucher.txn)] += item.fen
            if item.voucher.mirrors is not None:
                red.add(id(item.voucher.txn))
        came = [fen for txn, fen in moved.items() if fen > 0 or (fen < 0 and txn in red)]
        return sum(came) if came else None


class Assets(Frozen):
    """Every asset and lesser good of some books; to be had by ``books.record(assets)``."""

    all: tuple[Asset, ...]
    """Cards first, then lesser goods, in order of date; one that repeats an id has no history."""
    fixed_postings: tuple[AssetPosting, ...]
    """All postings to fixed-asset accounts, those that name no asset among them."""

    @cached_property
    def by_id(self) -> Mapping[str, Asset]:
        """Assets by id; of an id that is repeated, the first."""
        return {item.id: item for item in reversed(self.all)}

    @property
    def cards(self) -> Iterator[Asset]:
        """The fixed assets."""
        return (item for item in self.all if item.is_fixed)

    def there(self, day: dt.date) -> list[Asset]:
        """Return what is there at the end of ``day``, as of then."""
        return [item.until(day) for item in self.by_order if item.is_there(day)]

    @cached_property
    def by_order(self) -> tuple[Asset, ...]:
        """The assets without those that repeat an id."""
        return tuple(item for item in self.all if self.by_id[item.id] is item)

    def not_counted(self, day: dt.date) -> list[Asset]:
        """Return what is there and has not been counted in the quarter of ``day``."""
        quarter = Period.quarter_of(day)
        counted = {item.id for item in self.all for count in item.counts if count.date in quarter}
        return [item for item in self.there(day) if item.id not in counted]

    def without_card(self, day: dt.date) -> list[AssetPosting]:
        """Return the postings to fixed-asset accounts by ``day`` that name no asset entered by then."""
        entered = {item.id for item in self.all if item.card.date <= day}
        by_id: dict[str, list[AssetPosting]] = defaultdict(list)
        for posting in self.fixed_postings:
            if posting.voucher.date <= day and posting.asset not in entered:
                by_id[posting.asset].append(posting)
        return [posting for postings in by_id.values() for posting in postings]


def assets(books: Books) -> Assets:
    """Gather what happened to each asset."""
    fixed = tuple(
        item for item in books.facts.assets if books.chart[item.account].role == "fixed-asset"
    )
    postings = _by_id((item.asset, item) for item in books.facts.assets)
    fixed_postings = _by_id((item.asset, item) for item in fixed)
    handovers = _by_id((item.id, item) for item in _by_day(books.of(AssetHandover)))
    counts = _by_id((item.id, item) for item in _by_day(books.of(Stocktake)))
    disposals = _by_id((item.id, item) for item in _by_day(books.of(AssetDisposal)))
    histories = (postings, fixed_postings, handovers, counts, disposals)
    cards: list[AssetCard | LowValueItem] = [*books.of(AssetCard), *books.of(LowValueItem)]
    return Assets(
        all=tuple(
            Asset(card, *(tuple(one.pop(card.id, ())) for one in histories)) for card in cards
        ),
        fixed_postings=fixed,
    )


def _by_day(items: Iterable[_Told]) -> list[_Told]:
    return sorted(items, key=lambda item: (item.date, item.place))


def _by_id(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """Return things by the id that they name, in the order in which they came."""
    found: dict[str, list[Any]] = {}
    for identity, item in pairs:
        found.setdefault(identity, []).append(item)
    return found


def keepers_of(things: Iterable[Asset]) -> dict[str, int]:
    """Return who keeps things, and how many; nobody is the empty name."""
    counts: dict[str, int] = defaultdict(int)
    for item in things:
        counts[item.keeper or ""] += 1
    return dict(counts)
