"""The one door through which the program writes books (docs/trust.md, Writing).

lock → read → plan the change → apply it in memory → load and judge the whole → write → fsync. A plan is
a function of the books as they are under the lock, so numbers it proposes are really free.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import MonthClose
from juwu_ledger.books.reading.loading import LoadedBooks, absolute, load_books
from juwu_ledger.books.reading.stray_files import holds_entries
from juwu_ledger.journal.engine import disk, operations
from juwu_ledger.journal.engine.change import Change, Scan, applied
from juwu_ledger.journal.engine.directive_text import custom_text
from juwu_ledger.journal.engine.placing import with_include
from juwu_ledger.journal.engine.refusals import Refusal, RuleBroken, Unsound, WouldNotLoad
from juwu_ledger.records.corrections import Corrections, corrections_of
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, Rule, judge
from juwu_ledger.rules.vouchers import document_missing
from juwu_ledger.seals.incremental.incremental_check import load_incrementally
from juwu_ledger.seals.incremental.reading_memory import Memory, SinceSeal
from juwu_ledger.seals.judging import Judged, judge_books, judge_incrementally
from juwu_ledger.seals.operations_log import Operator

LOCK = ".juwu.lock"
PATIENCE = 60.0
"""Seconds to wait for another writer."""

_DATED = re.compile(r"^(\d{4}-\d\d-\d\d) ", re.M)


class LockedBooks:
    """What a plan may look at: the books under the lock, and where their files are."""

    def __init__(
        self,
        books: Books,
        files: Sequence[str],
        as_of: dt.date,
        marks: Mapping[str, str] | None = None,
    ) -> None:
        """Take the books, the paths of their files from the folder, and the day of writing.

        ``marks`` is metadata that a voucher gets beside its own: the template it is made from.
        """
        self.marks = marks or {}
        self.books = books
        self.files = tuple(files)
        self.as_of = as_of


class Stroke(NamedTuple):
    """The one file that a change replaces: as it was (``None``: there was none), and as it shall be."""

    file: str
    before: bytes | None
    heading: bytes
    """What a new file begins with: it may be there with nothing else in it, if the power failed."""
    after: bytes


Plan = Callable[[LockedBooks], Change]


@dataclass(frozen=True)
class Written:
    """A change that is in the books (or would be, ``dry_run``), and what the rules say of it."""

    change: Change
    place: Place
    """File (from the books' folder) and line where it begins."""
    text: str
    """The directives as the books now hold them."""
    findings: tuple[Finding, ...]
    """Findings that were not there before: reminders, duties, and what was explained."""
    books: Books
    dry_run: bool


@dataclass(frozen=True)
class _Trial:
    """The books with a change applied in memory."""

    old: dict[Path, bytes | None]
    """The files that the change touches, as they were read; ``None`` when there was none."""
    files: dict[Path, bytes]
    read: tuple[str, ...]
    """Every file that the books are read from."""
    books: Books
    findings: list[Finding]


class Journal:
    """Books that can be written to."""

    def __init__(
        self,
        main: Path,
        as_of: dt.date,
        *,
        patience: float = PATIENCE,
        commit: Callable[[Stroke], None] = lambda _: None,
        wanted: frozenset[str] | None = None,
        memory: Memory | None = None,
        marks: Mapping[str, str] | None = None,
        operator: Operator | None = None,
        clock: Callable[[], dt.datetime] = operations.clock,
    ) -> None:
        """Take the main file and the day that changes are judged from.

        ``commit`` is called when all is judged and the disk is about to be changed. Where ``wanted``
        is given, the plan makes do with books read from their last seal on, with these approvals
        (see :func:`~juwu_ledger.seals.incremental.incremental_check.load_incrementally`). ``operator``
        and ``clock`` are for the operations log: this account and now, unless given.
        """
        self.main = absolute(main)
        self.root = self.main.parent
        self.as_of = as_of
        self._patience = patience
        self._commit = commit
        self._wanted = wanted
        self._memory = memory or Memory()
        self._marks = marks or {}
        self._operator = operator or operations.this_account()
        self._clock = clock

    def write(
        self,
        plan: Plan,
        *,
        explain: str | None = None,
        explained_by: str | None = None,
        dry_run: bool = False,
    ) -> Written:
        """Write what ``plan`` makes of the books.

        ``explain`` is recorded beside the change for every rule of severity E that it breaks.
        Raises :class:`Unsound` (the books are broken), :class:`Refusal` (also of the kinds
        ``RuleBroken`` and ``WouldNotLoad``), :class:`disk.NotWritten`, or what the plan raises.
        """
        with self.locked(dry_run):
            since = self._since_seal()
            before = since.loaded if since else load_books(self.main, kept=self._memory.whole)
            if before.errors or before.books is None:
                raise Unsound(before.errors)
            locked = LockedBooks(before.books, self._files(before), self.as_of, self._marks)
            change = plan(locked)
            trial = self._try(before, change)
            known = self._known(since or before.books, trial.findings)
            fresh = new_findings(known, trial.findings, corrections_of(trial.books))
            broken = [f for f in fresh if f.fails and f.rule not in _OMISSIONS]
            if broken and explain:
                day = max(_dates(change), default=self.as_of)
                change = change.and_also(explanations(broken, explain, explained_by, day))
                trial = self._try(before, change)
                fresh = new_findings(known, trial.findings, corrections_of(trial.books))
                broken = [f for f in fresh if f.fails and f.rule not in _OMISSIONS]
            if broken:
                raise RuleBroken(broken)
            if not dry_run:
                path = self.root / change.file
                heading = change.heading.encode("utf-8")
                self._commit(Stroke(change.file, trial.old[path], heading, trial.files[path]))
                self._put(change, trial)
        return self._written(change, trial, fresh, dry_run)

    @contextmanager
    def locked(self, dry_run: bool = False) -> Iterator[None]:
        """Hold the books' lock; a trial run only reads and takes none. Raises :class:`Refusal`."""
        if dry_run:
            yield
            return
        from filelock import FileLock, Timeout

        lock = FileLock(self.root / LOCK, timeout=self._patience)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # A disk without locks gets a substitute.
                lock.acquire()
        except Timeout:
            raise Refusal("另一个程序正在记这本账，等它写完再试一次；账本没有改动。") from None
        except OSError as error:
            reason = disk.why_not(error)
            raise Refusal(f"账本文件夹 {self.root} 写不了（{reason}）；账本没有改动。") from None
        try:
            yield
        finally:
            with suppress(OSError):  # The lock ends with the program at the latest.
                lock.release()

    # --- steps -------------------------------------------------------------------------------

    def _since_seal(self) -> SinceSeal | None:
        """Read the books as they are from their last seal on, where the plan makes do with that."""
        if self._wanted is None:
            return None
        return load_incrementally(self.main, self.as_of, wanted=self._wanted, memory=self._memory)

    def _known(self, before: SinceSeal | Books, after: Sequence[Finding]) -> list[Finding]:
        """Return what the rules that find something after the change find in the books as they are."""
        codes = {finding.rule for finding in after}
        rules = [rule for rule in CATALOGUE if rule.code in codes]
        if isinstance(before, Books):
            return judge(before, rules, self.as_of)
        found = judge_incrementally(before, rules, self.as_of)
        return self._judge({}, rules).findings if found is None else found

    def _judge(self, texts: Mapping[Path, bytes], rules: Sequence[Rule] = CATALOGUE) -> Judged:
        """Load and judge the books, from their last seal on where the plan makes do with that."""
        return judge_books(
            self.main,
            rules,
            self.as_of,
            full=self._wanted is None,
            texts=texts,
            wanted=self._wanted or (),
            memory=self._memory,
        )

    def _files(self, loaded: LoadedBooks) -> list[str]:
        books = loaded.books
        return [books.relative(file) for file in loaded.options["include"]] if books else []

    def _try(self, before: LoadedBooks, change: Change) -> _Trial:
        """Apply the change in memory, load the whole books and judge them."""
        self._refuse_closed(before, change)
        path = self.root / change.file
        included = _reads(before, path)
        if not included and path.exists() and holds_entries(bytes_of(path) or b""):
            raise Refusal(
                f"{change.file} 已经有了，账本却没有引入（include）它；"
                f"请先看看里面是什么，再在 {self.main.name} 里引入或者把它移走。"
            )
        old = {path: bytes_of(path)}
        begun = old[path]
        files = {path: applied(change.heading.encode("utf-8") if begun is None else begun, change)}
        judged = self._judge(files)
        if not included and not _reads(judged.loaded, path):
            old[self.main] = bytes_of(self.main)
            files[self.main] = with_include(old[self.main] or b"", change.file)
            judged = self._judge(files)
        loaded = judged.loaded
        if loaded.errors or loaded.books is None:
            raise WouldNotLoad(loaded.errors)
        if not _reads(loaded, path):
            raise Refusal(f"{self.main.name} 里引入（include）{change.file} 没有成功，请手工加上。")
        coming = {scan.target for scan in change.scans} | {new.target for new in change.made}
        books = _with_scans(loaded.books, coming)
        findings = judged.findings
        if books is not loaded.books:
            findings = [f for f in findings if f.rule != document_missing.RULE.code]
            findings += judge(books, [document_missing.RULE], self.as_of)
        read = tuple(before.options["include"])
        return _Trial(old, files, read, books, findings)

    def _refuse_closed(self, before: LoadedBooks, change: Change) -> None:
        """Nothing dated in a closed month is written any more (docs/trust.md, Closing)."""
        assert before.books is not None
        for date in _dates(change):
            if is_closed(before.books, date):
                raise Refusal(
                    f"{Period.month_of(date).title}已经月结，不能再记 {date} 的账。"
                    "请记在还没有月结的月份里；记错的用 juwu reverse 红字冲销。"
                )

    def _put(self, change: Change, trial: _Trial) -> None:
        """Put the change on the disk: first what nobody sees yet, last the one file that counts."""
        path = self.root / change.file
        made: list[Path] = []
        try:
            disk.settle(self._folders(change, trial))
            for scan in change.scans:
                self._keep(scan, made)
            for new in change.made:
                self._make(self.root / new.target, new.data, made)
            old = dict(trial.old)
            for touched in old:
                self._unchanged(touched, old)
            disk.make_folders(path.parent, self.root)
            changed = operations.FilesChanged(change, trial.old, trial.files, trial.read)
            operations.log_change(self.root, changed, self._operator, self._clock())
            if self.main in trial.files and path != self.main:
                self._prepare(path, change.heading, trial.files[self.main], old)
            disk.replace_file(path, trial.files[path], lambda: self._unchanged(path, old))
        except (disk.NotWritten, Refusal) as error:
            if not isinstance(error, disk.NotWritten) or error.lasting:
                for target in made:
                    disk.remove_file(target)
            raise

    def _folders(self, change: Change, trial: _Trial) -> list[Path]:
        """Return the folders that the books are read from and those that the change touches."""
        named = [change.file, *(s.target for s in change.scans), *(n.target for n in change.made)]
        files = [*map(Path, trial.read), *(self.root / name for name in named)]
        return sorted({f for file in files for f in file.parents if f.is_relative_to(self.root)})

    def _keep(self, scan: Scan, made: list[Path]) -> None:
        """Copy a scan below the books; ``made`` takes its name when it was not there before."""
        target = self.root / scan.target
        data, there = bytes_of(scan.source), bytes_of(target)
        if data is None or there not in (None, data):
            why = "已经有一份不同的" if data is not None else "刚刚不见了"
            raise Refusal(f"扫描件 {scan.source.name} {why}，没有写入；请换个文件名再试一次。")
        if there is None:
            self._make(target, data, made)

    def _make(self, target: Path, data: bytes, made: list[Path]) -> None:
        """Put a file in its place; ``made`` takes its name when there was none."""
        there = target.exists()
        disk.make_folders(target.parent, self.root)
        disk.replace_file(target, data)
        if not there:
            made.append(target)

    def _prepare(
        self, path: Path, heading: str, main_text: bytes, old: dict[Path, bytes | None]
    ) -> None:
        """Make the month's file, empty but for its heading, and include it: nothing changes yet."""
        if old[path] is None:
            old[path] = heading.encode("utf-8")
            disk.replace_file(path, heading.encode("utf-8"))
        disk.replace_file(self.main, main_text, lambda: self._unchanged(self.main, old))

    def _unchanged(self, path: Path, old: dict[Path, bytes | None]) -> None:
        """Refuse when a file is not as it was read: an editor does not ask for the lock."""
        if bytes_of(path) != old[path]:
            raise Refusal(f"{path.name} 刚刚被别的程序改过，没有写入；请再试一次。")

    def _written(
        self, change: Change, trial: _Trial, fresh: list[Finding], dry_run: bool
    ) -> Written:
        inserted = [insert.text.lstrip("\n") for insert in change.inserts]
        text = "\n".join([*inserted, *change.texts])
        if change.texts:
            content = trial.files[self.root / change.file].decode("utf-8").replace("\r\n", "\n")
            line = content.count("\n", 0, content.rfind(change.texts[0])) + 1
        else:
            first = min(change.inserts)
            line = first.line + 1 + len(first.text) - len(first.text.lstrip("\n"))
        place = Place(change.file, line)
        return Written(change, place, text, tuple(fresh), trial.books, dry_run)


def is_closed(books: Books, date: dt.date) -> bool:
    """Tell whether the month of ``date`` is closed; the first closing closes all that was before."""
    closed = [item.period for item in books.of(MonthClose)]
    month = Period.month_of(date)
    return month in closed or bool(closed) and month < min(closed)


_OMISSIONS = frozenset(rule.code for rule in CATALOGUE if rule.omission)


def new_findings(
    before: Sequence[Finding], after: Sequence[Finding], corrections: Corrections
) -> list[Finding]:
    """Return the findings of ``after`` that ``before`` had not, told apart by what they concern.

    What was found of a voucher is not new where it is found of its correction.
    """
    old = Counter(_identity(finding, corrections) for finding in before)
    fresh = []
    for finding in after:
        key = _identity(finding, corrections)
        if old[key]:
            old[key] -= 1
        else:
            fresh.append(finding)
    return fresh


def _identity(finding: Finding, corrections: Corrections) -> tuple[str, str, str, bool]:
    about, voucher = (corrections.root(word or "") for word in (finding.about, finding.voucher))
    return finding.rule, about, voucher, finding.fails


def explanations(
    broken: Sequence[Finding], text: str, by: str | None, day: dt.date
) -> Iterator[str]:
    """Yield an explanation for each finding that can be named."""
    named = dict.fromkeys((f.rule, f.about or f.voucher) for f in broken if f.about or f.voucher)
    for rule, about in named:
        yield custom_text(day, "explanation", [rule, text], {"about": about, "by": by})


def _dates(change: Change) -> Iterator[dt.date]:
    yield from change.dates
    for text in change.texts:
        for day in _DATED.findall(text):
            yield dt.date.fromisoformat(day)


def _reads(loaded: LoadedBooks, path: Path) -> bool:
    """Tell whether the books are read from ``path``, among others."""
    return str(path) in (loaded.options.get("include") or ())


def bytes_of(path: Path) -> bytes | None:
    """Return what is in a file, ``None`` where there is none; raise :class:`Refusal`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refusal(f"读不了 {path}（{disk.why_not(error)}）；账本没有改动。") from None


def _with_scans(books: Books, coming: set[str]) -> Books:
    """Return the books as if the files that come with a change were there already."""
    if not coming:
        return books
    there = {name for name in books.missing_documents if _below(name) in coming}
    filed = tuple(
        item._replace(is_there=item.is_there or _below(item.name) in coming)
        for item in books.filed_documents
    )
    return books.but(missing_documents=books.missing_documents - there, filed_documents=filed)


def _below(named: str) -> str:
    return named if named.startswith("documents/") else f"documents/{named}"
