"""How wide text stands in a fixed-width face: Chinese characters take two columns."""

from __future__ import annotations

import unicodedata


def display_width(text: str) -> int:
    """Return the number of columns that ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
