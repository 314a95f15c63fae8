"""Files that come in, looked at before they are opened: each is a bomb until shown otherwise."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.intake.refusal import FileRefused

LARGEST = 20 * 1024 * 1024
UNPACKED = 64 * 1024 * 1024
ZIP = b"PK\x03\x04"
_PARTS = 2_000
_SECONDS = 90.0
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE", "LANG", "LC_ALL")
_CHILD = Path(__file__).with_name("file_child.py")


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes; raise :class:`FileRefused` where it is too large or no file."""
    try:
        if not path.is_file():
            raise FileRefused("no-file", "没有这个文件，或者不是普通文件")
        if path.stat().st_size > LARGEST:
            raise FileRefused("too-large", f"文件大于 {LARGEST // 2**20} MiB，不读")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise FileRefused("no-file", f"读不了（{reason(error)}）") from None
    if not data.strip(b"\0 \t\r\n"):
        raise FileRefused("empty", "文件是空的")
    return data


def zip_names(data: bytes) -> list[str]:
    """Return the names of a zip's parts, after its own list and the beginning of each was looked at.

    Raises :class:`FileRefused`: too large when unpacked, a password, a zip inside, a DOCTYPE, cut off.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise FileRefused("bomb", f"压缩包解开大于 {UNPACKED // 2**20} MiB，不打开")
            if any(part.flag_bits & 1 for part in parts):
                raise FileRefused("password", "文件有密码，请去掉密码再来")
            for part in parts:
                _refuse_part(archive, part)
            return [part.filename for part in parts]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise FileRefused("cut-off", f"文件打不开，可能没有下载完（{error!s:.60}）") from None


def _refuse_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    try:
        with archive.open(part) as file:
            begin = file.read(1024)
    except Exception as error:  # zlib and lzma raise errors of their own.
        raise FileRefused("cut-off", f"文件打不开，可能没有下载完（{error!s:.60}）") from None
    if begin.startswith(ZIP):
        raise FileRefused("zip-in-zip", f"压缩包里还有压缩包（{part.filename[:60]}），不打开")
    if b"<!DOCTYPE" in begin.upper():
        raise FileRefused("doctype", f"{part.filename[:60]} 里有 DOCTYPE，不打开")


def zip_part(data: bytes, name: str) -> bytes:
    """Return one part of a zip whose names were looked at; raise :class:`FileRefused` (cut off)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    except Exception as error:  # zlib and lzma raise errors of their own.
        raise FileRefused("cut-off", f"{name[:60]} 打不开（{error!s:.60}）") from None


def in_child(data: bytes, kind: str) -> list[tuple[str, Any]]:
    """Return what a child with little time and memory reads: tables, or the text of a PDF."""
    told = json.loads(child_output(_CHILD, kind, data))
    if "refused" in told:
        name, why = told["refused"]
        raise FileRefused(name, why)
    return [(name, rows) for name, rows in told["sheets"]]


def child_output(script: Path, word: str, data: bytes) -> bytes:
    """Return what a script of ours that limits itself makes of some bytes, in a process of its own.

    Raises :class:`FileRefused` where it takes too long, too much memory, or fails.
    """
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(script), word],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefused("too-large", "文件太费时间，已经停下") from None
    if done.returncode:
        raise FileRefused("unreadable", "文件打不开：坏了、没有下载完，或者太费内存")
    return done.stdout
