"""Files of entries that lie in the books' folder and are not read, or that a syncing program doubled."""

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.model.problem import Place, Problem

_SUFFIX = ".beancount"
_MAIN = f"main{_SUFFIX}"
_NOT_ENTRIES = frozenset({"documents", "seals"})
_DEEPEST = 3
"""Folders below that of the books; months lie one deep."""
_COPY = re.compile(r"冲突|副本|conflict|\(\d+\)|（\d+）", re.IGNORECASE)
"""How syncing programs and file managers call the second of two files of one name."""
_DATED = rb"(?m)^(\d{4})[-/](\d{1,2})[-/]\d{1,2}[ \t]"
_OTHER_BOOKS = rb"(?m)^option[ \t]+\"(?:title|operating_currency)\""


class StrayFile(NamedTuple):
    """A file whose entries are not in the books as they should be."""

    path: str
    first: dt.date | None
    """The first day of the earliest month in it; ``None`` where none can be made out."""
    is_read: bool
    """It is read all the same: a copy that a pattern of an ``include`` takes in."""
    is_copy: bool
    """Its name says that it is the double of another file."""


def stray_files(root: Path, read: Iterable[str]) -> tuple[StrayFile, ...]:
    """Return the files of entries below ``root`` that are not among ``read``, and doubles that are.

    Left out: scans and seals, hidden folders, other books (a folder with a main file of its own, a
    file that begins with options) and files that hold nothing but remarks.
    """
    known = set(read)
    found = []
    for path in sorted(_entry_files(root, 0)):
        is_read, is_copy = str(path) in known, bool(_COPY.search(path.name))
        if is_read and not is_copy:
            continue
        data = _bytes_of(path)
        if data is not None and (not holds_entries(data) or _begins_other_books(data, is_copy)):
            continue
        found.append(StrayFile(str(path), _earliest(data or b""), is_read, is_copy))
    return tuple(found)


def holds_entries(data: bytes) -> bool:
    """Tell whether a file holds more than remarks and blank lines."""
    return any(line.strip() and not line.startswith(b";") for line in data.splitlines())


def stray_problems(strays: Iterable[StrayFile], root: Path) -> Iterator[Problem]:
    """Yield one problem for each such file, of no date: nothing in it has been looked at."""
    for stray in strays:
        name = Path(stray.path).relative_to(root).as_posix()
        if stray.is_read:
            said = f"{name} 看名字是同步软件留下的冲突副本，账本却把它也读了，里面的账可能记了两遍"
            remedy = "和原来那一册逐张核对，只留一册。"
        elif stray.is_copy:
            said = f"{name} 看名字是同步软件留下的冲突副本，账本没有读它，里面的账没有算进来"
            remedy = "和原来那一册逐张核对，缺的补进原来那一册，再把这个文件移出账本文件夹。"
        else:
            said = f"{name} 在账本的文件夹里，却没有哪一行 include 引入它，里面的账没有算进来"
            remedy = f'先看里面是什么，再在主文件里加上 include "{name}"，或者把它移出账本文件夹。'
        yield Problem(Place(stray.path, 1), said, remedy, about=name)


def _entry_files(folder: Path, depth: int) -> Iterator[Path]:
    """Yield the files of entries; links are not followed, what cannot be listed is passed over."""
    try:
        with os.scandir(folder) as listed:
            items = list(listed)
    except OSError:
        return
    if depth and any(item.name == _MAIN for item in items):
        return
    for item in items:
        if item.name.startswith("."):
            continue
        if item.is_dir(follow_symlinks=False):
            if depth < _DEEPEST and item.name not in _NOT_ENTRIES:
                yield from _entry_files(folder / item.name, depth + 1)
        elif item.name.endswith(_SUFFIX) and item.is_file(follow_symlinks=False):
            yield folder / item.name


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _begins_other_books(data: bytes, is_copy: bool) -> bool:
    return not is_copy and re.search(_OTHER_BOOKS, data) is not None


def _earliest(data: bytes) -> dt.date | None:
    """Return the earliest month that is spoken of, by its first day."""
    months = {(int(year), int(month)) for year, month in re.findall(_DATED, data)}
    year, month = min((m for m in months if m[0] and 1 <= m[1] <= 12), default=(0, 0))
    return dt.date(year, month, 1) if year else None
