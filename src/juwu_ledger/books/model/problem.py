"""Where something stands in the books, and what is wrong with how it is written."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple


class Place(NamedTuple):
    """A line of a file of the books; ``file`` is the path that the loader opened."""

    file: str
    line: int

    @classmethod
    def of(cls, meta: Mapping[str, Any]) -> "Place":
        """Return the place that Beancount's metadata names."""
        return cls(meta.get("filename", ""), meta.get("lineno", 0))


class Problem(NamedTuple):
    """Something of ours that is malformed or unknown: what rule FMT001 (or FMT002) reports."""

    place: Place
    message: str
    remedy: str
    date: dt.date | None = None
    about: str | None = None
    voucher: str | None = None
    warning: bool = False


class LoadError(NamedTuple):
    """Why the books do not load or do not balance; ``file`` and ``line`` may be unknown."""

    message: str
    file: str | None = None
    line: int | None = None
