"""The incremental check: books read from their last seal on.

Every sealed file must still say of the sealed months what it said; then only what was added, what was
kept, and what new vouchers refer to is parsed. Whatever is out of the ordinary asks for the
whole books (``None``): that may be slower, never less.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from beancount.core import data

from juwu_ledger.books.facts.book_building import build_books
from juwu_ledger.books.facts.carried import Carried, NeedsWhole, OpenItem
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.reading.booking import book
from juwu_ledger.books.reading.documents import Scans
from juwu_ledger.books.reading.loading import (
    LoadedBooks,
    absolute,
    forbidden,
    refuse_currency,
    validate_books,
)
from juwu_ledger.books.reading.parsing import parse
from juwu_ledger.books.reading.source import (
    NO_TEXTS,
    BooksFolder,
    Refused,
    check_text,
    line_naming,
    read_bytes,
    text_problems,
)
from juwu_ledger.seals.incremental.carried_record import BadCarried, read_carried
from juwu_ledger.seals.incremental.carrying import fingerprint, whole_digest
from juwu_ledger.seals.incremental.id_marks import mark, unpacked
from juwu_ledger.seals.incremental.sealed_dependence import depends_on_sealed
from juwu_ledger.seals.incremental.text_spans import Span, joined
from juwu_ledger.seals.seal_file import FOLDER, BadSeal, Seal, read_head, sha256

ALL = frozenset({"*"})
"""Wanted: every sign-off that may still be spent under."""
_CONTINUED = re.compile(rb"(?:[ \t]*(?:;[^\n]*)?\r?\n)*[ \t]+[^\s;]")
"""Text that would go on with the directive before it."""


@dataclass(frozen=True)
class SinceSeal:
    """Books read from their last seal on, and what their last seal carries."""

    loaded: LoadedBooks
    books: Books
    record: Mapping[str, Any]
    until: dt.date
    """The last day of the last sealed month."""


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
        self.seal: tuple[bytes, Seal, str, dict[str, Any]] | None = None

    def content(self, path: Path, texts: Mapping[Path, bytes]) -> bytes:
        """Return a file's bytes: the very same object while the file is the same."""
        if path in texts:
            return texts[path]
        try:
            status = path.stat()
        except OSError:
            raise NeedsWhole from None
        state = status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
        known = self.contents.get(path)
        if known is None or known[0] != state:
            known = self.contents[path] = state, read_bytes(path)
        return known[1]

    def last_seal(self, root: Path) -> tuple[Seal, str, dict[str, Any]]:
        """Return the newest seal, the SHA-256 of its file, and what it carries."""
        newest = max((root / FOLDER).glob("*.seal"), key=lambda path: path.name, default=None)
        if newest is None:
            raise NeedsWhole
        content = self.content(newest, NO_TEXTS)
        if self.seal is None or self.seal[0] is not content:
            seal = read_head(content)
            self.seal = content, seal, sha256(content), read_carried(seal.carried)
        return self.seal[1:]

    def digest(self, path: Path, content: bytes, size: int) -> str:
        """Return the SHA-256 of the first ``size`` bytes."""
        known = self.digests.get(path)
        if known is None or known[0] is not content or known[1] != size:
            known = self.digests[path] = content, size, sha256(content[:size])
        return known[2]


class _File(NamedTuple):
    """One file as read: its bytes, which of them are parsed, and which of those are new."""

    name: str
    content: bytes
    pieces: list[Span]
    new: list[Span]
    sealed: bool
    whole: bool
    same: bool
    """Its beginning is, byte for byte, what was sealed."""


def load_incrementally(
    main: Path,
    as_of: dt.date,
    texts: Mapping[Path, bytes] = NO_TEXTS,
    wanted: Iterable[str] = (),
    seal: Seal | None = None,
    memory: Memory | None = None,
) -> SinceSeal | None:
    """Read the books whose main file is ``main`` from their last seal on; ``None`` if that won't do.

    ``texts`` as in :func:`juwu_ledger.books.reading.loading.load_books`; ``wanted`` names sign-offs that are
    to be there though no new voucher spends under them (:data:`ALL`: all that are not spent up).
    ``seal`` is one that is about to be written, in the place of the newest on the disk; ``memory``
    serves several readings of the same books, one soon after another.
    """
    try:
        reader = _Reader(absolute(main), texts, as_of, seal, memory or Memory())
        return reader.read(frozenset(wanted))
    except (NeedsWhole, Refused, BadSeal, BadCarried):
        return None  # Whatever is wrong, reading the whole books says what.


class _Reader:
    """One reading; raises :class:`NeedsWhole`, and what odd files and seals raise."""

    def __init__(
        self,
        main: Path,
        texts: Mapping[Path, bytes],
        as_of: dt.date,
        seal: Seal | None,
        memory: Memory,
    ) -> None:
        self.main = main
        self.root = main.parent
        self.texts = texts
        self.as_of = as_of
        self.memory = memory
        self.folder = BooksFolder(main, texts)
        self.trial = seal is not None
        self.record: dict[str, Any]
        if seal is not None:
            self.seal, self.seal_digest = seal, ""
            self.record = read_carried(seal.carried)
        else:
            self.seal, self.seal_digest, self.record = memory.last_seal(self.root)
        if self.record["made_by"] != fingerprint():
            raise NeedsWhole
        self.was = {file.path: file for file in self.seal.files}
        if not self.was.keys() >= self.record["files"].keys():
            raise NeedsWhole
        if as_of < dt.date.fromisoformat(self.record["as_of"]):
            raise NeedsWhole
        self.until = dt.date.fromisoformat(self.record["until"])
        self.files: dict[str, _File] = {}
        self.options: dict[str, Any] = {}

    def read(self, wanted: frozenset[str]) -> SinceSeal:
        entries = self._entries()
        entries += self._referred(entries, wanted)
        self._check_scans()
        state = self._state(wanted)
        if self.memory.last is not None and self.memory.last[0] == state:
            return self.memory.last[1]
        entries.sort(key=data.entry_sortkey)
        booked, errors = book(entries, self.options)
        if errors:
            raise NeedsWhole
        books = build_books(booked, self.options, self.main, (), self._carried())
        if any(True for _ in validate_books(books, self.options)):
            raise NeedsWhole
        if books.title != self.record["title"]:
            raise NeedsWhole  # Signatures are made over it.
        if not self.trial:
            self._check_close(books)
        if depends_on_sealed(books, self.record, self.until):
            raise NeedsWhole
        since = SinceSeal(LoadedBooks(books, (), self.options), books, self.record, self.until)
        self.memory.last = state, since
        return since

    def _state(self, wanted: frozenset[str]) -> Any:
        """Return what the view depends on: the files' bytes as they are in memory, and what was asked."""
        contents = [(name, file.content) for name, file in sorted(self.files.items())]
        return contents, self.as_of, wanted, self.seal_digest, self.trial

    # --- text --------------------------------------------------------------------------------

    def _entries(self) -> list[Any]:
        """Parse the main file, and of every file it includes what is needed."""
        queue, seen = [self.main], set()
        entries: list[Any] = []
        while queue:
            path = queue.pop(0)
            if path in seen or not self.folder.contains(path):
                raise NeedsWhole
            seen.add(path)
            file = self._file(path)
            self.files[self.folder.relative(file.name)] = file
            found, options = self._parsed(file)
            if path == self.main:
                refuse_currency(options, file.name, file.content)
            self._check_sealed(file, found)
            queue += self._included(path, file, found, options)
            self.options = self.options or dict(options)
            entries += found
        if not self.record["files"].keys() <= self.files.keys():
            raise NeedsWhole
        self.options["include"] = sorted(map(str, seen))
        return entries

    def _file(self, path: Path) -> _File:
        """Read a file and settle which pieces of it are parsed."""
        name, relative = str(path), self.folder.relative(str(path))
        content = self.memory.content(path, self.texts)
        everything = Span(0, len(content), 1)
        if relative not in self.record["files"]:
            return _File(name, content, [everything], [everything], False, True, False)
        was = self.was[relative]
        same = len(content) >= was.size
        same = same and self.memory.digest(path, content, was.size) == was.digest
        kept = self.record["files"][relative]
        if kept is None:
            new = [] if same and len(content) == was.size else [everything]
            return _File(name, content, [everything], new, True, True, same)
        if not same:
            raise NeedsWhole
        tail = _tail(content, was.size)
        return _File(
            name, content, [*(Span(*span) for span in kept), *tail], tail, True, False, True
        )

    def _parsed(self, file: _File) -> tuple[list[Any], Any]:
        """Parse the pieces of a file at one go; return its entries and options.

        Blank lines stand for what is left out, so that every line keeps its number.
        """
        key = file.name, tuple(file.pieces)
        known = self.memory.parsed.get(key)
        if known is not None and known[0] is file.content:
            return known[1], known[2]
        parts: list[bytes] = []
        line = 1
        for piece in sorted(file.pieces):
            text = file.content[piece.start : piece.end]
            check_text(text, file.name)
            if text_problems(text, file.name):
                raise NeedsWhole  # What an odd seal cuts out of its string may be a division.
            parts += [b"\n" * (piece.line - line), text]
            line = piece.line + text.count(b"\n")
        entries, errors, options = parse(b"".join(parts), file.name)
        if errors:
            raise NeedsWhole
        self.memory.parsed[key] = file.content, entries, options
        return entries, options

    def _check_sealed(self, file: _File, found: list[Any]) -> None:
        """Nothing dated in sealed months may be new; what was there must still be there."""
        if file.sealed and file.whole:
            if file.new:
                relative = self.folder.relative(file.name)
                now = whole_digest(found, file.name, str(self.root), self.until)
                if now != self.record["whole"][relative]:
                    raise NeedsWhole
                if not file.same and self._speaks_of(relative):
                    raise NeedsWhole  # Lines moved: what was found there stands elsewhere now.
            return
        begun = file.new[0].line if file.new else None
        if begun is not None and any(
            entry.date <= self.until and entry.meta["lineno"] >= begun for entry in found
        ):
            raise NeedsWhole

    def _speaks_of(self, relative: str) -> bool:
        return any(finding["place"][0] == relative for finding in self.record["findings"])

    def _included(self, path: Path, file: _File, found: list[Any], options: Any) -> list[Path]:
        if any(True for _ in forbidden(options, found, self.folder, file.name, file.content)):
            raise NeedsWhole
        paths = []
        for pattern in options["include"]:
            line = line_naming(file.content, pattern)
            for item in self.folder.expand(pattern, path, line):
                paths.append(Path(os.path.normpath(item)))
        return paths

    def _referred(self, entries: list[Any], wanted: frozenset[str]) -> list[Any]:
        """Parse the sign-offs that new entries spend under, and what was spent under them before."""
        live = self.record["approvals"]
        there = {(entry.meta["filename"], entry.meta["lineno"]) for entry in entries}
        new = {plain(str(e.values[0].value)) for e in entries if _is(e, "approval")}
        known = unpacked(self.record["approval_marks"])
        named = _approvals_named(entries, self.until) | wanted
        missing: dict[str, set[Span]] = defaultdict(set)
        for identity in live if wanted == ALL else sorted(named):
            if identity not in live:
                if identity not in new and mark(identity) in known:
                    raise NeedsWhole
                continue
            for at, start, end, line in live[identity]:
                relative = self.record["order"][at]
                if (self.files[relative].name, line) not in there:
                    missing[relative].add(Span(start, end, line))
        found: list[Any] = []
        for relative, spans in missing.items():
            if not self.files[relative].same:
                raise NeedsWhole  # Lines moved: they stand elsewhere now.
            file = self.files[relative]._replace(pieces=joined(spans), new=[])
            found += self._parsed(file)[0]
        return found

    # --- what was sealed -----------------------------------------------------------------------

    def _carried(self) -> Carried:
        record = self.record
        return Carried(
            until=self.until,
            digests={dt.date.fromisoformat(day): text for day, text in record["digests"].items()},
            balances=record["balances"],
            vouchers=record["vouchers"],
            funds=record["funds"],
            budgets=record["budgets"],
            slips=record["slips"],
            open_items=tuple(map(self._open_item, record["open_items"])),
            roots=record["roots"],
            gifts=[],
            anchor=[],
        )

    def _open_item(self, row: list[Any]) -> OpenItem:
        account, day, voucher, who, file, line, fen, left = row
        place = Place(str(self.root / file), line)
        return OpenItem(account, dt.date.fromisoformat(day), voucher, who, place, fen, left)

    def _check_close(self, books: Books) -> None:
        """The seal must be that of the books' own close, and be what the close says it is."""
        close = next((c for c in books.sealed if c.period == self.seal.period), None)
        if (
            close is None
            or close.digest != self.seal.digest
            or close.previous != self.seal.previous
            or close.documents != self.seal.documents
            or close.seal != self.seal_digest
            or self.record["digests"].get(self.until.isoformat()) != self.seal.digest
        ):
            raise NeedsWhole

    def _check_scans(self) -> None:
        """Scans that were there are there, and those that were missing are missing still."""
        scans = Scans(self.root)
        missing = [name for name in self.record["scans"] if not scans.has(name)]
        if missing != self.record["missing"]:
            raise NeedsWhole


def _tail(content: bytes, size: int) -> list[Span]:
    """Return what was written after the seal; raises where it goes on with what stood before."""
    if len(content) == size:
        return []
    rest = content[size:]
    if _CONTINUED.match(rest) or (
        not content[:size].endswith(b"\n") and not rest.startswith(b"\n")
    ):
        raise NeedsWhole
    return [Span(size, len(content), content.count(b"\n", 0, size) + 1)]


def _is(entry: Any, word: str) -> bool:
    return type(entry).__name__ == "Custom" and entry.type == word and bool(entry.values)


def _is_transaction(entry: Any) -> bool:
    return type(entry).__name__ == "Transaction"


def _approvals_named(entries: Iterable[Any], until: dt.date) -> frozenset[str]:
    """Return the sign-offs that entries dated after ``until`` name, or end."""
    new = [entry for entry in entries if entry.date > until]
    metas = [e.meta for e in new if _is_transaction(e) or _is(e, "asset-disposal")]
    metas += [p.meta or {} for e in new if _is_transaction(e) for p in e.postings]
    named = {plain(text_of(meta.get("approval"))) for meta in metas}
    named |= {plain(text_of(e.values[0].value)) for e in new if _is(e, "approval-end")}
    return frozenset(named - {""})
