"""The names of people that the books know, so that a mistyped one can be noticed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.directives import KINDS
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import AssetHandover, Officer, Review

_KEYS = frozenset(
    {
        *("handler", "witness", "keeper", "director", "street-director", "applicant", "payee"),
        *("by", "raised-by", "counted-by", "prepared-by", "checked-by", "registered-by"),
        *("leader", "accountant", "cashier", "officer", "received-by", "accepted-by"),
    }
)
"""Metadata, of vouchers and of directives of ours, whose value is a person's name."""


def is_stranger(books: Books, name: str) -> bool:
    """Tell whether ``name`` holds no office and was never written in the books before."""
    return plain(name) not in books.record(_known_names)


def _known_names(books: Books) -> frozenset[str]:
    """Return the names in the books, made plain."""
    return frozenset(map(plain, set(names_used(books))))


def names_used(books: Books) -> Iterator[str]:
    """Yield the names in the books, some more than once."""
    for officer in books.of(Officer):
        yield officer.name
    for handover in books.of(AssetHandover):
        yield handover.keeper
    for review in books.of(Review):
        yield from review.members
    for entry in books.entries:
        match type(entry).__name__:
            case "Transaction":
                yield entry.payee or ""
                yield from _named(entry.meta)
            case "Balance":
                yield from _named(entry.meta)
            case "Custom" if entry.type in KINDS:
                yield from _named(entry.meta)


def _named(meta: Mapping[str, Any]) -> Iterator[str]:
    return (meta[key] for key in _KEYS & meta.keys() if isinstance(meta[key], str))
