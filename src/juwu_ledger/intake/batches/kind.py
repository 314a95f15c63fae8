"""What a kind of batch is: its columns, its settings, what makes a row one of its own, what it becomes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from juwu_ledger.intake.batches import kinds
from juwu_ledger.intake.batches.field import Field

VERSION = 1
"""Of the templates; a file of another one is refused by name."""
HIDDEN = "juwu"
"""The hidden sheet: kind and version in B1 and B2, words of drop-downs from column D on."""
LABELS = 1
"""The column in which settings are named; their values stand beside it."""
ORDINAL, EXAMPLE = "序号", "例"
"""The first column; a row that says 例 there is the example, and is passed over."""
Values = Mapping[str, Any]
"""What was read, by the names of fields; each is what the form of its field says."""


class Line(NamedTuple):
    """A row as it was read: its number in the sheet, its key (:mod:`.row_keys`), its values."""

    at: int
    key: str
    values: Values


class Wrong(NamedTuple):
    """What is wrong between cells that can each be read; ``at`` 0 stands for a setting."""

    at: int
    field: str
    why: str


@dataclass(frozen=True)
class Kind:
    """One kind of batch."""

    name: str
    title: str
    hint: str
    """How it is filled in, for the line under the title."""
    fields: Sequence[Field]
    identity: Callable[[Values, Values], tuple[str, ...]]
    """Of settings and row: what makes a row the same one when it comes again."""
    make: Callable[[Values, Sequence[Line]], Any]
    """Makes the frozen value that the journal takes, of settings and rows."""
    settings: Sequence[Field] = ()
    check: Callable[[Values, Sequence[Line]], Iterable[Wrong]] = lambda said, lines: ()
    is_foreign: bool = False
    """Whether exports of other programs, without our hidden sheet, are taken too."""
    shares_rows: bool = False
    """Whether several rows make one thing and so have one key."""


@dataclass(frozen=True)
class Batch:
    """A batch as it was read: every cell understood, nothing compared with the books yet."""

    kind: Kind
    sheet: str
    settings: Values
    lines: tuple[Line, ...]

    def only(self, lines: Iterable[Line]) -> Batch:
        """Return the batch with some of its rows."""
        return replace(self, lines=tuple(lines))

    def made(self) -> Any:
        """Return what the journal takes of it: the value that its kind makes."""
        return self.kind.make(self.settings, self.lines)


@lru_cache(maxsize=1)
def all_kinds() -> Mapping[str, Kind]:
    """Return every kind by name, found by walking the package."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(kinds.__path__):
        kind: Kind = importlib.import_module(f"{kinds.__name__}.{module.name}").KIND
        found[kind.name] = kind
    return found
