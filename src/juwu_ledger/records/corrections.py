"""Chains of corrections: what was booked, taken back and booked anew is one thing that happened.

A voucher has two dates. Its *own date* is the day it was booked: day-books, papers' totals, closed
months and counts go by it. Its *event date* is the day it happened: that of the first voucher of its
chain of corrections, else what ``occurred`` says, else its own. Conduct is judged on what happened
(:func:`as_it_happened`): of each chain the live voucher alone, on its event date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.legs import nets_of
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.facts.walked_anew import walked_anew
from juwu_ledger.books.model.metadata import occurred_on, text_of
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.vocabulary import LateClearing

_OF_CORRECTIONS = frozenset({"corrects", "occurred"})


class Corrections:
    """The chains of some books. Made by :func:`corrections_of`."""

    def __init__(self, books: Books) -> None:
        """Follow each chain from its first voucher to its last."""
        self._books = books
        heirs = books.facts.heirs
        self._chains: dict[int, tuple[Voucher, ...]] = {}
        self._roots: dict[str, str] = dict(books.carried.roots) if books.carried else {}
        corrected = {heir.voucher.id for heir in heirs.values()}
        for identity in heirs:
            if identity not in corrected:
                chain = tuple(self._follow(identity))
                root = self._roots.get(identity, identity)
                for voucher in chain:
                    self._chains[id(voucher.txn)] = chain
                    self._roots[voucher.id] = root

    def _follow(self, identity: str) -> Iterator[Voucher]:
        """Yield the original, then red letter and re-entry of each correction."""
        heirs = self._books.facts.heirs
        yield self._books.facts.by_id[identity]
        while identity in heirs:
            heir = heirs[identity]
            yield heir.red
            yield heir.voucher
            identity = heir.voucher.id

    @property
    def chains(self) -> list[tuple[Voucher, ...]]:
        """Every chain: original, red letter, re-entry, red letter, re-entry …"""
        return list({id(chain): chain for chain in self._chains.values()}.values())

    def chain(self, voucher: Voucher) -> tuple[Voucher, ...]:
        """Return all vouchers of a voucher's chain; itself where it was never corrected."""
        return self._chains.get(id(voucher.txn), (voucher,))

    def ids(self, voucher: Voucher) -> frozenset[str]:
        """Return the numbers of all vouchers of its chain."""
        return frozenset(one.id for one in self.chain(voucher) if one.id)

    def root(self, identity: str) -> str:
        """Return the number of the first voucher of a chain; any other word as it is."""
        return self._roots.get(identity, identity)

    @property
    def roots(self) -> Mapping[str, str]:
        """Every voucher's number in a chain → that of the first of its chain."""
        return self._roots

    def live(self, voucher: Voucher) -> bool:
        """Tell whether it stands: the last of its chain, not taken back whole, no red letter."""
        if voucher.mirrors is not None or self._books.facts.taken_back_by(voucher):
            return False
        return self.chain(voucher)[-1].txn is voucher.txn

    def event_date(self, voucher: Voucher) -> dt.date:
        """Return the day on which what a voucher of the books tells happened."""
        first = self.chain(voucher)[0]
        return occurred_on(first.txn.meta, first.date) or first.date


def corrections_of(books: Books) -> Corrections:
    """Return the chains of the books, followed once."""
    return books.record(Corrections)


def as_it_happened(books: Books) -> Books:
    """Return the books as if nothing had had to be corrected, each voucher on its event date.

    Of a chain with an heir only the last voucher is there, where the first one stood; a voucher taken
    back without an heir keeps its red letter, for its money came back on that day. Vouchers are those
    of the books but for their date. The same books where nothing was corrected.
    """
    return books.record(_as_it_happened)


def _as_it_happened(books: Books) -> Books:
    if not books.facts.redated:
        return books
    chains = corrections_of(books).chains
    successor = {v.id: chain[-1].id for chain in chains for v in chain if v.id}
    changed = {id(v): (v, _happened(v.txn, v.txn, successor)) for v in books.facts.redated}
    for voucher in books.facts.naming:
        if voucher.text("reverses") in successor:
            changed[id(voucher)] = voucher, _happened(voucher.txn, voucher.txn, successor)
    for chain in chains:
        changed.update((id(voucher), (voucher, None)) for voucher in chain)
        stands = _happened(_standing(books, chain), chain[0].txn, successor)
        changed[id(chain[0])] = chain[0], stands
    return walked_anew(books, changed.values())


def _happened(txn: Any, original: Any, successor: Mapping[str, str]) -> Any:
    """Return a voucher on its event date; a refund takes back what stands of a chain."""
    meta = {key: value for key, value in txn.meta.items() if key not in _OF_CORRECTIONS}
    target = text_of(meta.get("reverses"))
    if target in successor:
        meta["reverses"] = successor[target]
    day = occurred_on(original.meta, original.date) or original.date
    return txn._replace(date=day, meta=meta)


def _standing(books: Books, chain: Sequence[Voucher]) -> Any:
    """Return the last voucher of a chain, with what had been given back of those before it.

    What was refunded of a voucher before the rest of it was booked anew did go out, and come back.
    """
    before, last = chain[:-1], chain[-1].txn
    shown = _shown(books, before)
    postings = [_cleared_when(posting, shown) for posting in last.postings]
    patterns = [posting for voucher in before for posting in voucher.txn.postings]
    return last._replace(
        postings=_with(postings, nets_of(*(voucher.txn for voucher in before)), patterns)
    )


def _with(postings: Sequence[Any], rest: Mapping[str, int], patterns: Iterable[Any]) -> list[Any]:
    """Return postings with ``rest`` (fen) added to those of the same accounts, or behind them."""
    left = {account: to_yuan(fen) for account, fen in rest.items()}
    summed = []
    for posting in postings:
        more = left.pop(posting.account, None)
        if more is not None:
            units = posting.units._replace(number=posting.units.number + more)
            posting = posting._replace(units=units)
        summed.append(posting)
    for posting in patterns:
        more = left.pop(posting.account, None)
        if more is not None:
            summed.append(posting._replace(units=posting.units._replace(number=more)))
    return summed


def _shown(books: Books, vouchers: Iterable[Voucher]) -> dict[str, dt.date]:
    """Return on which day the bank first showed money of these vouchers, by account."""
    late = {(item.voucher, item.account): item.date for item in books.of(LateClearing)}
    shown: dict[str, dt.date] = {}
    for voucher in vouchers:
        if voucher.mirrors is None:
            for posting in voucher.txn.postings:
                own = (posting.meta or {}).get("cleared")
                day = own or late.get((voucher.id, posting.account))
                if isinstance(day, dt.date):
                    shown.setdefault(posting.account, day)
    return shown


def _cleared_when(posting: Any, shown: Mapping[str, dt.date]) -> Any:
    """Return a posting that says when the bank showed the money, not when it was booked anew."""
    own, first = (posting.meta or {}).get("cleared"), shown.get(posting.account)
    if not isinstance(own, dt.date) or first is None or first >= own:
        return posting
    return posting._replace(meta={**posting.meta, "cleared": first})
