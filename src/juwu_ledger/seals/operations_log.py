"""The operations log: one line for each change that a command made, each bound to the one before it.

``operations.log`` lies beside the books (财会〔2024〕12号 21, 32). A line is one JSON object; ``previous`` is the
SHA-256 of the line before it, so a line cannot be changed, cut out or put between without a trace. It says
who, when, by which command, and of each file touched the SHA-256 before and after.

A line is written before the change that it tells of: a change without a line is then none of a command's.
Where the power failed between the two, the file still stands as before, and the line says so by that.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.model.json_text import json_text
from juwu_ledger.books.reading.os_reasons import reason

LOG = "operations.log"
FIRST = "none"
"""What stands for the line before the first one."""
LARGEST = 256 * 1024 * 1024


class Operator(NamedTuple):
    """Who is at the keyboard, and what is being done."""

    by: str
    how: str
    """``account``: the name of the system's account; ``login``: name and password in the browser."""
    command: str


class Touched(NamedTuple):
    """A file before and after a change, by SHA-256; ``before`` is ``None`` where there was none."""

    before: str | None
    after: str
    prepared: str | None = None
    """Of a new file: as it stands until the change, with nothing but its heading."""


@dataclass(frozen=True)
class Operation:
    """One line of the log."""

    number: int
    at: str
    """Day and time with the distance from UTC, as the computer's clock had it."""
    by: str
    how: str
    command: str
    title: str
    ids: tuple[str, ...]
    files: Mapping[str, Touched]
    made: Mapping[str, str]
    """Scans, seals and other files that came with it, by SHA-256."""
    begin: Mapping[str, str]
    """Only in the first line: every file that the books were read from, before the change."""
    previous: str


class Edit(NamedTuple):
    """A file that was changed other than by a command: after one line and before another."""

    file: str
    after: int
    """The line that knew it last."""
    before: int | None
    """The line that found it changed; ``None``: it is so now."""
    what: str


@dataclass(frozen=True)
class LogState:
    """What the log says, and what it does not agree with."""

    operations: tuple[Operation, ...]
    broken: tuple[str, ...]
    """Where the chain does not hold, in Chinese."""
    edits: tuple[Edit, ...] = ()
    undone: frozenset[int] = frozenset()
    """Lines whose change did not come to be, or was taken back by hand."""
    digests: tuple[str, ...] = ()
    """The SHA-256 of every line, readable or not."""

    @property
    def head(self) -> str:
        """What a seal keeps of the log: how many lines, and the SHA-256 of the last; or nothing."""
        return f"{len(self.digests)} {self.digests[-1]}" if self.digests else ""

    def has_head(self, head: str) -> bool:
        """Tell whether the log once ended as a seal says."""
        number, _, digest = head.partition(" ")
        return 0 < int(number) <= len(self.digests) and self.digests[int(number) - 1] == digest


NO_LOG = LogState((), ())


class LogUnreadable(Exception):
    """There is a log that cannot be read; the message is Chinese."""


def log_bytes(root: Path) -> bytes | None:
    """Return what is in the log, ``None`` where there is none; raises :class:`LogUnreadable`."""
    path = root / LOG
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise LogUnreadable(f"{LOG} 不是普通文件")
        if status.st_size > LARGEST:
            raise LogUnreadable(f"{LOG} 大于 {LARGEST // 2**20} MiB")
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LogUnreadable(f"读不了 {LOG}（{reason(error)}）") from None


def appended(log: bytes | None, operation: Operation) -> bytes:
    """Return the log with one more line, which takes its number and ``previous`` from what is there."""
    before = log or b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    lines = before.splitlines()
    said = {
        "line": len(lines) + 1,
        "at": operation.at,
        "by": operation.by,
        "how": operation.how,
        "command": operation.command,
        "title": operation.title,
        "ids": operation.ids,
        "files": operation.files,
        "made": operation.made,
        **({"begin": operation.begin} if not lines else {}),
        "previous": line_digest(lines[-1]) if lines else FIRST,
    }
    return before + json_text(said, None).encode("utf-8") + b"\n"


def line_digest(line: bytes) -> str:
    """Return the SHA-256 of a line without its end."""
    return hashlib.sha256(line).hexdigest()


def read_log(root: Path) -> LogState:
    """Read the log and hold each line against the one before it; raises nothing for what it can hold."""
    try:
        data = log_bytes(root)
    except LogUnreadable as error:
        return LogState((), (str(error),))
    if data is None:
        return NO_LOG
    operations: list[Operation] = []
    broken: list[str] = []
    previous = FIRST
    digests = []
    for number, line in enumerate(data.splitlines(), 1):
        operation = _operation(line)
        if operation is None:
            broken.append(f"操作日志第 {number} 行看不懂：写坏了或者改过")
        else:
            if operation.previous != previous or operation.number != number:
                broken.append(f"操作日志第 {number} 行和前一行接不上：前面有一行改过、删过或插过")
            operations.append(operation)
        previous = line_digest(line)
        digests.append(previous)
    return LogState(tuple(operations), tuple(broken), digests=tuple(digests))


def log_of(root: Path, files: Iterable[str]) -> LogState:
    """Read the log of the books in ``root`` and hold it against the files; ``files`` are read by them."""
    state = read_log(root)
    named = {
        name for operation in state.operations for name in (*operation.files, *operation.begin)
    }
    named |= {Path(f).relative_to(root).as_posix() for f in files if Path(f).is_relative_to(root)}
    return compared(state, file_digests(root, named))


def compared(state: LogState, now: Mapping[str, str]) -> LogState:
    """Return the log held against the SHA-256 of the files that are there now."""
    if not state.operations:
        return state
    known: dict[str, tuple[Touched, int]] = {
        file: (Touched(digest, digest), 0) for file, digest in state.operations[0].begin.items()
    }
    edits: list[Edit] = []
    undone: set[int] = set()
    for operation in state.operations:
        for file, touched in operation.files.items():
            if file in known:
                _meet(file, known[file], touched.before, operation.number, edits, undone)
            known[file] = touched, operation.number
    for file, digest in now.items():
        if file not in known:
            edits.append(Edit(file, state.operations[-1].number, None, "是手工加进账本的"))
        else:
            _meet(file, known[file], digest, None, edits, undone)
    for file in known.keys() - now.keys():
        last, number = known[file]
        if last.before is None:
            undone.add(number)  # Its file never came to be.
        else:
            edits.append(Edit(file, number, None, "不在账本里了"))
    return replace(state, edits=tuple(sorted(edits, key=_in_order)), undone=frozenset(undone))


def _meet(
    file: str,
    known: tuple[Touched, int],
    found: str | None,
    at: int | None,
    edits: list[Edit],
    undone: set[int],
) -> None:
    """Hold what a file is found to be against what it was known as."""
    last, number = known
    if found == last.after:
        return
    if found in (last.before, last.prepared):
        undone.add(number)
    else:
        edits.append(Edit(file, number, at, "手工改过"))


def _in_order(edit: Edit) -> tuple[int, str]:
    return edit.after, edit.file


def _operation(line: bytes) -> Operation | None:
    """Read one line; ``None`` where it is none of ours."""
    try:
        said = json.loads(line)
        return Operation(
            number=_int(said["line"]),
            at=_day_and_time(said["at"]),
            by=_text(said["by"]),
            how=_text(said["how"]),
            command=_text(said["command"]),
            title=_text(said["title"]),
            ids=tuple(_text(item) for item in said["ids"]),
            files={_text(k): _touched(v) for k, v in said["files"].items()},
            made={_text(k): _text(v) for k, v in said["made"].items()},
            begin={_text(k): _text(v) for k, v in said.get("begin", {}).items()},
            previous=_text(said["previous"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _touched(said: Any) -> Touched:
    before, after, prepared = said
    return Touched(
        None if before is None else _text(before),
        _text(after),
        None if prepared is None else _text(prepared),
    )


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said


def _int(said: Any) -> int:
    if type(said) is not int:
        raise TypeError
    return said


def _day_and_time(said: Any) -> str:
    return dt.datetime.fromisoformat(_text(said)).isoformat(timespec="seconds")


def file_digests(root: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of each plain file in ``root`` that is there; a log may name anything."""
    inside = root.resolve()
    found: dict[str, str] = {}
    for name in sorted(names):
        try:
            path = (root / name).resolve()
            if path.is_relative_to(inside) and stat.S_ISREG(path.stat().st_mode):
                found[name] = line_digest(path.read_bytes())
        except (OSError, ValueError):
            continue
    return found
