"""Sets of ids kept small: eight bytes of a digest each, to ask “was this one used before?”.

A wrong yes is harmless (the whole books are read then), and as good as impossible.
"""

from __future__ import annotations

import binascii
import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from juwu_ledger.books.model.identifiers import plain


class BadMarks(Exception):
    """Text that holds no marks."""


class Marks:
    """Marks in order: few are asked for, and to make a set of them all would take longer."""

    def __init__(self, numbers: array[int]) -> None:
        """Take the marks as :func:`packed` puts them, in ascending order."""
        self._numbers = numbers

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._numbers)

    def __contains__(self, number: int) -> bool:
        """Tell whether a mark is among them."""
        at = bisect_left(self._numbers, number)
        return at < len(self._numbers) and self._numbers[at] == number


def invoice_mark(text: str) -> int:
    """Return the mark of an invoice number, however it is written."""
    return mark(plain(text).replace("-", ""))


def mark(text: str) -> int:
    """Return the mark of an id."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "little")


def packed(marks: Iterable[int]) -> str:
    """Return marks as text."""
    numbers = array("Q", sorted(set(marks)))
    return binascii.b2a_base64(numbers.tobytes(), newline=False).decode("ascii")


@lru_cache(maxsize=4)
def unpacked(text: str) -> Marks:
    """Return the marks in ``text``; raises :class:`BadMarks` when it is none of :func:`packed`."""
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        raise BadMarks from None
    numbers = array("Q")
    if len(data) % numbers.itemsize:
        raise BadMarks
    numbers.frombytes(data)
    return Marks(numbers)
