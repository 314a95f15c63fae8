"""The one door through which the program writes books (trust.md, Writing).

lock → read → plan the change → apply it in memory → load and judge the whole → write → fsync. A plan is
a function of the books as they are under the lock, so numbers it proposes are really free.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from juwu_ledger.books.loading import LoadedBooks, absolute, load_books
from juwu_ledger.books.periods import Period
from juwu_ledger.books.problem import Place
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import MonthClose
from juwu_ledger.journal import disk
from juwu_ledger.journal.change import Change, applied
from juwu_ledger.journal.placing import with_include
from juwu_ledger.journal.refusals import Refusal, RuleBroken, Unsound, WouldNotLoad
from juwu_ledger.journal.text import custom_text
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.rule import Finding, judge

LOCK = ".juwu.lock"
PATIENCE = 60.0
"""Seconds to wait for another writer."""


class Draft:
    """What a plan may look at: the books under the lock, and where their files are."""

    def __init__(self, books: Books, files: Sequence[str], as_of: dt.date) -> None:
        """Take the books, the paths of their files from the folder, and the day of writing."""
        self.books = books
        self.files = tuple(files)
        self.as_of = as_of


Plan = Callable[[Draft], Change]


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

    old: bytes | None
    """The file that the change touches, as it was read; ``None`` when it is new."""
    files: dict[Path, bytes]
    books: Books
    findings: list[Finding]


class Journal:
    """Books that can be written to."""

    def __init__(self, main: Path, as_of: dt.date, *, patience: float = PATIENCE) -> None:
        """Take the main file and the day that changes are judged from."""
        self.main = absolute(main)
        self.root = self.main.parent
        self.as_of = as_of
        self._patience = patience

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
        with self._locked(dry_run):
            before = load_books(self.main)
            if before.errors or before.books is None:
                raise Unsound(before.errors)
            draft = Draft(before.books, self._files(before), self.as_of)
            change = plan(draft)
            known = judge(before.books, CATALOGUE, self.as_of)
            trial = self._try(before, change)
            fresh = new_findings(known, trial.findings)
            broken = [f for f in fresh if f.fails and f.rule not in OMISSIONS]
            if broken and explain:
                day = max(_dates(change), default=self.as_of)
                change = change.and_also(_explanations(broken, explain, explained_by, day))
                trial = self._try(before, change)
                fresh = new_findings(known, trial.findings)
                broken = [f for f in fresh if f.fails and f.rule not in OMISSIONS]
            if broken:
                raise RuleBroken(broken)
            if not dry_run:
                self._put(change, trial)
        return self._written(change, trial, fresh, dry_run)

    # --- steps -------------------------------------------------------------------------------

    @contextmanager
    def _locked(self, dry_run: bool) -> Iterator[None]:
        """Hold the books' lock; a trial run only reads and takes none."""
        if dry_run:
            yield
            return
        from filelock import FileLock, Timeout

        lock = FileLock(self.root / LOCK, timeout=self._patience)
        try:
            lock.acquire()
        except Timeout:
            raise Refusal("另一个程序正在记这本账，等它写完再试一次；账本没有改动。") from None
        except OSError as error:
            reason = disk.why_not(error)
            raise Refusal(f"账本文件夹 {self.root} 写不了（{reason}）；账本没有改动。") from None
        try:
            yield
        finally:
            lock.release()

    def _files(self, loaded: LoadedBooks) -> list[str]:
        books = loaded.books
        return [books.relative(file) for file in loaded.options["include"]] if books else []

    def _try(self, before: LoadedBooks, change: Change) -> _Trial:
        """Apply the change in memory, load the whole books and judge them."""
        self._refuse_closed(before, change)
        path = self.root / change.file
        included = str(path) in before.options["include"]
        if not included and path.exists() and _has_entries(path):
            raise Refusal(
                f"{change.file} 已经有了，账本却没有引入（include）它；"
                f"请先看看里面是什么，再在 {self.main.name} 里引入或者把它移走。"
            )
        old = path.read_bytes() if path.exists() else None
        files = {path: applied(change.heading.encode("utf-8") if old is None else old, change)}
        loaded = load_books(self.main, files)
        if not included and str(path) not in (loaded.options.get("include") or ()):
            files[self.main] = with_include(self.main.read_bytes(), change.file)
            loaded = load_books(self.main, files)
        if loaded.errors or loaded.books is None:
            raise WouldNotLoad(loaded.errors)
        books = _with_scans(loaded.books, {scan.target for scan in change.scans})
        return _Trial(old, files, books, judge(books, CATALOGUE, self.as_of))

    def _refuse_closed(self, before: LoadedBooks, change: Change) -> None:
        """Nothing dated in a closed month is written any more (trust.md, Closing)."""
        assert before.books is not None
        closed = {item.period for item in before.books.of(MonthClose)}
        for date in _dates(change):
            month = Period.month_of(date)
            if month in closed:
                raise Refusal(
                    f"{month.title}已经月结，不能再记 {date} 的账。"
                    "请记在还没有月结的月份里；记错的用 juwu reverse 红字冲销。"
                )

    def _put(self, change: Change, trial: _Trial) -> None:
        """Put the change on the disk: first what nobody sees yet, last the one file that counts."""
        path = self.root / change.file
        made: list[Path] = []
        try:
            for scan in change.scans:
                target = self.root / scan.target
                disk.make_folders(target.parent, self.root)
                if not target.exists():
                    disk.replace_file(target, scan.source.read_bytes())
                    made.append(target)
            if self.main in trial.files and path != self.main:
                self._prepare(path, change.heading, trial.files[self.main])
            elif not path.parent.exists():
                disk.make_folders(path.parent, self.root)
            if trial.old is not None and path.read_bytes() != trial.old:
                raise Refusal(f"{change.file} 刚刚被别的程序改过，没有写入；请再试一次。")
            disk.replace_file(path, trial.files[path])
        except (disk.NotWritten, Refusal, OSError) as error:
            unsure = isinstance(error, disk.NotWritten) and error.unsure
            for target in [] if unsure else made:
                disk.remove_file(target)
            raise

    def _prepare(self, path: Path, heading: str, main_text: bytes) -> None:
        """Make the month's file, empty but for its heading, and include it: nothing changes yet."""
        disk.make_folders(path.parent, self.root)
        if not path.exists():
            disk.replace_file(path, heading.encode("utf-8"))
        disk.replace_file(self.main, main_text)

    def _written(
        self, change: Change, trial: _Trial, fresh: list[Finding], dry_run: bool
    ) -> Written:
        text = "\n".join(change.texts) or "".join(insert.text for insert in change.inserts)
        content = trial.files[self.root / change.file].decode("utf-8").replace("\r\n", "\n")
        first = change.texts[0] if change.texts else change.inserts[0].text
        at = content.rfind(first)
        line = content.count("\n", 0, at) + 1
        place = Place(change.file, line)
        return Written(change, place, text, tuple(fresh), trial.books, dry_run)


OMISSIONS = frozenset(
    {
        *("CSH002", "CSH006", "BNK002", "BNK004", "AST003", "AST004", "AST005"),
        *("PRD001", "PRD003", "PRD004"),
        *("DSC001", "DSC003", "DSC004", "DSC005", "DSC006", "FND003"),
    }
)
"""Rules that find what was not done in time. To write down what happened is never refused for
them: the books would only fall further behind."""


def new_findings(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Return the findings of ``after`` that ``before`` had not, told apart by what they concern."""
    old = Counter(map(_identity, before))
    fresh = []
    for finding in after:
        key = _identity(finding)
        if old[key]:
            old[key] -= 1
        else:
            fresh.append(finding)
    return fresh


def _identity(finding: Finding) -> tuple[str, str | None, str | None, bool]:
    return finding.rule, finding.about, finding.voucher, finding.fails


def _explanations(
    broken: Sequence[Finding], text: str, by: str | None, day: dt.date
) -> Iterator[str]:
    """Yield an explanation for each finding that can be named."""
    named = dict.fromkeys((f.rule, f.about or f.voucher) for f in broken if f.about or f.voucher)
    for rule, about in named:
        yield custom_text(day, "explanation", [rule, text], {"about": about, "by": by})


def _dates(change: Change) -> Iterator[dt.date]:
    yield from change.dates
    for text in change.texts:
        yield dt.date.fromisoformat(text[:10])


def _has_entries(path: Path) -> bool:
    """Tell whether a file holds more than comments and blank lines."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return True
    return any(line.strip() and not line.startswith(";") for line in lines)


def _with_scans(books: Books, coming: set[str]) -> Books:
    """Return the books as if the scans that come with a change were there already."""
    if not coming:
        return books
    there = {name for name in books.missing_documents if _below(name) in coming}
    return replace(books, missing_documents=books.missing_documents - there)


def _below(named: str) -> str:
    return named if named.startswith("documents/") else f"documents/{named}"
