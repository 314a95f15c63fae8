"""What kind of file it is, told by its bytes, and its tables. Files are bombs until shown otherwise."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from juwu_ledger.intake.hostile_files import ZIP, in_child, zip_names
from juwu_ledger.intake.statements.cells import Cell, Formula, Grid
from juwu_ledger.intake.statements.refusal import StatementRefused

_ROWS, _COLUMNS, _LETTERS = 50_000, 200, 4_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Table(NamedTuple):
    """One table of a file; ``paged`` where its heading may come again on every page."""

    name: str
    grid: Grid
    paged: bool = False


def kind_of(data: bytes) -> str:
    """Return ``xlsx``, ``xls``, ``pdf``, ``xml``, ``html`` or ``text``, whatever the file is called."""
    begin = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(ZIP):
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
    return [Table(name, _grid(rows), kind == "pdf") for name, rows in in_child(data, kind)]


def refuse_bombs(data: bytes) -> None:
    """Look at a zip's own list before anything is unpacked; refuse one that is no workbook."""
    if not any(name.startswith("xl/") for name in zip_names(data)):
        raise StatementRefused("zip", "这是压缩包，不是表格；请先解压，再导里面的文件")


def _grid(rows: list[list[Any]]) -> Grid:
    return tuple(tuple(cell_of(value) for value in row) for row in rows)


def cell_of(value: Any) -> Cell:
    """Return a cell as the child tells it."""
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
