"""Working out anew what the newest seal carries: the incremental check believes it, so it must be proven.

Every file is taken as it was when the month was closed (a seal knows how long each was, and its
digest), the rules are run as of that day, and what the seal should carry is made once more. Where a
file was changed at its beginning since, that cannot be done; then both ways of judging are compared.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import LoadedBooks, load_books
from juwu_ledger.books.reading.source import Refused, read_bytes
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.seals.incremental.carried_record import BadCarried, read_carried
from juwu_ledger.seals.incremental.carrying import carry
from juwu_ledger.seals.incremental.edition import fingerprint
from juwu_ledger.seals.incremental.incremental_check import load_incrementally
from juwu_ledger.seals.judging import judge_incrementally
from juwu_ledger.seals.seal_file import Seal, sha256


def carries_wrongly(books: Books, seal: Seal) -> str | None:
    """Say what is wrong where ``seal``, the newest of ``books``, carries something else than they give.

    What other rules made is of no use to the incremental check and is not looked at: another edition of
    the program may have written other words.
    """
    if not seal.carried or _is_of_another_edition(seal.carried):
        return None
    try:
        record = read_carried(seal.carried)
    except BadCarried:
        return _REWRITTEN
    as_of = dt.date.fromisoformat(record["as_of"])
    contents, changed = _contents(books.root, seal)
    then = None if changed else _loaded(books.main, contents)
    if then is None or then.books is None or then.errors:
        return _otherwise(changed) if _judges_otherwise(books, as_of) else None
    findings = judge(then.books, CATALOGUE, as_of)
    named = {str(path): data for path, data in contents.items()}
    end = dt.date.fromisoformat(record["until"])
    digest = seal.digest if end == seal.period.last else then.books.digest(end)
    made = carry(then.books, named, end, digest, findings, as_of)
    return None if seal.carried == made else _REWRITTEN


def _is_of_another_edition(carried: str) -> bool:
    try:
        record = json.loads(carried)
    except (ValueError, RecursionError):
        return False
    made_by = record.get("made_by") if isinstance(record, dict) else None
    return isinstance(made_by, str) and made_by != fingerprint()


_REWRITTEN = "被改过：它结转下来的余额、号码和查出的事与账不符（carried 那一行）"


def _otherwise(changed: Sequence[str]) -> str:
    """Say that both ways of judging differ; ``changed`` are files whose beginning is another."""
    files = f"；封账以后改动过前面内容的文件：{'、'.join(changed)}" if changed else ""
    return f"与账对不上：照它查账，和全部重算（juwu check --full），查出来的不一样{files}"


def _contents(root: Path, seal: Seal) -> tuple[dict[Path, bytes], list[str]]:
    """Return every file as it was when the seal was made, and those that cannot be had as they were."""
    contents: dict[Path, bytes] = {}
    changed: list[str] = []
    for file in seal.files:
        path = root / file.path
        try:
            data = read_bytes(path)[: file.size]
        except Refused:
            data = b""
        if sha256(data) != file.digest:
            changed.append(file.path)
        contents[path] = data
    return contents, changed


def _loaded(main: Path, contents: Mapping[Path, bytes]) -> LoadedBooks:
    """Load the books as they were; a file that came later, under an include by pattern, is empty."""
    texts: dict[Path, bytes] = dict(contents)
    loaded = load_books(main, texts)
    later = {Path(name) for name in loaded.options.get("include", ())} - texts.keys()
    if not later:
        return loaded
    return load_books(main, {**texts, **dict.fromkeys(later, b"")})


def _judges_otherwise(books: Books, as_of: dt.date) -> bool:
    """Tell whether the incremental check finds other things than all the rules do in the whole books."""
    day = max(as_of, books.newest or as_of)
    since = load_incrementally(books.main, day)
    found: list[Any] | None = judge_incrementally(since, CATALOGUE, day) if since else None
    return found is not None and found != judge(books, CATALOGUE, day)
