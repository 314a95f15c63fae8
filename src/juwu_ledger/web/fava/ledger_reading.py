"""The books behind one load of Fava's ledger: what the pages read instead of Fava's entries.

Fava keeps what its loader returns; :class:`LedgerOptions` is the options dictionary it expects and
carries the books as well, so that a reload changes both at one stroke.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.problem import LoadError
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, judge


def in_books(main: Path, file: str) -> str:
    """Return a file as it stands in the folder of the books: where that lies is nobody's business."""
    path, root = Path(file), main.parent
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


class Reading:
    """Books as they were loaded, and what the rules find in them."""

    def __init__(self, books: Books) -> None:
        """Take the books."""
        self.books = books
        self._judged: tuple[dt.date, list[Finding]] | None = None

    def findings(self, day: dt.date) -> list[Finding]:
        """Return what the rules find as of a day; a server that runs for weeks asks again daily."""
        judged = self._judged
        if judged is None or judged[0] != day:
            judged = self._judged = day, judge(self.books, CATALOGUE, day)
        return judged[1]


class LedgerOptions(dict[str, Any]):
    """Beancount's options as Fava wants them, with the books they came with."""

    def __init__(
        self, options: Mapping[str, Any], reading: Reading | None, errors: tuple[LoadError, ...]
    ) -> None:
        """Take the options; ``reading`` is ``None`` where the books cannot be read, and why."""
        super().__init__(options)
        self.reading = reading
        self.errors = errors
