"""Folders as values, and commands run in a forked child on a folder of their own."""

# ruff: noqa: PTH115, PTH120 (plain functions, for speed)

from __future__ import annotations

import datetime as dt
import gc
import importlib
import os
import pickle
import pkgutil
import re
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from faults.calls import Call, Calls, Fault

KILLED = -signal.SIGKILL
PATIENCE = 0.3
"""Seconds that a command waits for the lock here."""
LEFT_OVER = re.compile(r"(?:^|/)\.juwu-[^/]*\.part(?=/|$)")
"""The name of what is being written, or was when the writer was killed."""
LOCK = ".juwu.lock"
NOON = dt.datetime(2026, 4, 2, 12, tzinfo=dt.UTC)
"""When everything happens: two runs of one command give the same bytes."""


class Node(NamedTuple):
    """What a name stands for: a file with its bytes, a folder, or a link with its target."""

    kind: str
    data: bytes = b""


Tree = Mapping[str, Node]
"""Everything in a sandbox, by path; folders before what is in them."""


def fast_folder() -> str | None:
    """Return a folder in memory where there is one: thousands of syncs go faster there."""
    memory = "/dev/shm"
    return memory if os.access(memory, os.W_OK) else None


@contextmanager
def fresh() -> Iterator[Path]:
    """Give an empty folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="juwu-faults-", dir=fast_folder()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def snapshot(folder: Path) -> Tree:
    """Return what is in a folder."""
    tree: dict[str, Node] = {}
    stack = [folder]
    while stack:
        for item in sorted(os.scandir(stack.pop()), key=lambda entry: entry.name):
            name = os.path.relpath(item.path, folder)
            if item.is_symlink():
                tree[name] = Node("link", os.fsencode(os.readlink(item.path)))
            elif item.is_dir():
                tree[name] = Node("folder")
                stack.append(Path(item.path))
            else:
                tree[name] = Node("file", Path(item.path).read_bytes())
    return tree


def materialise(tree: Tree, folder: Path) -> None:
    """Make a folder's contents be ``tree``."""
    for name, node in sorted(tree.items()):
        path = folder / name
        if node.kind == "folder":
            path.mkdir(parents=True, exist_ok=True)
        elif node.kind == "link":
            path.symlink_to(os.fsdecode(node.data))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(node.data)


def key_of(tree: Tree) -> tuple[Any, ...]:
    """Return what tells trees apart that matter: no locks; of left-overs only that they are there.

    Nobody ever opens a left-over (:mod:`.calls` would notice), so what is in it does not matter.
    """
    plain, left = [], []
    for name, node in tree.items():
        found = LEFT_OVER.search(name)
        if found and found.end() == len(name):
            left.append((os.path.dirname(name), node.kind))
        elif not found and Path(name).name != LOCK:
            plain.append((name, *node))
    return tuple(sorted(plain)), tuple(sorted(left))


def leftovers(tree: Tree) -> list[str]:
    """Return the half-made files that a broken-off write left."""
    return [name for name in tree if LEFT_OVER.search(name)]


@dataclass
class Outcome:
    """How a command ended."""

    status: int
    """Exit status; negative when killed by a signal."""
    out: str = ""
    err: str = ""
    log: list[Call] = field(default_factory=list)
    """The counted calls, up to the end or to the kill."""
    around: list[str] = field(default_factory=list)

    @property
    def killed(self) -> bool:
        return self.status == KILLED


@cache
def load_program() -> None:
    """Import all that a command may import, once, and not in every child."""
    import _strptime  # noqa: F401

    import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401
    import filelock  # noqa: F401

    for room in ("books", "intake", "rules", "seals", "journal", "cli"):
        package = importlib.import_module(f"juwu_ledger.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"juwu_ledger.{room}."):
            importlib.import_module(module.name)
    importlib.import_module("juwu_ledger.__main__")
    importlib.import_module("juwu_ledger.program")


def run(
    argv: Sequence[str],
    folder: Path,
    fault: Fault | None = None,
    *,
    counted: bool = True,
    before: Callable[[int, str], None] | None = None,
    prepare: Callable[[], None] | None = None,
    patience: float = PATIENCE,
) -> Outcome:
    """Run ``juwu ARGV`` in ``folder`` in a child of its own, with the calls counted or struck.

    ``prepare`` is called in the child first, ``before`` before every counted call.
    """

    def juwu() -> None:
        from juwu_ledger.__main__ import main
        from juwu_ledger.journal.engine.journal import Journal

        os.chdir(folder)
        tempfile.tempdir = str(folder)  # What is unpacked in passing is struck, too.
        defaults = Journal.__init__.__kwdefaults__ or {}
        defaults |= {"patience": patience, "clock": lambda: NOON}
        sys.argv = ["juwu", *argv]
        main()

    load_program()
    return in_child(juwu, folder, fault, counted=counted, before=before, prepare=prepare)


def in_child(
    work: Callable[[], None],
    folder: Path,
    fault: Fault | None = None,
    *,
    counted: bool = True,
    before: Callable[[int, str], None] | None = None,
    prepare: Callable[[], None] | None = None,
) -> Outcome:
    """Do ``work`` in a forked child; its exit status, what it said and called come back."""
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.close(reading)
            _be_child(work, folder, fault, counted, before, prepare, (out, err), writing)
        os.close(writing)
        log, around = _listen(reading)
        _, status = os.waitpid(child, 0)
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode("utf-8", "replace"))
    return Outcome(os.waitstatus_to_exitcode(status), said[0], said[1], log, around)


def _listen(reading: int) -> tuple[list[Call], list[str]]:
    """Read what a child tells of its calls until it ends."""
    log: dict[int, Call] = {}
    around: list[str] = []
    with os.fdopen(reading, "rb") as pipe:
        while True:
            try:
                number, said = pickle.load(pipe)
            except (EOFError, pickle.UnpicklingError):
                return [log[number] for number in sorted(log)], around
            if number:
                log[number] = said
            else:
                around = said


def _be_child(
    work: Callable[[], None],
    folder: Path,
    fault: Fault | None,
    counted: bool,
    before: Callable[[int, str], None] | None,
    prepare: Callable[[], None] | None,
    said: tuple[Any, Any],
    report: int,
) -> None:
    """Do the child's part; never returns."""
    status = 1
    write, leave = os.write, os._exit

    def tell(number: int, said: Any) -> None:
        data = memoryview(pickle.dumps((number, said)))
        while data:
            data = data[write(report, data) :]

    calls = Calls(folder, fault, before, tell)
    try:
        gc.disable()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _redirect(*said)
        try:
            if prepare:
                prepare()
            _open_streams()
            if counted:
                calls.install()
            work()
            status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except BaseException:
            traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError):
            status = status or 120
        tell(0, calls.around)
        leave(status)


def _redirect(out: Any, err: Any) -> None:
    """Give the child places of its own to read from and speak to."""
    null = os.open(os.devnull, os.O_RDONLY)
    for handle, target in ((null, 0), (out.fileno(), 1), (err.fileno(), 2)):
        os.dup2(handle, target)
    _open_streams()


def _open_streams() -> None:
    """Open the standard streams anew, UTF-8 whatever the locale."""
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def bare_lines(text: str) -> list[str]:
    """Return the lines that say something."""
    return [line for line in text.splitlines() if line.strip()]
