"""Where a text breaks into lines: a Chinese character is one em wide, all else takes somewhat less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from juwu_ledger.render.cells import UNBROKEN

_NARROW = 0.62
"""Ems of a letter or digit: more than most take."""
_ATOM = re.compile(f"{UNBROKEN.pattern}|.", re.ASCII | re.DOTALL)


def atoms_of(text: str) -> list[str]:
    """Return the pieces of a text that no line break may cut."""
    return _ATOM.findall(text)


def lines_of_text(text: str, room: float) -> Iterator[str]:
    """Break a text into lines of at most ``room`` ems; numbers and dates stay whole."""
    return filled_lines(atoms_of(text), room)


def filled_lines(atoms: Iterable[str], room: float) -> Iterator[str]:
    """Set atoms, none of which is broken, one behind another on lines."""
    line, used = "", 0.0
    for atom in atoms:
        wide = sum(_NARROW if char.isascii() else 1.0 for char in atom)
        if line and used + wide > room:
            yield line
            line, used = "", 0.0
        line += atom
        used += wide
    if line:
        yield line
