"""Fava's list of ledgers with one on it, under an address that stays the same.

Fava makes the address from the books' title: it would change while somebody reads, as soon as the
title does or the books cannot be read, and the new one would be found by nobody.
"""

from __future__ import annotations

from collections.abc import ItemsView
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fava.core import FavaLedger

SLUG = "ledger"
"""First part of the path of every page of the books."""


class OneLedger:
    """Takes the place of Fava's loader of ledgers."""

    def __init__(self, ledger: FavaLedger) -> None:
        """Take the one that there is."""
        self.ledgers = [ledger]
        self._by_slug = {SLUG: ledger}

    def first_slug(self) -> str:
        """Return the part of the path."""
        return SLUG

    def items(self) -> ItemsView[str, FavaLedger]:
        """Return the ledger with its part of the path."""
        return self._by_slug.items()

    def __getitem__(self, slug: str) -> FavaLedger:
        """Return the ledger; raise ``KeyError`` for another part of the path."""
        return self._by_slug[slug]
