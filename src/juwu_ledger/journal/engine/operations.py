"""Each stroke's line in the operations log, put in place just before it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.journal.engine import disk
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.seals.operations_log import (
    LOG,
    LogUnreadable,
    Operation,
    Operator,
    Touched,
    appended,
    file_digests,
    line_digest,
    log_bytes,
)


def this_account(command: str = "") -> Operator:
    """Return who the system says is at this computer; who sits there it cannot know."""
    try:
        import pwd

        name = pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # Windows; an account that has no name.
        name = os.environ.get("USERNAME") or (f"uid {os.getuid()}" if os.name == "posix" else "?")
    return Operator(name, "account", command)


def clock() -> dt.datetime:
    """Return the time of the computer's clock, with its distance from UTC."""
    return dt.datetime.now().astimezone()


class FilesChanged(NamedTuple):
    """A change of files as it is about to be made; paths are absolute."""

    change: Change
    before: Mapping[Path, bytes | None]
    after: Mapping[Path, bytes]
    read: Sequence[str]
    """Every file that the books are read from."""


def log_change(root: Path, changed: FilesChanged, operator: Operator, at: dt.datetime) -> None:
    """Write the line of a change that is about to be made.

    It stays whatever becomes of the change: of one that failed the files say that it did. Raises
    :class:`Refusal` where the log cannot be read, and :class:`disk.NotWritten`.
    """
    try:
        log = log_bytes(root)
    except LogUnreadable as error:
        raise Refusal(f"操作日志读不了：{error}；账本没有改动。") from None
    operation = _operation(root, changed, operator, at, log is None)
    disk.replace_file(root / LOG, appended(log, operation))


def _operation(
    root: Path, changed: FilesChanged, operator: Operator, at: dt.datetime, is_first: bool
) -> Operation:
    change = changed.change
    made = {new.target: line_digest(new.data) for new in change.made}
    made |= file_digests(root, [scan.target for scan in change.scans])
    names = [Path(name).relative_to(root).as_posix() for name in changed.read]
    return Operation(
        number=0,
        at=at.isoformat(timespec="seconds"),
        by=operator.by,
        how=operator.how,
        command=operator.command,
        title=change.title,
        ids=change.ids,
        files=dict(_touched(root, changed)),
        made=made,
        begin=file_digests(root, names) if is_first else {},
        previous="",
    )


def _touched(root: Path, changed: FilesChanged) -> Iterator[tuple[str, Touched]]:
    for path, data in changed.after.items():
        before = changed.before.get(path)
        prepared = None
        if before is None:  # It is made with its heading alone, first.
            prepared = line_digest(changed.change.heading.encode("utf-8"))
        digest = None if before is None else line_digest(before)
        yield path.relative_to(root).as_posix(), Touched(digest, line_digest(data), prepared)
