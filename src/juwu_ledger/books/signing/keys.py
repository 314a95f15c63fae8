"""Whose public key is in force on which day: by the books, or by a list kept outside of them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import REVOKED, SigningKey

if TYPE_CHECKING:
    from juwu_ledger.books.signing.trusted_keys import TrustedKeys


class KeyRing:
    """The public keys of those who sign.

    A list from outside replaces what the books say. Where the books have a key for somebody, but the
    list has none for that day, a signature is still asked for and none can hold: otherwise books
    could vouch for themselves. Names are compared in their plain form.
    """

    def __init__(
        self, registered: Iterable[SigningKey], trusted: TrustedKeys | None = None
    ) -> None:
        """Order the ``key`` directives by name and date; ``trusted`` is the list from outside."""
        self._by_name: dict[str, list[SigningKey]] = defaultdict(list)
        for item in sorted(registered, key=lambda key: (key.date, key.place)):
            self._by_name[plain(item.name)].append(item)
        self._dates = {name: [k.date for k in keys] for name, keys in self._by_name.items()}
        self.trusted = trusted

    def __bool__(self) -> bool:
        """Tell whether anybody has, or had, a key at all."""
        return bool(self._by_name) or self.trusted is not None

    def registered(self, name: str, day: dt.date) -> SigningKey | None:
        """Return the ``key`` directive, no revoked one, that is in force by the books."""
        who = plain(name)
        at = bisect_right(self._dates.get(who, ()), day)
        latest = self._by_name[who][at - 1] if at else None
        return None if latest is None or latest.key == REVOKED else latest

    def in_force(self, name: str, day: dt.date, namespace: str) -> tuple[str, ...]:
        """Return the public keys by which a signature of ``name`` on ``day`` may be verified."""
        if self.trusted is not None:
            return self.trusted.in_force(name, day, namespace)
        found = self.registered(name, day)
        return (found.key,) if found else ()

    def wants_signature(self, name: str, day: dt.date, namespace: str) -> bool:
        """Tell whether what ``name`` signs on ``day`` needs a signature.

        Where a list from outside has anybody's key for that day, everybody needs one: else whoever is
        appointed in the books could sign without.
        """
        if self.trusted is not None and self.trusted.covers(day, namespace):
            return True
        return bool(self.in_force(name, day, namespace)) or self.registered(name, day) is not None

    def knows(self, name: str) -> bool:
        """Tell whether ``name`` has a key on any day."""
        listed = self.trusted is not None and self.trusted.names(name)
        return listed or plain(name) in self._by_name

    def owners(self, public_key: str) -> list[str]:
        """Return the names, as registered, of those whose key this is or once was."""
        wanted = public_key.split()[:2]
        names = [
            item.name
            for items in self._by_name.values()
            for item in items
            if item.key.split()[:2] == wanted
        ]
        return list(dict.fromkeys(names))
