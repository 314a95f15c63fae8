"""Names of payees, sellers and buyers as they are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(10_000)
def normal_name(name: str) -> str:
    """Return a name as it is compared: half width, no blanks, brackets and dots left out."""
    folded = unicodedata.normalize("NFKC", name)
    return "".join(char for char in folded if char.isalnum() or char == "*").casefold()
