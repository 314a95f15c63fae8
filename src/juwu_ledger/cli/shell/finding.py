"""Finding one of several by typing part of it: Chinese, pinyin or its initials, a code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import folded
from juwu_ledger.journal.engine.refusals import BadInput

_LONGEST = 60
"""Characters; nobody looks for more."""


def found_by(
    choices: Sequence[Choice], read: Callable[[str], object], *, free: bool = False
) -> Callable[[str], Sequence[Choice]]:
    """Return what narrows ``choices`` by what is typed; a word that only ``read`` knows finds its own.

    Where the choice is ``free``, what ``read`` takes is a choice, too.
    """

    def find(typed: str) -> Sequence[Choice]:
        words = folded(typed).lower().split()
        if not words:
            return choices
        if len(typed) > _LONGEST:
            return [one for one in choices if one.title == typed]
        exact = [one for one in choices if typed in (one.title, one.value)]
        return exact or [one for one in choices if _fits(one.title, words)] or _meant(typed)

    def _meant(typed: str) -> list[Choice]:
        try:
            wanted = read(typed)
        except BadInput:
            return []
        known = [one for one in choices if read(one.value) == wanted]
        return known or ([Choice(typed, typed)] if free else [])

    return find


def _fits(title: str, words: Sequence[str]) -> bool:
    plain = folded(title).lower()
    return all(word in plain or (word.isascii() and word in sounds(title)) for word in words)


@lru_cache(maxsize=4096)
def sounds(text: str) -> str:
    """Return the pinyin initials of the Chinese characters of a text, then all of their pinyin."""
    from pypinyin import Style, lazy_pinyin  # Slow to import, and seldom needed.

    chinese = "".join(char for char in text if not char.isascii())
    initials = "".join(lazy_pinyin(chinese, style=Style.FIRST_LETTER))
    return f"{initials} {''.join(lazy_pinyin(chinese))}".lower()
