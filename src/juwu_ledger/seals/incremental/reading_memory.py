"""Books as they are read from a seal on, and what one program has read of them already."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.facts.carried import NeedsWhole
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import Kept, LoadedBooks
from juwu_ledger.books.reading.source import NO_TEXTS, read_bytes
from juwu_ledger.seals.incremental.carried_record import read_carried
from juwu_ledger.seals.incremental.text_spans import Span
from juwu_ledger.seals.seal_file import Seal, read_head, sha256


class SinceSeal(NamedTuple):
    """Books read from their last seal on, and what their last seal carries."""

    loaded: LoadedBooks
    books: Books
    record: Mapping[str, Any]
    until: dt.date
    """The last day of the last month that the seal carries."""


class Memory:
    """What one program has read already, so that it need not read it again at once.

    A file is the same as long as its size, times and inode are. Entries are never changed once made,
    so they can serve several views.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.contents: dict[Path, tuple[tuple[int, ...], bytes]] = {}
        self.digests: dict[Path, tuple[bytes, int, str]] = {}
        self.parsed: dict[tuple[str, tuple[Span, ...]], tuple[bytes, list[Any], Any]] = {}
        self.last: tuple[Any, SinceSeal] | None = None
        self.whole = Kept()
        """What was read of the whole books, where that had to be."""
        self.heads: dict[Path, tuple[bytes, Seal]] = {}
        self.seals: dict[Path, tuple[bytes, Seal, str, dict[str, Any]]] = {}
        self.first_reached = "9999-12"
        """The earliest sealed month that later vouchers undo something of: nothing carried from it on will do."""

    def content(self, path: Path, texts: Mapping[Path, bytes]) -> bytes:
        """Return a file's bytes: the very same object while the file is the same."""
        if path in texts:
            return texts[path]
        try:
            status = path.stat()
        except OSError:
            raise NeedsWhole(f"{path.name} 打不开") from None
        state = status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
        known = self.contents.get(path)
        if known is None or known[0] != state:
            known = self.contents[path] = state, read_bytes(path)
        return known[1]

    def head(self, path: Path) -> Seal:
        """Return the seal in a file, but for its directives."""
        content = self.content(path, NO_TEXTS)
        known = self.heads.get(path)
        if known is None or known[0] is not content:
            known = self.heads[path] = content, read_head(content)
        if not known[1].carried:
            raise NeedsWhole("月结的时候有事还没有了结，这一份没有结转数")
        return known[1]

    def seal(self, path: Path) -> tuple[Seal, str, dict[str, Any]]:
        """Return the seal in a file, the SHA-256 of the file, and what the seal carries."""
        head, content = self.head(path), self.content(path, NO_TEXTS)
        known = self.seals.get(path)
        if known is None or known[0] is not content:
            known = self.seals[path] = content, head, sha256(content), read_carried(head.carried)
        return known[1:]

    def digest(self, path: Path, content: bytes, size: int) -> str:
        """Return the SHA-256 of the first ``size`` bytes."""
        known = self.digests.get(path)
        if known is None or known[0] is not content or known[1] != size:
            known = self.digests[path] = content, size, sha256(memoryview(content)[:size])
        return known[2]
