"""Reading what did not change only once, for tests that judge the same books with small changes.

What a file's text gives is kept by name and bytes, as a writing command keeps it (``loading.Kept``); entries
are never changed once made. Everything after the parser runs anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from juwu_ledger.books.reading import loading

_remembering = lru_cache(maxsize=128)(loading._file_read)


@contextmanager
def parsed_once() -> Iterator[None]:
    before = loading._file_read
    loading._file_read = _remembering
    try:
        yield
    finally:
        loading._file_read = before
