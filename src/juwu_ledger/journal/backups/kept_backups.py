"""What backups are called, and which of them are kept: the last of each of twelve months, and of each year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

_WORD = "账本备份"
ENDING = ".zip"
DIGEST_ENDING = ".sha256"
_MONTHS = 12


class BackupName(NamedTuple):
    """The name of a backup, taken apart; later ones sort behind."""

    day: dt.date
    number: int
    """1 for the first of its day."""
    text: str


def backup_name(stem: str, day: dt.date, taken: Iterable[str]) -> str:
    """Return the name of a backup of that day, another than those ``taken``; ``stem``: whose it is."""
    same = [name.number for name in own_names(stem, taken) if name.day == day]
    number = max(same, default=0) + 1
    return f"{stem}-{_WORD}-{day}{f'-{number}' if number > 1 else ''}{ENDING}"


def own_names(stem: str, names: Iterable[str]) -> list[BackupName]:
    """Return those of ``names`` that are backups of the same books, the oldest first."""
    pattern = re.compile(
        rf"{re.escape(stem)}-{_WORD}-(\d{{4}}-\d\d-\d\d)(?:-([1-9]\d{{0,3}}))?{re.escape(ENDING)}",
        re.ASCII,
    )
    found = []
    for name in names:
        match = pattern.fullmatch(name)
        day = _day(match[1]) if match else None
        if match and day:
            found.append(BackupName(day, int(match[2] or 1), name))
    return sorted(found)


def superseded(names: Iterable[BackupName], today: dt.date) -> list[str]:
    """Return the names that nobody needs any more: not the last of its month or of its year.

    Months count for the last twelve, years for ever; what is dated after ``today`` is kept.
    """
    last: dict[str, BackupName] = {}
    ordered = sorted(names)
    for name in ordered:
        age = (today.year - name.day.year) * 12 + today.month - name.day.month
        if 0 <= age < _MONTHS:
            last[f"{name.day:%Y-%m}"] = name
        last[f"{name.day:%Y}"] = name
    kept = {name.text for name in last.values()}
    return [name.text for name in ordered if name.text not in kept and name.day <= today]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
