"""Changing files so that nothing is lost: every call that changes the disk is in this module.

A file is replaced by: temp file in the same folder → write → fsync → ``os.replace`` → fsync of the
folder (docs/trust.md, Writing). Only ``os`` calls are used, each a step at which power may fail; the tests
strike every one of them.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from juwu_ledger.books.reading.os_reasons import reason

_PREFIX, _SUFFIX = ".juwu-", ".part"
ANSWERS = ".juwu-answers.json"
"""What a dialogue that was broken off leaves beside the books: no part of them."""
_LEFT_OVER = re.compile(r"\.juwu-[0-9a-f]{12}\.part")
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP}
"""What systems say that cannot sync a folder at all (some network drives; Windows says more)."""
if os.name == "nt":
    _NO_FOLDER_SYNC |= {errno.EBADF, errno.EACCES, errno.EISDIR}


class NotWritten(Exception):
    """The disk did not take the change.

    ``unsure`` when the old state could not be put back; ``lasting`` is false when it was put back
    but may not last: if the power fails now, the change may be there after all.
    """

    def __init__(
        self, path: Path, error: OSError, *, unsure: bool = False, lasting: bool = True
    ) -> None:
        """Name the file and what the system said."""
        super().__init__(f"{path}: {error}")
        self.path = path
        self.reason = why_not(error)
        self.unsure = unsure
        self.lasting = lasting and not unsure


def replace_file(path: Path, data: bytes, check: Callable[[], None] = lambda: None) -> None:
    """Put ``data`` in the place of the file ``path`` (or make it), whole and for good.

    A link is followed: what it points to is replaced. ``check`` is called at the last moment and may
    raise. Raises :class:`NotWritten`; then the file is as it was, unless the error says ``unsure``.
    """
    try:
        if path.is_symlink():
            path = path.resolve()
        old = path.read_bytes() if path.exists() else None
        _swap(path, data, check)
    except OSError as error:
        raise NotWritten(path, error) from None
    try:
        sync_folder(path.parent)
    except OSError as error:
        _put_back(path, old, error)


def new_file(path: Path, data: bytes, mode: int) -> None:
    """Make the file ``path`` with these rights, whole and for good; nothing is ever overwritten.

    Raises :class:`NotWritten`, also when there is such a file; then nothing is left of it.
    """

    def check() -> None:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))

    try:
        check()
        _swap(path, data, check, mode)
    except OSError as error:
        raise NotWritten(path, error) from None
    try:
        sync_folder(path.parent)
    except OSError as error:
        _put_back(path, None, error)


def new_large_file(path: Path, chunks: Iterable[bytes], check: Callable[[Path], None]) -> None:
    """Make the file ``path`` out of ``chunks``, whole and for good; one of that name is replaced.

    ``check`` is given the file that stands for it until then, synced, and may raise: then nothing is
    left of it. Raises :class:`NotWritten`.
    """
    try:
        temporary = _write_beside(path, chunks)
        try:
            check(temporary)
            os.replace(temporary, path)  # noqa: PTH105 (one call to strike)
        except BaseException:
            _remove_quietly(temporary)
            raise
    except OSError as error:
        raise NotWritten(path, error) from None
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise NotWritten(path, error, unsure=True) from None


@contextmanager
def passing_folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Give a folder of this user's own that holds ``files`` and is gone afterwards.

    It lies where the system keeps what is passing. Raises :class:`NotWritten`.
    """
    folder = Path(tempfile.gettempdir()) / f"{_PREFIX}{os.urandom(6).hex()}{_SUFFIX}"
    try:
        try:
            os.mkdir(folder, 0o700)  # noqa: PTH102
            _fill(folder, files)
        except OSError as error:
            raise NotWritten(folder, error) from None
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def place_folder(folder: Path, files: Mapping[str, bytes], empty: Iterable[str] = ()) -> None:
    """Make ``folder`` with ``files`` (paths below it, with ``/``) and ``empty`` folders in it.

    All of it or nothing: it is made beside its place under another name, synced, and renamed. The
    folder must not be there yet, or be empty. ``files`` may read each file only when it is asked for.
    Raises :class:`NotWritten`.
    """
    make_folders(folder.parent, Path(folder.anchor))
    temporary = folder.with_name(f"{_PREFIX}{os.urandom(6).hex()}{_SUFFIX}")
    placed = False
    try:
        for above in folder.parents:
            with suppress(PermissionError):  # Then we did not make it, and leave it unsynced.
                sync_folder(above)
        os.mkdir(temporary)  # noqa: PTH102
        for name in empty:
            os.mkdir(temporary / name)  # noqa: PTH102
        _fill(temporary, files)
        for path in {temporary, *((temporary / name).parent for name in files)}:
            sync_folder(path)
        _rename_folder(temporary, folder)
        placed = True
        sync_folder(folder.parent)
    except OSError as error:
        unsure = placed and not _taken_back(folder, temporary)
        raise NotWritten(folder, error, unsure=unsure) from None
    finally:
        if not placed:
            shutil.rmtree(temporary, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name in files:
        make_folders((folder / name).parent, folder)
        os.replace(_write_beside(folder / name, files[name]), folder / name)  # noqa: PTH105


def make_folders(folder: Path, root: Path) -> None:
    """Make ``folder`` and those above it up to ``root``, for good; raise :class:`NotWritten`."""
    missing = []
    try:
        while folder != root and not folder.exists():
            missing.append(folder)
            folder = folder.parent
    except OSError as error:
        raise NotWritten(folder, error) from None
    for path in reversed(missing):
        try:
            with suppress(FileExistsError):
                os.mkdir(path)  # noqa: PTH102
            sync_folder(path.parent)
        except OSError as error:
            raise NotWritten(path, error) from None


def settle(folders: Sequence[Path]) -> None:
    """Make what stands in ``folders`` last, before something is built on it.

    ``folders`` are those of one set of books, the outermost first. A writer that was killed may have
    left names in them that are not on the disk yet, even that of the first. The left-overs of such
    writers are swept out on the way. Folders that are not there need nothing. Raises
    :class:`NotWritten`.
    """
    try:
        with suppress(PermissionError):  # Then it was not we who made the books' folder there.
            sync_folder(folders[0].resolve().parent)
    except OSError as error:
        raise NotWritten(folders[0], error) from None
    for folder in folders:
        try:
            for name in os.listdir(folder):  # noqa: PTH208
                if _LEFT_OVER.fullmatch(name):
                    _remove_quietly(folder / name)
            sync_folder(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise NotWritten(folder, error) from None


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
    return "文件夹不见了" if error.errno == errno.ENOENT else reason(error)


def _write_beside(path: Path, data: bytes | Iterable[bytes], mode: int = 0o666) -> Path:
    """Write ``data`` to a new file in the folder of ``path``, synced, with the same rights.

    Where there is no such file yet, with those of ``mode`` that the umask leaves.
    """
    temporary = path.with_name(f"{_PREFIX}{os.urandom(6).hex()}{_SUFFIX}")
    handle = os.open(temporary, _FLAGS, _mode(path, mode))
    try:
        try:
            if path.exists():
                os.chmod(temporary, _mode(path, mode))  # noqa: PTH101 (the umask does not count here)
            for chunk in (data,) if isinstance(data, bytes) else data:
                _write_all(handle, chunk)
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        _remove_quietly(temporary)
        raise
    return temporary


def _swap(
    path: Path, data: bytes, check: Callable[[], None] = lambda: None, mode: int = 0o666
) -> None:
    """Replace a file, without making that last."""
    temporary = _write_beside(path, data, mode)
    try:
        check()
        os.replace(temporary, path)  # noqa: PTH105 (one call to strike)
    except BaseException:
        _remove_quietly(temporary)
        raise


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        written = os.write(handle, rest)
        if written <= 0:
            raise OSError(errno.EIO, "nothing written")
        rest = rest[written:]


def _mode(path: Path, otherwise: int) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return otherwise


def _put_back(path: Path, old: bytes | None, error: OSError) -> None:
    """Undo a replacement that may not last; raise :class:`NotWritten`."""
    try:
        if old is None:
            os.unlink(path)  # noqa: PTH108
        else:
            _swap(path, old)
    except OSError:
        raise NotWritten(path, error, unsure=True) from None
    try:
        sync_folder(path.parent)
    except OSError:
        raise NotWritten(path, error, lasting=False) from None
    raise NotWritten(path, error) from None


def _rename_folder(temporary: Path, folder: Path) -> None:
    """Give a folder its name; an empty folder of that name makes room."""
    try:
        os.rename(temporary, folder)  # noqa: PTH104
    except FileExistsError:
        os.rmdir(folder)  # noqa: PTH106 (Windows replaces no folder; this one must be empty)
        os.rename(temporary, folder)  # noqa: PTH104


def _taken_back(folder: Path, temporary: Path) -> bool:
    """Take back a folder whose name may not last; tell whether it is gone from its place."""
    try:
        os.rename(folder, temporary)  # noqa: PTH104
    except OSError:
        return False
    with suppress(OSError):
        sync_folder(folder.parent)  # Else it may come back: then let it be whole.
        shutil.rmtree(temporary, ignore_errors=True)
    return True


def _remove_quietly(path: Path) -> None:
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108
