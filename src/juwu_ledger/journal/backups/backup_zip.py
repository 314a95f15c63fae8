"""The zip of a backup as pieces of bytes: the same books give the same bytes, on any machine."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from juwu_ledger.intake.packed_books import MANIFEST, Manifest, manifest_text
from juwu_ledger.journal.backups.plain_file import bytes_of_file

_TIME = (1980, 1, 1, 0, 0, 0)
"""A backup does not say when: its name does, and a copy must be the same bytes."""
_MODE = stat.S_IFREG | 0o644
_FULL = 1 << 20


def backup_zip(paths: Mapping[str, Path], main: str) -> Iterator[bytes]:
    """Yield the zip that holds these files, by name, and their list; raises ``OSError``."""
    end = _End()
    digests: dict[str, str] = {}
    with zipfile.ZipFile(end, "w", zipfile.ZIP_STORED) as packed:
        for name, path in paths.items():
            data = bytes_of_file(path)
            digests[name] = hashlib.sha256(data).hexdigest()
            packed.writestr(_info(name), data)
            if end.length > _FULL:
                yield end.taken()
        listed = manifest_text(Manifest(main, digests)).encode("utf-8")
        packed.writestr(_info(MANIFEST), listed)
    yield end.taken()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    info.create_system = 3  # Unix, whatever this is.
    info.external_attr = _MODE << 16
    return info


class _End(io.RawIOBase):
    """The end of a file that is being made: what was taken out of it cannot be changed any more."""

    def __init__(self) -> None:
        self._begin = 0
        self._rest = io.BytesIO()

    @property
    def length(self) -> int:
        """Bytes that were not taken yet."""
        return len(self._rest.getbuffer())

    def taken(self) -> bytes:
        """Take out all that is there."""
        data = self._rest.getvalue()
        self._begin += len(data)
        self._rest = io.BytesIO()
        return data

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._begin + self._rest.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_SET:
            offset -= self._begin
        return self._begin + self._rest.seek(offset, whence)

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        return self._rest.write(data)
