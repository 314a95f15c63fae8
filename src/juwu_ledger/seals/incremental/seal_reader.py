"""Reading books from one seal on: what was added, what was kept, and what new vouchers refer to.

Every sealed file must still say of the sealed months what it said. What is out of the ordinary raises
:class:`~juwu_ledger.books.facts.carried.NeedsWhole`.
"""

import datetime as dt
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from beancount.core import data

from juwu_ledger.books.facts.book_building import build_books
from juwu_ledger.books.facts.carried import Carried, NeedsWhole, OpenItem, Overspent, Waiting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import VoucherId, plain
from juwu_ledger.books.model.metadata import id_of, occurred_on, text_of
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.reading.booking import book
from juwu_ledger.books.reading.documents import Scans
from juwu_ledger.books.reading.loading import (
    LoadedBooks,
    forbidden,
    refuse_currency,
    validate_books,
)
from juwu_ledger.books.reading.parsing import parse
from juwu_ledger.books.reading.source import BooksFolder, check_text, line_naming, text_problems
from juwu_ledger.seals.incremental.carried_record import read_places
from juwu_ledger.seals.incremental.edition import fingerprint
from juwu_ledger.seals.incremental.id_marks import mark, unpacked
from juwu_ledger.seals.incremental.reading_memory import Memory, SinceSeal
from juwu_ledger.seals.incremental.sealed_dependence import depends_on_sealed
from juwu_ledger.seals.incremental.text_spans import Span, cut_out, give_lines_back, joined
from juwu_ledger.seals.incremental.whole_files import whole_digest
from juwu_ledger.seals.seal_file import Seal

ALL = frozenset({"*"})
"""Wanted: every approval that may still be spent under."""
_CONTINUED = re.compile(rb"(?:[ \t]*(?:;[^\n]*)?\r?\n)*[ \t]+[^\s;]")
"""Text that would go on with the directive before it."""
_REACHED = re.compile(
    rb"""^[ \t]+(?:(?:reverses|corrects):[ \t]*"(\d{4}-\d\d)-|occurred:[ \t]*(\d{4}-\d\d)-)""", re.M
)
"""The month of a voucher that another undoes, and that in which something happened."""


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


class ReachesBehind(NeedsWhole):
    """What came later speaks of a month that was sealed: nothing carried from that month on will do."""

    def __init__(self, month: str) -> None:
        """Name the month, ``YYYY-MM``."""
        super().__init__(f"后来的凭证牵动 {month} 的凭证")
        self.month = month


class SealReader:
    """One reading; raises :class:`NeedsWhole`, and what odd files and seals raise."""

    def __init__(
        self,
        main: Path,
        texts: Mapping[Path, bytes],
        as_of: dt.date,
        memory: Memory,
        seal: Seal,
        seal_digest: str,
        record: dict[str, Any],
    ) -> None:
        """Take the seal with what it carries; one without a digest is not written yet."""
        self.main = main
        self.root = main.parent
        self.texts = texts
        self.as_of = as_of
        self.memory = memory
        self.folder = BooksFolder(main, texts)
        self.seal, self.seal_digest, self.record = seal, seal_digest, record
        if record["made_by"] != fingerprint():
            raise NeedsWhole("这一份是照从前的规则结转的")
        self.was = {file.path: file for file in seal.files}
        if not self.was.keys() >= record["files"].keys():
            raise NeedsWhole("这一份里的文件对不上")
        if as_of < dt.date.fromisoformat(record["as_of"]):
            raise NeedsWhole("查账的日子在月结那天以前")
        self.until = dt.date.fromisoformat(self.record["until"])
        self.files: dict[str, _File] = {}
        self.by_name: dict[str, _File] = {}
        self.known = {Place(str(self.root / file), line) for file, line, _, _ in record["reaching"]}
        self.options: dict[str, Any] = {}

    def read(self, wanted: frozenset[str]) -> SinceSeal:
        """Read the books; ``wanted`` as in :func:`.incremental_check.readings`."""
        entries = self._entries()
        reached = self._earliest_reached(entries)
        if reached:
            raise ReachesBehind(reached)
        entries += self._referred(entries, wanted)
        scans = Scans(self.root)
        self._check_scans(scans)
        state = self._state(wanted)
        if self.memory.last is not None and self.memory.last[0] == state:
            return self.memory.last[1]
        entries.sort(key=data.entry_sortkey)
        booked, errors = book(entries, self.options)
        if errors:
            raise NeedsWhole("有凭证的金额补不齐")
        books = build_books(booked, self.options, self.main, (), self._carried(), scans)
        if any(True for _ in validate_books(books, self.options)):
            raise NeedsWhole("有科目或者余额对不上")
        if books.title != self.record["title"]:
            raise NeedsWhole("账本的名称改过")  # Signatures are made over it.
        if self.seal_digest:
            self._check_close(books)
        why = depends_on_sealed(books, self.record, self.until, self.known, self._was_there)
        if why:
            raise NeedsWhole(why)
        since = SinceSeal(LoadedBooks(books, (), self.options), books, self.record, self.until)
        self.memory.last = state, since
        return since

    def _was_there(self, place: Place) -> bool:
        """Tell whether a voucher stood there when the seal was made."""
        file = self.by_name[place.file]
        return file.sealed and file.same and not (file.new and place.line >= file.new[0].line)

    def _state(self, wanted: frozenset[str]) -> Any:
        """Return what the view depends on: the files' bytes as they are in memory, and what was asked."""
        contents = [(name, file.content) for name, file in sorted(self.files.items())]
        return contents, self.as_of, wanted, self.seal_digest

    def _earliest_reached(self, entries: Iterable[Any]) -> str:
        """Return the earliest sealed month of which something new tells, or whose vouchers it undoes.

        Told by number and date alone, before anything is built. What the seal knows of is nothing new.
        """
        later = {number: month for _, _, number, month in self.record["reaching"]}
        months: list[str] = []
        for entry in entries:
            if not _is_transaction(entry) or entry.date <= self.until:
                continue
            if Place.of(entry.meta) in self.known:
                continue
            for named in filter(None, (id_of(entry.meta.get(k)) for k in ("reverses", "corrects"))):
                number = VoucherId.parse(named)
                months += [later[named]] if named in later else [number.month] if number else []
            happened = occurred_on(entry.meta, entry.date)
            months += [f"{happened:%Y-%m}"] if happened else []
        return min((month for month in months if month <= f"{self.until:%Y-%m}"), default="")

    # --- text --------------------------------------------------------------------------------

    def _entries(self) -> list[Any]:
        """Parse the main file, and of every file it includes what is needed."""
        queue, seen = [self.main], set()
        entries: list[Any] = []
        while queue:
            path = queue.pop(0)
            if path in seen or not self.folder.contains(path):
                raise NeedsWhole(f"{path.name} 不该在这里引入")
            seen.add(path)
            file = self._file(path)
            self.files[self.folder.relative(file.name)] = self.by_name[file.name] = file
            found, options = self._parsed(file)
            if path == self.main:
                refuse_currency(options, file.name, file.content)
            self._check_sealed(file, found)
            included = self._included(path, file, found, options)
            self._look_ahead(included)
            queue += included
            self.options = self.options or dict(options)
            entries += found
        if not self.record["files"].keys() <= self.files.keys():
            raise NeedsWhole("封账时有的文件现在没有读到")
        self.options["include"] = sorted(map(str, seen))
        return entries

    def _look_ahead(self, included: Iterable[Path]) -> None:
        """Look whether new text reaches behind the seal, before any more is parsed for nothing."""
        for path in included:
            if not self.folder.contains(path):
                continue
            was = self.was.get(self.folder.relative(str(path)))
            content = self.memory.content(path, self.texts)
            months = (a or b for a, b in _REACHED.findall(content, was.size if was else 0))
            reached = min((month.decode() for month in months), default="")
            if reached and reached <= f"{self.until:%Y-%m}":
                raise ReachesBehind(reached)

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
            told_apart = same and not _goes_on(content, was.size)
            new = _tail(content, was.size) if told_apart else [everything]
            return _File(name, content, [everything], new, True, True, same)
        if not same:
            raise NeedsWhole(f"{relative} 封账以后改动过前面的内容")
        if _goes_on(content, was.size):
            raise NeedsWhole("封账以后接着前面那一条往下写了")
        tail = _tail(content, was.size)
        return _File(
            name, content, [*(Span(*span) for span in kept), *tail], tail, True, False, True
        )

    def _parsed(self, file: _File) -> tuple[list[Any], Any]:
        """Parse the pieces of a file at one go; return its entries and options."""
        key = file.name, tuple(file.pieces)
        known = self.memory.parsed.get(key)
        if known is not None and known[0] is file.content:
            return known[1], known[2]
        text, begins = cut_out(file.content, file.pieces)
        check_text(text, file.name)  # What an odd seal cuts out of its string may be a division.
        if text_problems(text, file.name):
            raise NeedsWhole(f"{Path(file.name).name} 里有看不见的字符或者不认的写法")
        entries, errors, options = parse(text, file.name)
        if errors:
            raise NeedsWhole(f"{Path(file.name).name} 里有读不通的地方")
        give_lines_back(entries, begins)
        self.memory.parsed[key] = file.content, entries, options
        return entries, options

    def _check_sealed(self, file: _File, found: list[Any]) -> None:
        """Nothing dated in sealed months may be new; what was there must still be there."""
        if file.sealed and file.whole and file.new and file.new[0].start == 0:
            relative = self.folder.relative(file.name)
            now = whole_digest(found, file.name, str(self.root), self.until)
            if now != self.record["whole"][relative]:
                raise NeedsWhole(f"{relative} 封账以后改动过前面的内容")
            if not file.same and self._speaks_of(relative):
                # What was found there stands elsewhere now.
                raise NeedsWhole(f"{relative} 里查出过事的地方挪了行")
            return
        begun = file.new[0].line if file.new else None
        if begun is not None and any(
            entry.date <= self.until and entry.meta["lineno"] >= begun for entry in found
        ):
            raise NeedsWhole(f"{Path(file.name).name} 封账以后补了 {self.until} 以前的登记")

    def _speaks_of(self, relative: str) -> bool:
        return any(finding["place"][0] == relative for finding in self.record["findings"])

    def _included(self, path: Path, file: _File, found: list[Any], options: Any) -> list[Path]:
        if any(True for _ in forbidden(options, found, self.folder, file.name, file.content)):
            raise NeedsWhole(f"{path.name} 里有不许用的写法")
        paths = []
        for pattern in options["include"]:
            line = line_naming(file.content, pattern)
            for item in self.folder.expand(pattern, path, line):
                paths.append(Path(os.path.normpath(item)))
        return paths

    def _referred(self, entries: list[Any], wanted: frozenset[str]) -> list[Any]:
        """Parse the approvals that new entries spend under, and what was spent under them before."""
        live = self.record["approvals"]
        there = {(entry.meta["filename"], entry.meta["lineno"]) for entry in entries}
        # One that was sealed may be there for a kept voucher's sake, without its other uses.
        new = {
            plain(str(e.values[0].value))
            for e in entries
            if _is(e, "approval") and e.date > self.until
        }
        known = unpacked(self.record["approval_marks"])
        named = _approvals_named(entries, self.until) | (wanted - ALL)
        if wanted >= ALL:
            named |= live.keys()
        missing: dict[str, set[Span]] = defaultdict(set)
        for identity in sorted(named):
            if identity not in live:
                if identity not in new and mark(identity) in known:
                    raise NeedsWhole(f"签批 {identity} 封账以前就用完了，或者很久没有用")
                continue
            for at, span in read_places(live[identity], len(self.record["order"])):
                relative = self.record["order"][at]
                if (self.files[relative].name, span.line) not in there:
                    missing[relative].add(span)
        found: list[Any] = []
        for relative, spans in missing.items():
            if not self.files[relative].same:  # They stand elsewhere now.
                raise NeedsWhole(f"{relative} 里要用的签批挪了行")
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
            happened=record["happened"],
            vouchers=record["vouchers"],
            funds=record["funds"],
            overspent=tuple(map(self._overspent, record["overspent"])),
            budgets=record["budgets"],
            open_approvals=frozenset(record["approvals"]),
            next_receipts=record["next_receipts"],
            open_items=tuple(map(self._open_item, record["open_items"])),
            till=tuple(map(self._waiting, record["till"])),
            roots=record["roots"],
            gifts=[],
            anchor=[],
        )

    def _open_item(self, row: list[Any]) -> OpenItem:
        account, day, voucher, who, file, line, fen, left = row
        place = Place(str(self.root / file), line)
        return OpenItem(account, dt.date.fromisoformat(day), voucher, who, place, fen, left)

    def _overspent(self, row: list[Any]) -> Overspent:
        fund, day, fen, file, line = row
        return Overspent(fund, dt.date.fromisoformat(day), fen, Place(str(self.root / file), line))

    def _waiting(self, row: list[Any]) -> Waiting:
        account, file, line, fen = row
        return Waiting(account, Place(str(self.root / file), line), fen)

    def _check_close(self, books: Books) -> None:
        """The seal must be that of the books' own close, and be what the close says it is.

        So must the digest of the month with which it ends what it carries.
        """
        close = next((c for c in books.sealed if c.period == self.seal.period), None)
        digests = {one.period.last: one.digest for one in books.sealed}
        if (
            close is None
            or close.digest != self.seal.digest
            or close.previous != self.seal.previous
            or close.documents != self.seal.documents
            or close.seal != self.seal_digest
            or self.until > self.seal.period.last
            or self.record["digests"].get(self.until.isoformat()) != digests.get(self.until, "")
        ):
            raise NeedsWhole("月结那一条和这一份对不上")

    def _check_scans(self, scans: Scans) -> None:
        """Scans that were there are there, and those that were missing are missing still."""
        missing = [name for name in self.record["scans"] if not scans.has(name)]
        if missing != self.record["missing"]:
            raise NeedsWhole("封账时的扫描件多了或者少了")


def _goes_on(content: bytes, size: int) -> bool:
    """Tell whether what was written after the seal goes on with what stood before it."""
    begun = content.endswith(b"\n", 0, size) or content.startswith(b"\n", size)
    return len(content) > size and (not begun or bool(_CONTINUED.match(content, size)))


def _tail(content: bytes, size: int) -> list[Span]:
    """Return what was written after the seal."""
    if len(content) == size:
        return []
    return [Span(size, len(content), content.count(b"\n", 0, size) + 1)]


def _is(entry: Any, word: str) -> bool:
    return type(entry).__name__ == "Custom" and entry.type == word and bool(entry.values)


def _is_transaction(entry: Any) -> bool:
    return type(entry).__name__ == "Transaction"


def _approvals_named(entries: Iterable[Any], until: dt.date) -> frozenset[str]:
    """Return the approvals that entries dated after ``until`` name, or end."""
    new = [entry for entry in entries if entry.date > until]
    metas = [e.meta for e in new if _is_transaction(e) or _is(e, "asset-disposal")]
    metas += [p.meta or {} for e in new if _is_transaction(e) for p in e.postings]
    named = {plain(text_of(meta.get("approval"))) for meta in metas}
    named |= {plain(text_of(e.values[0].value)) for e in new if _is(e, "approval-end")}
    return frozenset(named - {""})
