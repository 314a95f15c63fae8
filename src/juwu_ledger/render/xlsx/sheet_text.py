"""Text made fit for a workbook cell: what a cell cannot hold is replaced, and said so."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 32_767
"""Characters a cell may hold, counted as Excel does: in UTF-16 units."""
_CUT = "……（太长，后面截去）"
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")
_FORMULA_HEADS = "=+-@\t"


class Cleaned(NamedTuple):
    """A text fit for a cell and, where it had to be changed, what was done to it."""

    text: str
    note: str = ""


def clean(text: str) -> Cleaned:
    """Replace control characters and lone surrogates by ``\ufffd`` and cut what is too long."""
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    notes = []
    text, replaced = _UNFIT.subn("\ufffd", text)
    if replaced:
        notes.append(f"{replaced} 个控制字符或残缺字符换成了 \ufffd")
    if len(text) > LONGEST // 2 and _units(text) > LONGEST:
        before = len(text)
        text = _cut(text)
        notes.append(f"原文 {before} 字，超过一格能放的 {LONGEST} 字，截去了后面的")
    return Cleaned(text, "；".join(notes))


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet might take the text for a formula if it were typed in."""
    return text[:1] in _FORMULA_HEADS and bool(text)


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _cut(text: str) -> str:
    room = LONGEST - len(_CUT)
    kept = text[:room]
    while _units(kept) > room:
        kept = kept[: len(kept) - (_units(kept) - room + 1) // 2]
    return kept + _CUT
