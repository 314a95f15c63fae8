"""Sets of ids kept small: eight bytes of a digest each, to ask “was this one used before?”.

A wrong yes is harmless (the whole books are read then), and as good as impossible.
"""

from __future__ import annotations

import base64
import hashlib
from array import array
from collections.abc import Iterable
from functools import lru_cache

from juwu_ledger.books.model.identifiers import plain


class BadMarks(Exception):
    """Text that holds no marks."""


def invoice_mark(text: str) -> int:
    """Return the mark of an invoice number, however it is written."""
    return mark(plain(text).replace("-", ""))


def mark(text: str) -> int:
    """Return the mark of an id."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "little")


def packed(marks: Iterable[int]) -> str:
    """Return marks as text."""
    numbers = array("Q", sorted(set(marks)))
    return base64.b64encode(numbers.tobytes()).decode("ascii")


@lru_cache(maxsize=4)
def unpacked(text: str) -> frozenset[int]:
    """Return the marks in ``text``; raises :class:`BadMarks` when it is none of :func:`packed`."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise BadMarks from None
    numbers = array("Q")
    if len(data) % numbers.itemsize:
        raise BadMarks
    numbers.frombytes(data)
    return frozenset(numbers)
