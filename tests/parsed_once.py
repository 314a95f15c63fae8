"""Parsing what did not change only once, for tests that judge the same books with small changes.

What is parsed is kept by name and bytes; entries are never changed once made. Everything after the
parser runs anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from juwu_ledger.books.reading import loading

_plain = loading._parse
_remembering = lru_cache(maxsize=128)(_plain)


@contextmanager
def parsed_once() -> Iterator[None]:
    loading._parse = _remembering
    try:
        yield
    finally:
        loading._parse = _plain
