"""Making a backup: packed, read back, unpacked, verified; only then it gets its name (docs/trust.md).

A backup that was not read back never bears a backup's name. Its ``.sha256`` is put in place first:
without the zip it says nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.intake.packed_books import PackedBooks
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.journal.backups.backup_zip import backup_zip
from juwu_ledger.journal.backups.books_files import books_files
from juwu_ledger.journal.backups.kept_backups import (
    DIGEST_ENDING,
    backup_name,
    own_names,
    superseded,
)
from juwu_ledger.journal.backups.last_backup import LastBackup, note_backup
from juwu_ledger.journal.backups.plain_file import plain_file
from juwu_ledger.journal.backups.restoring import digest_line, hashed
from juwu_ledger.journal.engine import disk
from juwu_ledger.journal.engine.journal import Journal
from juwu_ledger.journal.engine.refusals import BadInput, Refusal, Unsound
from juwu_ledger.seals.verifying import broken_signatures, verify


class BackupOrder(NamedTuple):
    """A backup as it is asked for."""

    folder: Path
    stem: str
    """What its name begins with: whose books they are."""
    day: dt.date
    same_disk: bool = False


class Made(NamedTuple):
    """A backup that was read back; a trial run says what it would be."""

    path: Path
    files: int
    size: int
    wrong: tuple[str, ...]
    """What ``verify`` finds in the copy."""
    keys: tuple[str, ...]
    """Private keys that lie with the books and were left out."""
    removed: tuple[str, ...]
    noted: str
    """Why its day could not be written down; empty where it was."""


def back_up(
    journal: Journal, order: BackupOrder, commit: Callable[[], None], *, dry_run: bool = False
) -> Made:
    """Back up the books of ``journal``.

    No other program writes into them meanwhile. Where ``verify`` finds anything in the copy, it is kept
    all the same and no earlier one is removed. Raises :class:`BadInput`, :class:`Refusal`,
    :class:`Unsound`, :class:`disk.NotWritten`: then there is no new backup.
    """
    refuse_place(journal.root, order)
    with journal.locked(dry_run):
        files = books_files(journal.root)
        name = backup_name(order.stem, order.day, _names(order.folder))
        path = order.folder / name
        if dry_run:
            size = sum(file.stat().st_size for file in files.paths.values())
            return Made(path, len(files.paths), size, proven(journal.main), files.keys, (), "")
        disk.settle([order.folder])
        wrong: list[str] = []
        written = _Written()

        def check(copy: Path) -> None:
            wrong.extend(_read_back(copy, written.digest))
            commit()
            beside = path.with_name(name + DIGEST_ENDING)
            disk.replace_file(beside, digest_line(written.digest, name))

        chunks = written.told(backup_zip(files.paths, journal.main.name))
        disk.new_large_file(path, chunks, check)
        noted = _note(journal.root, LastBackup(order.day, str(order.folder), name))
    removed = () if wrong else _remove_superseded(order)
    return Made(path, len(files.paths), written.size, tuple(wrong), files.keys, removed, noted)


def refuse_place(root: Path, order: BackupOrder) -> None:
    """Refuse a place where a backup is none: in the books' folder, or on the disk that they are on.

    Raises :class:`BadInput` where there is no such folder.
    """
    folder = order.folder
    if not folder.is_dir():
        raise BadInput(f"没有 {folder} 这个文件夹；先插好 U 盘，写它上面已经有的文件夹")
    if folder.resolve().is_relative_to(root.resolve()):
        raise BadInput(f"{folder} 在账本的文件夹里面；备份要放到别处，最好是 U 盘")
    if not order.same_disk and folder.stat().st_dev == root.stat().st_dev:
        raise Refusal(
            f"{folder} 和账本在同一块盘上，盘坏了备份也没了，没有备份；请备份到 U 盘、移动硬盘，"
            "一定要放在这里的，加上 --same-disk。"
        )


def proven(main: Path) -> tuple[str, ...]:
    """Return what ``juwu verify`` finds in books: nothing where they are as they were closed.

    Raises :class:`Unsound` where they do not load.
    """
    loaded = load_books(main)
    if loaded.errors or loaded.books is None:
        raise Unsound(loaded.errors)
    return tuple(_differences(loaded.books))


def _differences(books: Books) -> Iterator[str]:
    verdict = verify(books)
    for month in verdict.months:
        yield from (f"{month.period.title}：{item.what}" for item in month.differences)
    yield from (item.what for item in verdict.differences)
    yield from broken_signatures(books)


def _read_back(copy: Path, digest: str) -> tuple[str, ...]:
    """Read a zip from the disk, unpack it, and return what ``verify`` finds in what was unpacked."""
    try:
        with plain_file(copy) as file:
            if hashed(file) != digest:
                raise Refusal("备份写下去和读回来的不一样：U 盘多半坏了，没有备份；请换一个。")
            packed = PackedBooks(file)
            with disk.passing_folder(packed) as folder:
                return proven(folder / packed.manifest.main)
    except FileRefused as error:
        raise Refusal(f"备份读回来不对（{error}），没有备份；请换一个盘再试。") from None


class _Written:
    """What went into a zip so far: how much, and its SHA-256."""

    def __init__(self) -> None:
        self.size = 0
        self._total = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._total.hexdigest()

    def told(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._total.update(chunk)
            self.size += len(chunk)
            yield chunk


def _note(root: Path, last: LastBackup) -> str:
    """Write down when it was; the backup is there whether that is noted or not."""
    try:
        note_backup(root, last)
    except disk.NotWritten as error:
        return error.reason
    return ""


def _remove_superseded(order: BackupOrder) -> tuple[str, ...]:
    """Remove what nobody needs any more: backups of the same books by their names, nothing else."""
    names = superseded(own_names(order.stem, _names(order.folder)), order.day)
    for name in names:
        disk.remove_file(order.folder / name)
        disk.remove_file(order.folder / f"{name}{DIGEST_ENDING}")
    with suppress(OSError):
        disk.sync_folder(order.folder)
    return tuple(names)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise Refusal(f"打不开 {folder}（{disk.why_not(error)}），没有备份。") from None
