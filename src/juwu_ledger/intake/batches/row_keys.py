"""A row's key: which row it is, and what it says; so that nothing is booked twice.

``IDENTITY-CONTENT``: the beginnings of two SHA-256. A row that comes again with the same identity and
another content was changed after it was booked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

_IDENTITY, _CONTENT = 12, 8


def row_key(kind: str, identity: Iterable[str], content: Iterable[object]) -> str:
    """Return the key of a row of a kind."""
    return f"{_hash([kind, *identity], _IDENTITY)}-{_hash(list(map(str, content)), _CONTENT)}"


def identity_of(key: str) -> str:
    """Return the part of a key that says which row it is."""
    return key.partition("-")[0]


def _hash(words: list[str], digits: int) -> str:
    text = json.dumps(words, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:digits]
