"""What kind of file it is, told by its bytes, and its tables. Files are bombs until shown otherwise."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.intake.statements.cells import Cell, Formula, Grid
from juwu_ledger.intake.statements.refusal import StatementRefused

LARGEST = 20 * 1024 * 1024
UNPACKED = 64 * 1024 * 1024
_PARTS = 2_000
_SECONDS = 90.0
_ROWS, _COLUMNS, _LETTERS = 50_000, 200, 4_000
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE", "LANG", "LC_ALL")
_CHILD = Path(__file__).with_name("grid_child.py")


class Table(NamedTuple):
    """One table of a file; ``paged`` where its heading may come again on every page."""

    name: str
    grid: Grid
    paged: bool = False


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes; raise :class:`StatementRefused` where it is too large or no file."""
    try:
        if not path.is_file():
            raise StatementRefused("no-file", "没有这个文件，或者不是普通文件")
        if path.stat().st_size > LARGEST:
            raise StatementRefused("too-large", f"文件大于 {LARGEST // 2**20} MiB，不像对账单")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise StatementRefused("no-file", f"读不了（{reason(error)}）") from None
    if not data.strip(b"\0 \t\r\n"):
        raise StatementRefused("empty", "文件是空的")
    return data


def kind_of(data: bytes) -> str:
    """Return ``xlsx``, ``xls``, ``pdf``, ``xml``, ``html`` or ``text``, whatever the file is called."""
    begin = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(_ZIP):
        return "xlsx"
    if data.startswith(_OLE):
        return "xls"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if begin.startswith(b"<?xml") and b"<html" not in begin.lower():
        return "xml"
    if begin.startswith(b"<"):
        return "html" if _is_page(data) else "xml"
    return "text"


def _is_page(data: bytes) -> bool:
    head = data[:65536].lower()
    return b"<html" in head or b"<table" in head or b"<!doctype html" in head


def tables_of(data: bytes, kind: str) -> list[Table]:
    """Return the tables of a file of ``kind`` (not ``xml``); raise :class:`StatementRefused`."""
    if kind == "text":
        return _delimited(data)
    if kind == "xlsx":
        refuse_bombs(data)
    return [Table(name, _grid(rows), kind == "pdf") for name, rows in _in_child(data, kind)]


def refuse_bombs(data: bytes) -> None:
    """Look at a zip's own list before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise StatementRefused("bomb", f"压缩包解开大于 {UNPACKED // 2**20} MiB，不打开")
            if any(part.flag_bits & 1 for part in parts):
                raise StatementRefused("password", "文件有密码，请去掉密码再导")
            for part in parts:
                _refuse_part(archive, part)
            if not any(part.filename.startswith("xl/") for part in parts):
                raise StatementRefused("zip", "这是压缩包，不是表格；请先解压，再导里面的文件")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise StatementRefused("cut-off", f"表格打不开，可能没有下载完（{error!s:.60}）") from None


def _refuse_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    try:
        with archive.open(part) as file:
            begin = file.read(1024)
    except Exception as error:  # zlib and lzma raise errors of their own.
        raise StatementRefused("cut-off", f"表格打不开，可能没有下载完（{error!s:.60}）") from None
    if begin.startswith(_ZIP):
        raise StatementRefused("zip-in-zip", f"压缩包里还有压缩包（{part.filename[:60]}），不打开")
    if b"<!DOCTYPE" in begin.upper():
        raise StatementRefused("doctype", f"{part.filename[:60]} 里有 DOCTYPE，不打开")


def _in_child(data: bytes, kind: str) -> list[tuple[str, Any]]:
    """Return the tables as a child with little time and memory reads them."""
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_CHILD), kind],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise StatementRefused("too-large", "文件太费时间，已经停下") from None
    if done.returncode:
        raise StatementRefused("unreadable", "文件打不开：坏了、没有下载完，或者太费内存")
    told = json.loads(done.stdout)
    if "refused" in told:
        name, why = told["refused"]
        raise StatementRefused(name, why)
    return [(name, rows) for name, rows in told["sheets"]]


def _grid(rows: list[list[Any]]) -> Grid:
    return tuple(tuple(_cell(value) for value in row) for row in rows)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value
    match value[0]:
        case "n":
            number = Decimal(value[1])
            return number if number.is_finite() else str(number)
        case "d":
            return dt.datetime.fromisoformat(value[1])
        case "t":
            return dt.time.fromisoformat(value[1])
    return Formula()


def _delimited(data: bytes) -> list[Table]:
    """Return the text as a table with commas, and as one with tabs: one of them has a heading."""
    text = _decoded(data)
    if "\0" in text:
        raise StatementRefused("unreadable", "文件里有空字节，不是文字")
    if text.count('"') % 2:
        raise StatementRefused("cut-off", "有一个引号没有合上，文件可能没有下载完")
    return [Table(f"CSV{mark!r}", tuple(_lines(text, mark))) for mark in ",\t" if mark in text]


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StatementRefused("cut-off", "不是 UTF-8，也不是 GB18030 的文字；可能没有下载完")


def _lines(text: str, mark: str) -> Iterator[tuple[Cell, ...]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, row in enumerate(reader, 1):
            if number > _ROWS or len(row) > _COLUMNS or any(len(c) > _LETTERS for c in row):
                raise StatementRefused("too-large", "行、列或一格的字太多，不像对账单", number)
            yield tuple(row)
    except csv.Error as error:
        raise StatementRefused("unreadable", f"不是逗号分隔的表（{error!s:.60}）") from None
