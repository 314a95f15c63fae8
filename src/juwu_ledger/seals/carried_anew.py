"""Working out anew what the newest seal carries: the short way believes it, so it must be proven.

Every file is taken as it was when the month was closed (a seal knows how long each was, and its
digest), the rules are run as of that day, and what the seal should carry is made once more. Where a
file was changed at its beginning since, that cannot be done; then both ways of judging are compared.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from juwu_ledger.books.loading import LoadedBooks, load_books
from juwu_ledger.books.source import Refused, read_bytes
from juwu_ledger.books.view import Books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.rule import judge
from juwu_ledger.seals.carrying import carry, fingerprint
from juwu_ledger.seals.judging import judge_short
from juwu_ledger.seals.seal_file import Seal, sha256
from juwu_ledger.seals.short_way import load_short


def carries_wrongly(books: Books, seal: Seal) -> bool:
    """Tell whether ``seal``, the newest of ``books``, carries something else than the books give.

    What other rules made is of no use to the short way and is not looked at.
    """
    if not seal.carried:
        return False
    try:
        record = json.loads(seal.carried)
        if record["made_by"] != fingerprint():
            return False
        as_of = dt.date.fromisoformat(record["as_of"])
    except (ValueError, KeyError, TypeError):
        return True
    contents = _contents(books.root, seal)
    then = _loaded(books.main, contents) if contents is not None else None
    if contents is None or then is None or then.books is None or then.errors:
        return _judges_otherwise(books, as_of)
    findings = judge(then.books, CATALOGUE, as_of)
    named = {str(path): data for path, data in contents.items()}
    return seal.carried != carry(then.books, named, seal.period.last, seal.digest, findings, as_of)


def _contents(root: Path, seal: Seal) -> dict[Path, bytes] | None:
    """Return every file as it was when the seal was made; ``None`` where one cannot be had."""
    contents = {}
    for file in seal.files:
        path = root / file.path
        try:
            data = read_bytes(path)[: file.size]
        except Refused:
            return None
        if sha256(data) != file.digest:
            return None
        contents[path] = data
    return contents


def _loaded(main: Path, contents: Mapping[Path, bytes]) -> LoadedBooks:
    """Load the books as they were; a file that came later, under an include by pattern, is empty."""
    texts: dict[Path, bytes] = dict(contents)
    loaded = load_books(main, texts)
    later = {Path(name) for name in loaded.options.get("include", ())} - texts.keys()
    if not later:
        return loaded
    return load_books(main, {**texts, **dict.fromkeys(later, b"")})


def _judges_otherwise(books: Books, as_of: dt.date) -> bool:
    """Tell whether the short way finds other things than all the rules do in the whole books."""
    day = max(as_of, books.newest or as_of)
    short = load_short(books.main, day)
    found: list[Any] | None = judge_short(short, CATALOGUE, day) if short else None
    return found is not None and found != judge(books, CATALOGUE, day)
