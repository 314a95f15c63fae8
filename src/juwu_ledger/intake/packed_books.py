"""A backup's zip: how its own list reads, and reading one that a stranger may have made (docs/trust.md).

Nothing in it is packed (a zip that is stored can be no bomb) and its last part, ``manifest.sha256``, names
every file with its SHA-256, as ``sha256sum -c`` takes it.
"""

from __future__ import annotations

import hashlib
import re
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from juwu_ledger.intake.refusal import FileRefused

HEAD = "# juwu-ledger backup 1"
MANIFEST = "manifest.sha256"
LARGEST = 512 * 1024 * 1024
"""Bytes of one file; it is held in memory."""
_MAIN = "# main "
_MOST_FILES = 200_000
_LARGEST_LIST = 64 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_DRIVE = re.compile(r"[A-Za-z]:")


class Manifest(NamedTuple):
    """What a backup's own list says: the main file, and the SHA-256 of every file by name."""

    main: str
    digests: Mapping[str, str]


def manifest_text(manifest: Manifest) -> str:
    """Return the list as it stands in the zip."""
    lines = [HEAD, f"{_MAIN}{manifest.main}"]
    lines += [f"{digest}  {name}" for name, digest in manifest.digests.items()]
    return "".join(f"{line}\n" for line in lines)


def unfit_name(name: str) -> str:
    """Say why a file of that name cannot be in a backup; empty where it can.

    Names are paths below the books' folder, with ``/``.
    """
    parts = name.split("/")
    if not name.isprintable() or "\\" in name:
        return "名字里有看不见的字符或者反斜杠"
    if name.startswith("/") or _DRIVE.match(name) or any(part in ("", ".", "..") for part in parts):
        return "名字指到账本文件夹外面"
    return ""


class PackedBooks(Mapping[str, bytes]):
    """The files of a backup by name; each is held against its digest when it is asked for."""

    def __init__(self, file: BinaryIO) -> None:
        """Look at the zip's list and at the backup's own; raises :class:`FileRefused`."""
        _refuse_end(file)
        try:
            self._zip = zipfile.ZipFile(file)
            size = file.seek(0, 2)
        except _BROKEN as error:
            raise _cut_off(error) from None
        parts = self._zip.infolist()
        _refuse_parts(parts, size)
        names = {part.filename for part in parts}
        if MANIFEST not in names:
            raise FileRefused("manifest", f"里面没有 {MANIFEST}，不是本程序做的备份")
        self.manifest = _read_manifest(self._part(MANIFEST))
        listed = self.manifest.digests.keys() | {MANIFEST}
        if names != listed:
            odd = sorted(names ^ listed)[0]
            raise FileRefused("manifest", f"里面的文件与清单不一致：{odd[:80]}")

    def __getitem__(self, name: str) -> bytes:
        """Return a file's bytes; raises :class:`FileRefused` where they are not as listed."""
        data = self._part(name)
        if hashlib.sha256(data).hexdigest() != self.manifest.digests[name]:
            raise FileRefused("changed", f"{name} 与清单上的 SHA-256 对不上，备份坏了或者被改过")
        return data

    def __iter__(self) -> Iterator[str]:
        """Go over the names, in order."""
        return iter(self.manifest.digests)

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self.manifest.digests)

    def _part(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except _BROKEN as error:
            raise _cut_off(error) from None


_BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, RuntimeError)
"""What :mod:`zipfile` raises of files that are broken or hostile."""


def _cut_off(error: Exception) -> FileRefused:
    return FileRefused("cut-off", f"文件坏了，或者没有抄完（{error!s:.80}）")


def _refuse_end(file: BinaryIO) -> None:
    """Refuse a zip that does not end as ours do, or whose list would fill the memory."""
    size = file.seek(0, 2)
    file.seek(max(size - _END.size, 0))
    data = file.read(_END.size)
    if len(data) < _END.size or not data.startswith(b"PK\x05\x06"):
        raise FileRefused("cut-off", "不是备份的 zip 文件，或者没有抄完")
    *_, directory, _offset, comment = _END.unpack(data)
    if comment or directory > _LARGEST_LIST:
        raise FileRefused("bomb", "文件的目录不像是本程序做的备份，不打开")


def _refuse_parts(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what no backup of ours holds: packed parts, links, folders, names twice or leading out."""
    if len(parts) > _MOST_FILES or sum(part.compress_size for part in parts) > size:
        raise FileRefused("bomb", "里面写的比文件本身还大，不打开")
    seen: dict[str, str] = {}
    for part in parts:
        name = part.filename
        if part.flag_bits & 1:
            raise FileRefused("password", "文件有密码，不是本程序做的备份")
        if part.compress_type != zipfile.ZIP_STORED or part.file_size != part.compress_size:
            raise FileRefused("bomb", f"{name[:80]} 是压缩过的，本程序的备份不压缩，不打开")
        if part.file_size > LARGEST:
            raise FileRefused("too-large", f"{name[:80]} 大于 {LARGEST // 2**20} MiB，不读")
        if not stat.S_ISREG(part.external_attr >> 16) or not part.filename or part.is_dir():
            raise FileRefused("link", f"{name[:80]} 不是普通文件（链接或文件夹），不打开")
        if why := unfit_name(name):
            raise FileRefused("name", f"{name[:80]!r} {why}，不打开")
        same = seen.setdefault(_alike(name), name)
        if same is not name:
            raise FileRefused("double", f"里面有两个文件叫 {name[:80]}，不打开")
    for name in seen:
        if any(above in seen for above in _folders_of(name)):
            raise FileRefused("double", f"{name[:80]} 的文件夹和一个文件同名，不打开")


def _alike(name: str) -> str:
    """Return what names have in common that some disk takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def _folders_of(name: str) -> Iterator[str]:
    parts = name.split("/")
    for length in range(1, len(parts)):
        yield "/".join(parts[:length])


def _read_manifest(data: bytes) -> Manifest:
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise FileRefused("manifest", f"{MANIFEST} 不是 UTF-8 文字") from None
    if lines[0] != HEAD:
        said = lines[0][:60] if lines[0].startswith("# juwu-ledger") else ""
        other = f"是别的版本的备份（{said}）" if said else "不是本程序做的清单"
        raise FileRefused("version", f"{MANIFEST} {other}，这个版本的程序读不了")
    main = lines[1].removeprefix(_MAIN) if len(lines) > 1 else ""
    digests: dict[str, str] = {}
    for number, line in enumerate(lines[2:], 3):
        found = _LINE.fullmatch(line)
        if found:
            digests[found[2]] = found[1]
        elif line:
            raise FileRefused("manifest", f"{MANIFEST} 第 {number} 行看不懂")
    if main not in digests:
        raise FileRefused("manifest", f"{MANIFEST} 第 2 行要写明账本的主文件")
    return Manifest(main, digests)
