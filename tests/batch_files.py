"""Templates of batches, filled in as a person would with a spreadsheet program."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from juwu_ledger.intake.batches.field import Choice
from juwu_ledger.intake.batches.kind import all_kinds
from juwu_ledger.intake.batches.template import template
from written_books import run

_MADE: dict[tuple[object, ...], bytes] = {}


def empty(books: Path, kind: str, name: str = "名单.xlsx", month: str = "2026-01") -> Path:
    """Return a template as the program makes it, beside the books; of the same books it makes one."""
    path = books.parent / name
    told = (kind, month, *(one.read_bytes() for one in sorted(books.rglob("*.beancount"))))
    if told not in _MADE:
        done = run(books, "batch", "template", kind, "--month", month, "-o", str(path))
        assert done.exit_code == 0, done.output
        _MADE[told] = path.read_bytes()
    path.write_bytes(_MADE[told])
    return path


def heading_row(sheet: Worksheet) -> int:
    return next(row for row in range(1, 40) if sheet.cell(row, 1).value == "序号")


def first_row(path: Path) -> int:
    """Return the number of the first row to be filled in."""
    return heading_row(openpyxl.load_workbook(path).worksheets[0]) + 2


def fill(
    path: Path, settings: Mapping[str, Any], titles: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Path:
    """Fill in settings by their labels and rows by their headings; return the file."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    labels = {sheet.cell(row, 1).value: row for row in range(1, 40)}
    for label, value in settings.items():
        sheet.cell(labels[label], 2, value)
    head = heading_row(sheet)
    columns = {str(cell.value).rstrip("*"): cell.column for cell in sheet[head]}
    for at, row in enumerate(rows, head + 2):
        for title, value in zip(titles, row, strict=True):
            sheet.cell(at, columns[title], value)
    book.save(path)
    return path


def edit(path: Path, cell: str, value: Any) -> Path:
    """Write one cell."""
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)
    return path


def levies() -> bytes:
    """Return a list of two households of April 2026 for books with the accounts 4003 and 1002."""
    any_word = defaultdict(lambda: Choice((), str))
    book = openpyxl.load_workbook(BytesIO(template(all_kinds()["levy"], any_word)))
    sheet = book.worksheets[0]
    for row, value in enumerate(("4003", "1002", "楼道保洁费"), 3):
        sheet.cell(row, 2, value)
    for number in (2, 3):
        row = heading_row(sheet) + number
        day = dt.date(2026, 4, 2)
        for column, value in enumerate((f"A000010{number}", day, f"{number} 号住户", 20), 2):
            sheet.cell(row, column, value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
