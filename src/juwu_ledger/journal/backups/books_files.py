"""Which files of the books' folder belong into a backup.

All that lies there, the texts, scans, seals, statements, drafts, whatever else: who restores it has what was
there. Left out is what belongs to a moment or to this machine (hidden files, but for ``.gitignore``), and
private keys, which are never to lie with the books.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.intake.packed_books import LARGEST, MANIFEST, unfit_name
from juwu_ledger.journal.backups.plain_file import plain_file
from juwu_ledger.journal.engine.disk import why_not
from juwu_ledger.journal.engine.refusals import Refusal

_HIDDEN_BUT_OURS = frozenset({".gitignore"})
_PRIVATE = (b"-----BEGIN OPENSSH PRIVATE KEY", b"-----BEGIN PRIVATE KEY", b"-----BEGIN ENCRYPTED")
_DEEPEST = 40


class BooksFiles(NamedTuple):
    """The files of a backup, by their path from the books' folder with ``/``, in order."""

    paths: dict[str, Path]
    keys: tuple[str, ...]
    """Private keys that lie there and are left out."""


def books_files(root: Path) -> BooksFiles:
    """Return what is to be backed up of the folder ``root``.

    Raises :class:`Refusal` for what cannot be: a link out of the folder, a FIFO, a name of control
    characters, a folder that cannot be listed. Nothing is left out silently.
    """
    inside = tuple(dict.fromkeys((root.resolve(), (root / "documents").resolve())))
    found: dict[str, Path] = {}
    keys: list[str] = []
    try:
        for name, path in _walk(root, "", inside, 0):
            _refuse_unfit(name, path)
            if _is_private_key(path):
                keys.append(name)
            else:
                found[name] = path
    except OSError as error:
        where = error.filename or root
        raise Refusal(f"读不了 {where}（{why_not(error)}），没有备份。") from None
    return BooksFiles({name: found[name] for name in sorted(found)}, tuple(sorted(keys)))


def _walk(
    folder: Path, above: str, inside: tuple[Path, ...], depth: int
) -> Iterator[tuple[str, Path]]:
    with os.scandir(folder) as listed:
        items = sorted(listed, key=lambda item: item.name)
    for item in items:
        if item.name.startswith(".") and item.name not in _HIDDEN_BUT_OURS:
            continue
        name, path = f"{above}{item.name}", folder / item.name
        if item.is_symlink():
            _refuse_link(name, path, inside)
        if item.is_dir():
            if depth == _DEEPEST:
                raise Refusal(f"{name} 文件夹套得太深（或者链接绕成了圈），没有备份；请先整理。")
            yield from _walk(path, f"{name}/", inside, depth + 1)
        else:
            yield name, path


def _refuse_link(name: str, path: Path, inside: tuple[Path, ...]) -> None:
    real = path.resolve()
    if not any(real.is_relative_to(folder) for folder in inside):
        raise Refusal(
            f"{name} 是指到账本文件夹外面的链接，备份里放不了；请用那个文件本身换掉链接，再备份。"
        )


def _refuse_unfit(name: str, path: Path) -> None:
    if why := unfit_name(name):
        raise Refusal(f"文件 {name!r} {why}，备份里放不了；请改名，再备份。")
    if name == MANIFEST:
        raise Refusal(f"账本文件夹里有 {name}，备份的清单也叫这个名字；请改名，再备份。")
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Refusal(f"{name} 不是普通文件，备份里放不了；请移出账本文件夹，再备份。")
    if status.st_size > LARGEST:
        raise Refusal(f"{name} 大于 {LARGEST // 2**20} MiB，备份里放不了；请另外保存，再备份。")


def _is_private_key(path: Path) -> bool:
    if path.suffix == ".beancount":
        return False
    with plain_file(path) as file:
        return file.read(64).lstrip().startswith(_PRIVATE)
