"""A file that is read by the calls of ``os`` alone, each a step at which the disk may fail."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20


@contextmanager
def plain_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, from the disk itself where the system can be told so; raises ``OSError``."""
    handle = os.open(path, _FLAGS)
    try:
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError):  # What was just written would come back from memory.
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        yield cast(BinaryIO, io.BufferedReader(_Raw(handle), _PIECE))
    finally:
        with suppress(OSError):  # What was only read cannot be lost.
            os.close(handle)


def bytes_of_file(path: Path) -> bytes:
    """Return what is in a file; raises ``OSError``."""
    with plain_file(path) as file:
        return file.read()


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file's bytes piece by piece."""
    while piece := file.read(_PIECE):
        yield piece


class _Raw(io.RawIOBase):
    def __init__(self, handle: int) -> None:
        self._handle = handle

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return os.lseek(self._handle, offset, whence)

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        data = os.read(self._handle, len(buffer))
        buffer[: len(data)] = data
        return len(data)
