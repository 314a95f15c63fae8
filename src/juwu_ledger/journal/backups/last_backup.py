"""When the books were last backed up: a note beside them, no part of them and of no backup."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.journal.engine import disk

NOTE = ".juwu-backup.json"
MOST_DAYS = 35
"""A backup that is older is warned of: one a month, and some days."""
_LARGEST = 10_000


class LastBackup(NamedTuple):
    """The last backup that was read back and held."""

    day: dt.date
    folder: str
    """Where it lies, as it was named: proposed the next time."""
    name: str


def last_backup(root: Path) -> LastBackup | None:
    """Return what the note in the books' folder says; ``None`` where there is none that can be read."""
    try:
        with (root / NOTE).open("rb") as file:
            said = json.loads(file.read(_LARGEST))
        return LastBackup(
            dt.date.fromisoformat(said["day"]), str(said["folder"]), str(said["name"])
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def note_backup(root: Path, last: LastBackup) -> None:
    """Write the note; raises :class:`disk.NotWritten`."""
    said = {"day": last.day.isoformat(), "folder": last.folder, "name": last.name}
    disk.replace_file(root / NOTE, json.dumps(said, ensure_ascii=False).encode("utf-8") + b"\n")


def backup_said(root: Path, as_of: dt.date) -> str:
    """Say in Chinese how old the last backup is."""
    last = last_backup(root)
    if last is None:
        return "还没有备份过"
    age = (as_of - last.day).days
    return f"上次 {last.day}" + (f"，{age} 天以前" if age > 0 else "")


def backup_wanted(root: Path, begun: dt.date) -> dt.date:
    """Return the last day on which the next backup is in time; ``begun`` is when the books begin."""
    last = last_backup(root)
    return (last.day if last else begun) + dt.timedelta(days=MOST_DAYS)
