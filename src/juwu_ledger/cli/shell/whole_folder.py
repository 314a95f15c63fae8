"""Folders that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from juwu_ledger.cli.shell.whole_file import settle_folder


class StrangeFiles(Exception):
    """A folder that holds other files than ours; the argument is one of their names."""


def look_for_strangers(path: Path, known: Container[str]) -> None:
    """Raise :class:`StrangeFiles` where ``path`` holds a file whose name is not ``known``.

    Raises ``NotADirectoryError`` where it is a file.
    """
    if path.exists():
        for name in sorted(file.name for file in path.iterdir()):
            if name not in known:
                raise StrangeFiles(name)


@contextmanager
def whole_folder(path: Path, known: Container[str]) -> Iterator[Path]:
    """Make a folder beside ``path`` to write into, and move it there when the block ends well.

    An older folder of ours (no file but ``known`` ones) is replaced in two strokes, out and in, and put
    back when the second fails; a power cut between them leaves it beside, named ``.juwu-….old``. After
    an error nothing is left and ``path`` is as it was.
    """
    look_for_strangers(path, known)
    made = Path(tempfile.mkdtemp(prefix=".juwu-", suffix=".part", dir=path.parent))
    try:
        yield made
        for file in made.iterdir():
            with file.open("rb+") as handle:
                os.fsync(handle.fileno())
        settle_folder(made)
        made.chmod(0o777 & ~_mask())
        look_for_strangers(path, known)
        _swap(made, path)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    settle_folder(path.parent)


def _swap(made: Path, path: Path) -> None:
    if not path.exists():
        made.rename(path)
        return
    old = made.with_suffix(".old")
    path.rename(old)
    try:
        made.rename(path)
    except BaseException:
        old.rename(path)
        raise
    with suppress(OSError):
        shutil.rmtree(old)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
