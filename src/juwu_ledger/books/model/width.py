"""How wide text stands in a fixed-width face, and how it is broken into lines: Chinese characters take two columns."""

from __future__ import annotations

import re
import unicodedata

_PIECES = re.compile(r"[!-~]+|.")
_CLOSING = frozenset("，。、；：！？）》”’】…")


def display_width(text: str) -> int:
    """Return the number of columns that ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, room: int) -> list[str]:
    """Break a text into lines of about ``room`` columns.

    Chinese breaks anywhere but before closing punctuation, which may stand out by one character;
    words and numbers stay whole where they fit on a line.
    """
    lines: list[str] = []
    line: list[str] = []
    taken = 0
    for piece in _PIECES.findall(text):
        width = display_width(piece)
        if line and taken + width > room and piece not in _CLOSING:
            lines.append("".join(line).rstrip())
            line, taken = [], 0
        while width > room and len(piece) > room:
            lines.append(piece[:room])
            piece = piece[room:]
            width = display_width(piece)
        if line or piece.lstrip():
            line.append(piece if line else piece.lstrip())
            taken += width
    return [*lines, "".join(line).rstrip()]
