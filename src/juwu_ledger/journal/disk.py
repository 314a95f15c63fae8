"""Changing files so that nothing is lost: every call that changes the disk is in this module.

A file is replaced by: temp file in the same folder → write → fsync → ``os.replace`` → fsync of the
folder (trust.md, Writing). Only ``os`` calls are used, each a step at which power may fail; the tests
strike every one of them.
"""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

_PREFIX, _SUFFIX = ".juwu-", ".part"
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EISDIR})
"""What systems say that cannot sync a folder at all (Windows, some network drives)."""


class NotWritten(Exception):
    """The disk did not take the change. ``unsure`` when the old state could not be put back."""

    def __init__(self, path: Path, error: OSError, *, unsure: bool = False) -> None:
        """Name the file and what the system said."""
        super().__init__(f"{path}: {error}")
        self.path = path
        self.reason = why_not(error)
        self.unsure = unsure


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of the file ``path`` (or make it), whole and for good.

    Raises :class:`NotWritten`; then the file is as it was, unless the error says ``unsure``.
    """
    old: bytes | None = None
    with suppress(OSError):
        old = path.read_bytes()
    try:
        temporary = _write_beside(path, data)
        try:
            os.replace(temporary, path)  # noqa: PTH105 (one call to strike)
        except OSError:
            _remove_quietly(temporary)
            raise
    except OSError as error:
        raise NotWritten(path, error) from None
    try:
        sync_folder(path.parent)
    except OSError as error:
        _put_back(path, old, error)


def make_folders(folder: Path, root: Path) -> None:
    """Make ``folder`` and those above it up to ``root``, for good; raise :class:`NotWritten`."""
    missing = []
    while folder != root and not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        try:
            with suppress(FileExistsError):
                os.mkdir(path)  # noqa: PTH102
            sync_folder(path.parent)
        except OSError as error:
            raise NotWritten(path, error) from None


def remove_file(path: Path) -> None:
    """Remove a file that this program made and nobody needs; never complains."""
    _remove_quietly(path)


def sync_folder(folder: Path) -> None:
    """Make new names in ``folder`` last through a power cut, where the system can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno in _NO_FOLDER_SYNC:
            return
        raise
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def why_not(error: OSError) -> str:
    """Say in Chinese why a file cannot be written."""
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return "没有写的权限，或文件正被别的程序打开着"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘满了"
    if error.errno == errno.EIO:
        return "磁盘读写出错，请检查磁盘"
    return error.strerror or str(error)


def _write_beside(path: Path, data: bytes) -> Path:
    """Write ``data`` to a new file in the folder of ``path``, synced, with the same rights."""
    temporary = path.with_name(f"{_PREFIX}{secrets.token_hex(6)}{_SUFFIX}")
    handle = os.open(temporary, _FLAGS, _mode(path))
    try:
        try:
            _write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        if path.exists():
            os.chmod(temporary, _mode(path))  # noqa: PTH101 (the umask does not count here)
    except OSError:
        _remove_quietly(temporary)
        raise
    return temporary


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        written = os.write(handle, rest)
        if written <= 0:
            raise OSError(errno.EIO, "nothing written")
        rest = rest[written:]


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o666


def _put_back(path: Path, old: bytes | None, error: OSError) -> None:
    """Undo a replacement that may not last; raise :class:`NotWritten`."""
    unsure = False
    try:
        if old is None:
            os.unlink(path)  # noqa: PTH108
        else:
            os.replace(_write_beside(path, old), path)  # noqa: PTH105
    except OSError:
        unsure = True
    raise NotWritten(path, error, unsure=unsure) from None


def _remove_quietly(path: Path) -> None:
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108
