"""Long lists cut into pages, counted from 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Paged(NamedTuple, Generic[T]):
    """One page of a list."""

    items: Sequence[T]
    number: int
    pages: int
    total: int
    first: int
    """Place of the page's first item in the whole list, from 1; 0 where there is none."""

    def showing(self, items: Sequence[U]) -> Paged[U]:
        """Return the same page of other items: what its own are shown as."""
        return Paged(items, self.number, self.pages, self.total, self.first)


def paged(items: Sequence[T], number: int, size: int) -> Paged[T]:
    """Return a page; one before the first is the first, one beyond the last is the last."""
    pages = max(1, -(-len(items) // size))
    number = min(max(1, number), pages)
    start = (number - 1) * size
    return Paged(items[start : start + size], number, pages, len(items), start + 1 if items else 0)
