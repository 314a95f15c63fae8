"""What a way to change closed months is, and the means to write one down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rules.mutations import Ledger

Change = Callable[[Ledger], Ledger]
Scans = Mapping[str, bytes | None]
REVIEWS = "reviews.beancount"


def nothing(ledger: Ledger) -> Ledger:
    return ledger


class Tampering(NamedTuple):
    name: str
    months: str
    """The closed months that are no longer what they were, and no others."""
    named: str
    """Words of the directive or scan, which ``verify`` must say."""
    change: Change = nothing
    scans: Scans = {}
    rule: str | None = None
    """The months that PRD002 names, where they are others: it never opens a scan or a seal file."""


def swap(needle: str, old: str, new: str) -> Change:
    """Change a word of a directive, once."""
    return lambda ledger: ledger.swap(needle, old, new)


def every(needle: str, old: str, new: str) -> Change:
    """Change a word wherever it stands in a directive: an amount on both sides."""
    return rewrite(needle, lambda text: replaced(text, old, new))


def rewrite(needle: str, change: Callable[[str], str]) -> Change:
    return lambda ledger: ledger.rewrite(needle, change)


def redate(needle: str, day: str) -> Change:
    return rewrite(needle, lambda text: day + text[10:])


def put(needle: str, key: str, value: object) -> Change:
    return lambda ledger: ledger.set(needle, key, value)


def unset(needle: str, *keys: str) -> Change:
    return lambda ledger: ledger.unset(needle, *keys)


def cut(needle: str) -> Change:
    return lambda ledger: ledger.cut(needle)


def add(text: str, file: str = REVIEWS) -> Change:
    return lambda ledger: ledger.add(text, file)


def in_file(file: str, change: Callable[[str], str]) -> Change:
    return lambda ledger: ledger.put(file, change(ledger.texts[file]))


def without(*files: str) -> Change:
    """Take files away."""
    return lambda ledger: Ledger({n: t for n, t in ledger.texts.items() if n not in files})


def then(*changes: Change) -> Change:
    def change(ledger: Ledger) -> Ledger:
        for one in changes:
            ledger = one(ledger)
        return ledger

    return change


def replaced(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new)
