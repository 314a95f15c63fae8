"""Writing where the surroundings are against it: no room, no rights, locks, editors, links."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import stat
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("fcntl")

from faults.calls import KILL_BEFORE, Fault
from faults.judging import BOOKS, complaint, state_of
from faults.sandbox import (
    LOCK,
    Outcome,
    fresh,
    in_child,
    leftovers,
    materialise,
    run,
    snapshot,
)
from faults.scenarios import AS_OF, SCENARIOS

RECEIVE = SCENARIOS["receive"]
NEW_MONTH = SCENARIOS["receive, new month, scan"]
NOBODY = 65534
MONTH = "books/2026/2026-03.beancount"


@pytest.fixture
def folder() -> Iterator[Path]:
    with fresh() as place:
        materialise(snapshot(BOOKS), place / "books")
        for name, data in NEW_MONTH.files.items():
            (place / name).parent.mkdir(exist_ok=True)
            (place / name).write_bytes(data)
        yield place


def _write(folder: Path, argv: list[str] | None = None, **options: object) -> Outcome:
    return run(argv or RECEIVE.full(RECEIVE.argv), folder, **options)  # type: ignore[arg-type]


def _refused(outcome: Outcome, *words: str) -> None:
    assert outcome.status == 5, outcome
    assert not complaint(outcome)
    for word in words:
        assert word in outcome.err


# --- no rights ---------------------------------------------------------------------------------


def _become_nobody() -> None:
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


@pytest.mark.parametrize("where", ["books", "books/2026"])
def test_read_only_folder(folder: Path, where: str) -> None:
    _open_to_all(folder)
    before = snapshot(folder)
    (folder / where).chmod(0o555)

    _refused(_write(folder, prepare=_become_nobody), "没有写的权限")
    assert _without_lock(folder) == before
    (folder / where).chmod(0o777)
    assert _write(folder, prepare=_become_nobody).status == 0


def test_folder_that_may_not_be_listed(folder: Path) -> None:
    """Where a folder cannot be opened it cannot be synced: nothing is promised, nothing written."""
    _open_to_all(folder)
    before = snapshot(folder)
    (folder / "books/2026").chmod(0o333)
    try:
        _refused(_write(folder, prepare=_become_nobody), "没有写的权限")
    finally:
        (folder / "books/2026").chmod(0o777)
    assert _without_lock(folder) == before


def test_documents_folder_that_is_closed(folder: Path) -> None:
    (folder / "books/documents/2026").mkdir(parents=True)
    _open_to_all(folder)
    before = snapshot(folder)
    (folder / "books/documents").chmod(0o000)
    try:
        _refused(_write(folder, NEW_MONTH.full(NEW_MONTH.argv), prepare=_become_nobody))
    finally:
        (folder / "books/documents").chmod(0o777)
    assert _without_lock(folder) == before


def test_lock_of_another_user(folder: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can make another's file")
    _open_to_all(folder)
    (folder / "books" / LOCK).touch(mode=0o600)

    _refused(_write(folder, prepare=_become_nobody), "没有写的权限")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_rights_of_files_are_kept(folder: Path, mode: int) -> None:
    (folder / MONTH).chmod(mode)

    assert _write(folder, prepare=lambda: os.umask(0o077) and None).status == 0
    assert stat.S_IMODE((folder / MONTH).stat().st_mode) == mode


# --- no room -----------------------------------------------------------------------------------


def _small_disk(folder: Path) -> None:
    """Put a full little disk in the place of the books; only this process sees it."""
    books = folder / "books"
    tree = snapshot(books)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x00020000) or libc.mount(b"none", b"/", None, 0x44000, None):
        os._exit(77)
    if libc.mount(b"none", bytes(books), b"tmpfs", 0, b"size=96k"):
        os._exit(77)
    materialise(tree, books)
    with suppress(OSError), (books / "ballast").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def test_full_disk(folder: Path) -> None:
    """A disk that is really full, where one may be mounted."""
    outcome = _write(folder, prepare=lambda: _small_disk(folder))
    if outcome.status == 77:
        pytest.skip("no disk may be mounted here; ENOSPC is struck call by call elsewhere")

    _refused(outcome, "磁盘满了", "账本没有改动")


def test_file_size_limit(folder: Path) -> None:
    before = snapshot(folder)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    _refused(_write(folder, prepare=limit), "文件超过了系统准许的大小")
    assert _without_lock(folder) == before


# --- locks -------------------------------------------------------------------------------------


def test_lock_that_a_killed_writer_left(folder: Path) -> None:
    calls = _write(folder, argv=[*RECEIVE.full(RECEIVE.argv), "--dry-run"]).log
    assert not calls, "a trial run changes nothing, takes no lock"
    with fresh() as copy:
        materialise(snapshot(folder), copy)
        names = [call.name for call in _write(copy).log]
    before_the_stroke = len(names) - names[::-1].index("replace")
    assert _write(folder, fault=Fault(KILL_BEFORE, before_the_stroke)).killed
    assert (folder / "books" / LOCK).exists()
    assert leftovers(snapshot(folder))

    assert _write(folder).status == 0
    assert not leftovers(snapshot(folder)), "the next writer sweeps them out"


def test_lock_on_a_disk_that_knows_no_locks(folder: Path) -> None:
    """A substitute is used; that of a killed writer is recognised as such."""
    from filelock import FileLock

    def no_flock() -> None:
        import fcntl

        def flock(*_: object) -> None:
            raise OSError(errno.ENOSYS, "no locks here")

        fcntl.flock = flock

    def hold_and_die() -> None:
        no_flock()
        warnings.simplefilter("ignore")
        FileLock(folder / "books" / LOCK).acquire()
        os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(hold_and_die, folder, counted=False).killed
    outcome = _write(folder, prepare=no_flock, counted=False, patience=30)
    assert outcome.status == 0 and not outcome.err


def test_only_left_overs_are_swept_out(folder: Path) -> None:
    kept = [".juwu-notes.part", "juwu-0123456789ab.part", ".juwu-0123456789ab.partly"]
    for name in (*kept, ".juwu-0123456789ab.part"):
        (folder / "books" / name).write_text("x")

    assert _write(folder).status == 0
    there = {path.name for path in (folder / "books").iterdir()}
    assert there >= set(kept)
    assert ".juwu-0123456789ab.part" not in there


def test_lock_of_a_living_writer(folder: Path) -> None:
    from filelock import FileLock

    before = state_of(snapshot(folder), AS_OF)
    with FileLock(folder / "books" / LOCK):
        began = time.monotonic()
        outcome = _write(folder, patience=0.4)
        waited = time.monotonic() - began

    _refused(outcome, "另一个程序正在记这本账", "账本没有改动")
    assert 0.4 <= waited < 5
    assert state_of(snapshot(folder), AS_OF) == before
    assert _write(folder).status == 0


def test_reading_needs_no_lock_and_no_rights(folder: Path) -> None:
    from filelock import FileLock

    _open_to_all(folder)
    (folder / "books").chmod(0o555)
    with FileLock(folder / LOCK):
        outcome = _write(folder, argv=["verify", "--books", "books"], prepare=_become_nobody)
    assert outcome.status == 0
    assert not outcome.log


# --- editors -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", [RECEIVE, NEW_MONTH], ids=["one file", "new month"])
def test_what_an_editor_saves_meanwhile_is_not_lost(folder: Path, scenario: object) -> None:
    """All along before the last rename an editor saves a file that the write is about."""
    argv = NEW_MONTH.full(NEW_MONTH.argv) if scenario is NEW_MONTH else RECEIVE.full(RECEIVE.argv)
    edited = folder / ("books/main.beancount" if scenario is NEW_MONTH else MONTH)
    start = snapshot(folder)
    with fresh() as copy:
        materialise(start, copy)
        calls = run(argv, copy).log
    renames = [at for at, c in enumerate(calls, 1) if c.other.endswith(edited.name)]

    for at in range(renames[-1] - 1, 0, -3):
        with fresh() as copy:
            materialise(start, copy)
            file = copy / edited.relative_to(folder)
            outcome = run(argv, copy, before=_saving(file, at))
            said = file.read_text("utf-8")

            assert "; 编辑器里加的一行\n" in said, (at, calls[at - 1])
            assert outcome.status in (0, 5) and not complaint(outcome)
            if outcome.status == 5:
                assert "刚刚被别的程序改过" in outcome.err
                assert run(argv, copy).status == 0


def _saving(file: Path, at: int) -> Callable[[int, str], None]:
    def before(number: int, _name: str) -> None:
        if number == at:
            with file.open("ab") as opened:
                opened.write("; 编辑器里加的一行\n".encode())

    return before


# --- links -------------------------------------------------------------------------------------


def test_month_file_that_is_a_link(folder: Path) -> None:
    """What the link points to is written; the link stays."""
    real = folder / "books" / "2026" / "三月.txt"
    link = folder / MONTH
    link.rename(real)
    link.symlink_to(real.name)

    assert _write(folder).status == 0
    assert link.is_symlink()
    assert "2026-03-0005" in real.read_text("utf-8")


def test_books_folder_that_is_a_link(folder: Path) -> None:
    """Both names are the same books: one lock, one file."""
    from filelock import FileLock

    (folder / "books").rename(folder / "真的")
    (folder / "books").symlink_to("真的")

    with FileLock(folder / "真的" / LOCK):
        _refused(_write(folder), "另一个程序正在记这本账")
    assert _write(folder).status == 0
    assert (folder / "books").is_symlink()
    assert "2026-03-0005" in (folder / "真的/2026/2026-03.beancount").read_text("utf-8")


def test_link_out_of_the_books_is_not_written(folder: Path) -> None:
    outside = folder / "outside.beancount"
    (folder / MONTH).rename(outside)
    (folder / MONTH).symlink_to(outside)
    before = outside.read_bytes()

    assert _write(folder).status == 4
    assert outside.read_bytes() == before


# --- nobody listens ----------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["closed pipe", "full disk"])
def test_what_is_written_is_so_though_nobody_can_be_told(folder: Path, how: str) -> None:
    def deafen() -> None:
        if how == "closed pipe":
            reading, writing = os.pipe()
            os.close(reading)
        else:
            writing = os.open("/dev/full", os.O_WRONLY)
        os.dup2(writing, 1)

    outcome = _write(folder, prepare=deafen)

    assert outcome.status == 0, outcome.err
    assert "2026-03-0005" in (folder / MONTH).read_text("utf-8")


def _open_to_all(folder: Path) -> None:
    """Let everybody read and write here: root is not held up by rights, so another does the work."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)


def _without_lock(folder: Path) -> dict[str, object]:
    """Return all but the lock, and the log: a line of what was not done stays in it."""
    left_out = (LOCK, "operations.log")
    return {k: node for k, node in snapshot(folder).items() if Path(k).name not in left_out}
