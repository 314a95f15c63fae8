"""Fava's ledger that sees at once when the books change, whoever changed them and however.

Fava's own watchers notice a change a second or two later, and none that leaves an older date on a file.
Here every look compares what the files are (size, times, inode) with what was loaded.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fava.core import FavaLedger
from fava.core.group_entries import group_entries_by_type

from juwu_ledger.web.fava.added_lines import without_added_lines
from juwu_ledger.web.fava.ledger_reading import LedgerOptions

_State = tuple[object, ...]
_GRAIN = 20_000_000
"""Nanoseconds that a clock of a disk may be behind."""


class FreshLedger(FavaLedger):
    """One set of books; reloaded by one thread at a time."""

    def __init__(self, path: str, *, poll_watcher: bool = False) -> None:
        """Load the books; ``poll_watcher`` is Fava's, and of no use here."""
        self._lock = threading.RLock()
        self._state: _State | None = None
        self._files: frozenset[str] = frozenset()
        self._shown: _State = ()
        self._since = 0
        super().__init__(path, poll_watcher=True)

    @property
    def read(self) -> LedgerOptions:
        """What the last load gave: the books, or why there are none."""
        assert isinstance(self.options, LedgerOptions)
        return self.options

    def load_file(self) -> None:
        """Load the books, and note what the files were."""
        with self._lock, _uncollected():
            begun = time.time_ns()
            super().load_file()
            self.all_entries = without_added_lines(self.all_entries)
            self.all_entries_by_type = group_entries_by_type(self.all_entries)
            named = {*self.options["include"], *(e.file for e in self.read.errors if e.file)}
            # Books that cannot be read do not say all their files: those of before still count.
            self._files = frozenset(named if self.read.reading else named | self._files)
            state, newest = self._look()
            # What was written while we read may have been missed.
            self._state = state if newest < begun - _GRAIN else None
            if state[1:] != self._shown:
                self._shown, self._since = state[1:], begun

    @property
    def mtime(self) -> int:
        """Since when the books are what they are: a page of another time is told so (nanoseconds)."""
        return self._since

    def changed(self) -> bool:
        """Load the books anew if a file of theirs is another, a scan came or went, or the day is over."""
        with self._lock:
            state, _ = self._look()
            if state == self._state:
                return False
            self.load_file()
            return True

    def _look(self) -> tuple[_State, int]:
        return _state(sorted(self._files), Path(self.beancount_file_path).parent)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare the collector what is being loaded: it would walk over all of it again and again.

    Books that were replaced can be collected all the same: they are thawed before the next load.
    """
    gc.unfreeze()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _state(files: Iterable[str], root: Path) -> tuple[_State, int]:
    """Return what the files and the folders of scans are, and when the newest was changed."""
    found: list[object] = [dt.date.today()]
    newest = 0
    for path in (*files, *_folders(str(root / "documents"))):
        try:
            status = Path(path).stat()
        except OSError:
            found.append((path, None))
            continue
        found.append((path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino))
        newest = max(newest, status.st_mtime_ns)
    return tuple(found), newest


def _folders(top: str) -> Iterator[str]:
    """Yield a folder and those in it; what is in a folder shows in its date."""
    yield top
    try:
        with os.scandir(top) as entries:
            inner = sorted(e.path for e in entries if e.is_dir(follow_symlinks=False))
    except OSError:
        return
    for path in inner:
        yield from _folders(path)
