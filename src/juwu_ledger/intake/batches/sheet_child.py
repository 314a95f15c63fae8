"""A workbook read, or marked in red, in a process of its own with little time and memory.

``python sheet_child.py read|mark``: standard input is one line of JSON (what is to be marked: a list of
``[sheet, row, column, why]``) and then the file's bytes. ``read`` prints JSON: of each sheet ``name``,
``state``, ``merged``, ``hidden_rows``, ``hidden_columns`` and ``cells``, a list of ``[row, column, value]``
with values as ``grid_child.py`` tells them, ``["f"]`` being a formula that nobody worked out. ``mark``
prints the workbook. It imports nothing of this program.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import sys
import zipfile
from typing import Any

try:
    import resource
except ImportError:  # Windows: the parent's clock alone.
    resource = None  # type: ignore[assignment]

MEMORY, SECONDS, WRITTEN = 1024**3, 60, 64 * 1024**2
ROWS, COLUMNS, LETTERS, SHEETS = 5_000, 100, 2_000, 20
UNPACKED = 8 * 1024**2
"""Bytes of one part of the workbook: openpyxl takes fifteen times as much memory, and its time."""
RED, PALE = "FFC00000", "FFFFC7CE"
HEADING = "错误（改好以后再交）"


class Refused(Exception):
    """A file that is too large."""


def main() -> None:
    """Do what the word says and print the answer."""
    _limit(WRITTEN if sys.argv[1] == "mark" else 0)  # openpyxl writes by way of a file.
    answer = os.dup(1)
    os.dup2(2, 1)  # Whatever a library prints must not get between.
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    if sys.argv[1] == "mark":
        told = _marked(data, json.loads(head))
    else:
        try:
            told = json.dumps({"sheets": _sheets(data)}).encode("ascii")
        except Refused as error:
            told = json.dumps({"refused": ["too-large", str(error)]}).encode("ascii")
    with os.fdopen(answer, "wb") as out:
        out.write(told)


def _limit(written: int) -> None:
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(data: bytes) -> list[dict[str, Any]]:
    import openpyxl

    _refuse_large_parts(data)
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    if len(book.worksheets) > SHEETS:
        raise Refused(f"多于 {SHEETS} 张表")
    formulas = openpyxl.load_workbook(io.BytesIO(data)) if _has_formulas(data) else None
    return [_sheet(sheet, formulas and formulas[sheet.title]) for sheet in book.worksheets]


def _refuse_large_parts(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any(n.filename.endswith(".xml") and n.file_size > UNPACKED for n in archive.infolist()):
            raise Refused(f"表里的内容解开大于 {UNPACKED // 1024**2} MiB，不是名单")


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        return any(b"<f" in archive.read(name) for name in parts)


def _sheet(sheet: Any, formulas: Any) -> dict[str, Any]:
    if sheet.max_row > ROWS or sheet.max_column > COLUMNS:
        raise Refused(
            f"表 {sheet.title} 多于 {ROWS} 行或 {COLUMNS} 列（也许是下面的空行带着格式，删掉它们）"
        )
    cells = []
    for row in sheet.iter_rows():
        for cell in row:
            value = _value(cell.value)
            if formulas is not None and value == "":
                written = formulas.cell(cell.row, cell.column)
                value = ["f"] if written.data_type == "f" else ""
            if value != "":
                cells.append([cell.row, cell.column, value])
    hidden = [at for at, row in sheet.row_dimensions.items() if row.hidden]
    columns = [
        at
        for column in sheet.column_dimensions.values()
        if column.hidden
        for at in range(column.min or 1, min(column.max or 1, COLUMNS) + 1)
    ]
    return {
        "name": sheet.title,
        "state": sheet.sheet_state,
        "merged": [[r.min_row, r.min_col, str(r)] for r in sheet.merged_cells.ranges],
        "hidden_rows": hidden,
        "hidden_columns": columns,
        "cells": cells,
    }


def _value(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            return ["n", repr(value)]
        case dt.datetime():
            return ["d", value.isoformat()]
        case dt.date():
            return ["d", f"{value.isoformat()}T00:00:00"]
        case dt.time():
            return ["t", value.isoformat("seconds")]
        case dt.timedelta():
            return ["n", repr(value.total_seconds() / 86400)]
    text = str(value)
    if len(text) > LETTERS:
        raise Refused(f"有一格多于 {LETTERS} 个字")
    return text


def _marked(data: bytes, problems: list[Any]) -> bytes:
    """Return the workbook with each wrong cell red, and the reasons in a red column behind the others."""
    import openpyxl
    from openpyxl.styles import Font, PatternFill

    book = openpyxl.load_workbook(io.BytesIO(data))
    pale = PatternFill("solid", fgColor=PALE)
    told: dict[tuple[str, int], list[str]] = {}
    for name, row, column, why in problems:
        if column:
            book[name].cell(row, column).fill = pale
        told.setdefault((name, row), []).append(why)
    for name in {name for name, _ in told}:
        sheet = book[name]
        last = _red_column(sheet)
        for at in range(1, sheet.max_row + 1):
            why = "；".join(told.get((name, at), ()))
            if why or sheet.cell(at, last).value:
                sheet.cell(at, last, why or None).font = Font(color=RED, bold=True)
        head = min(at for sheet_name, at in told if sheet_name == name)
        sheet.cell(1, last, HEADING).font = Font(color=RED, bold=True)
        sheet.column_dimensions[sheet.cell(head, last).column_letter].width = 48
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _red_column(sheet: Any) -> int:
    """Return the column for the reasons: the one of an earlier copy, or the first behind all others."""
    for column in range(1, sheet.max_column + 1):
        if sheet.cell(1, column).value == HEADING:
            return column
    return int(sheet.max_column) + 1


if __name__ == "__main__":
    main()
