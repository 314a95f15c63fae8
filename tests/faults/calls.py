"""Every call that changes the disk, counted, recorded and struck: runs inside a forked child.

:class:`Calls` takes the place of the calls of ``os`` (and of ``flock``). At the n-th call one thing
goes wrong. An audit hook and a few guards notice every change that goes around the counted calls.
"""

# ruff: noqa: PTH100, PTH118, PTH119, PTH120 (plain functions: paths are counted here, not walked)

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import os
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import juwu_ledger

KILL_BEFORE, KILL_AFTER, TORN = "kill before", "kill after", "torn write"
SHORT = "short write"
ERRORS = {name: getattr(errno, name) for name in ("ENOSPC", "EIO", "EACCES")}
STUCK = {f"{name} from here": getattr(errno, name) for name in ("ENOSPC", "EIO", "EROFS")}
CTRL_C_BEFORE, CTRL_C_AFTER = "Ctrl-C before", "Ctrl-C after"

KILLS = (KILL_BEFORE, KILL_AFTER, TORN)
INTERRUPTS = (CTRL_C_BEFORE, CTRL_C_AFTER)
FAULTS = (*KILLS, SHORT, *ERRORS, *STUCK, *INTERRUPTS)

_BY_HANDLE = ("write", "read", "fsync", "fdatasync", "fchmod", "ftruncate", "close")
_BY_PATH = (
    *("unlink", "remove", "mkdir", "rmdir", "chmod", "lchown", "chown"),
    *("truncate", "utime", "mkfifo", "mknod"),
)
_BY_TWO_PATHS = ("replace", "rename", "link", "symlink")
_NEVER = ("writev", "pwrite", "pwritev", "sendfile", "copy_file_range", "posix_fallocate")
_EVENTS = (
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr", "mmap.__new__"),
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"),
)
_INTAKE = Path(juwu_ledger.__file__).parent / "intake"
_READERS = [[str(_INTAKE / "batches" / "sheet_child.py"), "read"]]
"""Children that may be started: their files may not grow (``RLIMIT_FSIZE``)."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FULL_DISK_STOPS = frozenset({"open", "write", "mkdir", "fsync", "fdatasync", "link", "symlink"})


def _is_pipe(handle: Any) -> bool:
    """Tell whether a handle leads to another process, not to the disk."""
    return isinstance(handle, int) and stat.S_ISFIFO(os.fstat(handle).st_mode)


def _reads_only(event: str, args: tuple[Any, ...]) -> bool:
    """Tell whether a child is one that reads a file that comes in: the system lets it write none."""
    return event == "subprocess.Popen" and [*args[1][2:]] in _READERS


class Call(NamedTuple):
    """One call as it took effect; ``done`` is false where it changed nothing."""

    name: str
    path: str
    """What it was about, from the sandbox; of a handle, the path that it was opened by."""
    handle: int = -1
    other: str = ""
    data: bytes = b""
    number: int = 0
    """Flags of ``open``, length of ``ftruncate``."""
    done: bool = True


def changes(call: Call) -> bool:
    """Tell whether a call can change anything: reading is struck as well, and leaves no trace."""
    return call.name not in ("read", "close") and not (
        call.name == "open" and not call.number & _WRITING
    )


class Fault(NamedTuple):
    """What goes wrong at call ``at`` (from 1); ``then_kill`` kills at a later call as well."""

    kind: str
    at: int
    then_kill: int = 0


class Calls:
    """The struck calls of one process."""

    def __init__(
        self,
        sandbox: Path,
        fault: Fault | None = None,
        before: Callable[[int, str], None] | None = None,
        tell: Callable[[int, Call], None] | None = None,
    ) -> None:
        """Strike what happens below ``sandbox``.

        ``before`` is told each call's number and name, and may do there what another program would;
        ``tell`` is given each call with its number once it is known what came of it.
        """
        self.log: list[Call] = []
        self.around: list[str] = []
        """Changes that went around the counted calls."""
        self._sandbox = os.path.realpath(sandbox)
        self._fault = fault
        self._before = before
        self._tell = tell
        self._opened: dict[int, str] = {}
        self._inside = 0
        self._real: dict[str, Callable[..., Any]] = {}

    @property
    def count(self) -> int:
        return len(self.log)

    # --- taking the place of the calls ---------------------------------------------------------

    def install(self) -> None:
        """Put the struck calls in; there is no way back, the process is for this alone."""
        sys.dont_write_bytecode = True
        for name in ("open", *_BY_HANDLE, *_BY_PATH, *_BY_TWO_PATHS):
            self._take(os, name, getattr(self, f"_{name}", None))
        self._take(fcntl, "flock", self._flock)
        for name in _NEVER:
            if hasattr(os, name):
                setattr(os, name, self._refused(name))
        for module in (builtins, io):
            setattr(module, "open", self._guarded(module.open))  # noqa: B010
        os.fdopen = self._guarded(os.fdopen)
        sys.addaudithook(self._audit)

    def _take(self, module: Any, name: str, own: Callable[..., Any] | None) -> None:
        self._real[name] = getattr(module, name)
        if own is None:
            kinds = {_BY_HANDLE: self._on_handle, _BY_PATH: self._on_path}
            kind = next((k for names, k in kinds.items() if name in names), self._on_two_paths)
            own = kind(name)
        setattr(module, name, own)

    def _refused(self, name: str) -> Callable[..., Any]:
        def refused(*args: Any, **options: Any) -> Any:
            self.around.append(f"os.{name}")
            raise OSError(errno.ENOSYS, f"os.{name} is not counted")

        return refused

    def _guarded(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """Notice files opened for writing by handle: what is written there is not seen."""

        def opened(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
            by_handle = isinstance(file, int) and file > 2 or options.get("opener")
            if by_handle and set(mode) & set("wax+") and not _is_pipe(file):
                self.around.append(f"open({self._opened.get(file, file)!r}, {mode!r})")
            return real(file, mode, *args, **options)

        return opened

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if self._inside:
            return
        if event == "open":
            path, _, flags = args
            name = os.fsdecode(path) if isinstance(path, str | bytes) else ""
            if name and (flags & _WRITING and name != os.devnull or name.endswith(".part")):
                self.around.append(f"open {name}")
        elif event in _EVENTS and not _reads_only(event, args):
            self.around.append(f"{event} {args[:2]}")

    # --- the calls -------------------------------------------------------------------------------

    def _open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: Any = None) -> int:
        name = self._below(path, dir_fd)
        if name is None:
            return int(self._real["open"](path, flags, mode, dir_fd=dir_fd))
        handle: int = self._strike(
            Call("open", name, number=flags),
            lambda: self._real["open"](path, flags, mode, dir_fd=dir_fd),
        )
        self._opened[handle] = name
        return handle

    def _write(self, handle: int, data: Any) -> int:
        if handle not in self._opened:
            if handle > 2 and not _is_pipe(handle):
                self.around.append(f"os.write to handle {handle}")
            return int(self._real["write"](handle, data))
        whole = bytes(data)
        real = self._real["write"]
        call = Call("write", self._opened[handle], handle, data=whole)

        def half() -> int:
            part = whole[: len(whole) // 2]
            done = int(real(handle, part)) if part else 0
            self._note(call._replace(data=part))
            return done

        return int(self._strike(call, lambda: real(handle, whole), half))

    def _close(self, handle: int) -> None:
        if handle not in self._opened:
            self._real["close"](handle)
            return
        call = Call("close", self._opened.pop(handle), handle)
        self._strike(
            call,
            lambda: self._real["close"](handle),
            # A close that fails has closed all the same.
            failing=lambda: self._real["close"](handle),
        )

    def _flock(self, handle: Any, operation: int) -> None:
        if handle not in self._opened:
            self._real["flock"](handle, operation)
            return
        call = Call("flock", self._opened[handle], handle, number=operation)
        self._strike(call, lambda: self._real["flock"](handle, operation))

    def _on_handle(self, name: str) -> Callable[..., Any]:
        def call(handle: Any, *args: Any) -> Any:
            if handle not in self._opened:
                return self._real[name](handle, *args)
            number = args[0] if args else 0
            what = Call(name, self._opened[handle], handle, number=number)
            return self._strike(what, lambda: self._real[name](handle, *args))

        return call

    def _on_path(self, name: str) -> Callable[..., Any]:
        def call(path: Any, *args: Any, **options: Any) -> Any:
            below = self._below(path, options.get("dir_fd"))
            if below is None:
                self.around.append(f"os.{name} outside: {path}")
                return self._real[name](path, *args, **options)
            return self._strike(
                Call("unlink" if name == "remove" else name, below),
                lambda: self._real[name](path, *args, **options),
            )

        return call

    def _on_two_paths(self, name: str) -> Callable[..., Any]:
        def call(source: Any, target: Any, **options: Any) -> Any:
            folders = options.get("src_dir_fd"), options.get("dst_dir_fd", options.get("dir_fd"))
            below = self._below(source, folders[0])
            paths = source if name == "symlink" else below, self._below(target, folders[1])
            if paths[0] is None or paths[1] is None:
                self.around.append(f"os.{name} outside: {source} {target}")
                return self._real[name](source, target, **options)
            return self._strike(
                Call("replace" if name == "rename" else name, os.fspath(paths[0]), other=paths[1]),
                lambda: self._real[name](source, target, **options),
            )

        return call

    def _below(self, path: Any, folder: int | None = None) -> str | None:
        """Return the path from the sandbox, its folder's links followed; ``None`` if outside."""
        if isinstance(path, int):
            return self._opened.get(path)
        if folder is not None:
            opened = self._opened.get(folder)
            return None if opened is None else os.path.join(opened, os.fsdecode(path))
        whole = os.path.abspath(os.fsdecode(path))
        parent = os.path.realpath(os.path.dirname(whole))
        whole = os.path.join(parent, os.path.basename(whole))
        if whole == self._sandbox:
            return "."
        if not whole.startswith(self._sandbox + os.sep):
            return None
        return os.path.relpath(whole, self._sandbox)

    # --- striking --------------------------------------------------------------------------------

    def _note(self, call: Call) -> None:
        self.log[-1] = call
        if self._tell is not None:
            self._tell(self.count, call)

    def _strike(
        self,
        call: Call,
        real: Callable[[], Any],
        half: Callable[[], int] | None = None,
        failing: Callable[[], Any] | None = None,
    ) -> Any:
        """Count the call and make it, or do what the fault says."""
        self.log.append(call)
        self._note(call._replace(done=False))
        fault = self._fault
        at = fault is not None and fault.at == self.count
        kind = fault.kind if fault is not None else ""
        if self._before is not None:
            self._within(lambda: self._before(self.count, call.name))
        if fault is not None and fault.then_kill == self.count:
            _die()
        if at and kind in (KILL_BEFORE, TORN):
            if kind == TORN and half:
                self._within(half)
            _die()
        if at and kind == CTRL_C_BEFORE:
            signal.raise_signal(signal.SIGINT)
        if at and kind == SHORT and half:
            return self._within(half)
        code = self._error(call.name)
        if code:
            if half and code == errno.ENOSPC:
                self._within(half)
            if failing:
                self._within(failing)
                self._note(call)
            raise OSError(code, os.strerror(code), call.path)
        try:
            result = self._within(real)
            self._note(call._replace(handle=result) if call.name == "open" else call)
        finally:
            if at and kind == KILL_AFTER:
                _die()
            if at and kind == CTRL_C_AFTER:
                signal.raise_signal(signal.SIGINT)
        return result

    def _error(self, name: str) -> int:
        """Return the error that this call fails with, or 0."""
        if self._fault is None:
            return 0
        kind, at, _ = self._fault
        if kind in ERRORS and at == self.count:
            return ERRORS[kind]
        if kind in STUCK and at <= self.count:
            code = STUCK[kind]
            stopped = name in _FULL_DISK_STOPS if code == errno.ENOSPC else name != "close"
            return code if stopped else 0
        return 0

    def _within(self, real: Callable[[], Any]) -> Any:
        self._inside += 1
        try:
            return real()
        finally:
            self._inside -= 1


def applicable(fault: str, call: str) -> bool:
    """Tell whether a fault can befall a call of that name."""
    return call == "write" if fault in (TORN, SHORT) else True


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()
