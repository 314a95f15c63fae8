"""The empty workbook of a kind: settings, heading, an example, drop-downs; what it is, on a hidden sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from juwu_ledger.books.model.periods import Period
from juwu_ledger.intake.batches.field import Choices, Field, Form
from juwu_ledger.intake.batches.kind import EXAMPLE, HIDDEN, LABELS, ORDINAL, VERSION, Kind

ROOM = 300
"""Rows that are laid out; one may go on below them."""
_FORMATS = {Form.DAY: "yyyy-mm-dd", Form.MONEY: "0.00", Form.RATE: "0.00", Form.DAYS: "0.0"}
_GREY = PatternFill("solid", fgColor="FFF2F2F2")
_EDGE = Side(style="thin", color="FFBFBFBF")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


def template(kind: Kind, choices: Choices, month: Period | None = None) -> bytes:
    """Return the workbook; ``month`` and whatever has one choice only are filled in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = kind.title
    hidden = book.create_sheet(HIDDEN)
    hidden.sheet_state = "hidden"
    hidden.append(["kind", kind.name])
    hidden.append(["version", VERSION])
    words = _Words(hidden, choices)
    sheet["A1"] = kind.title
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = kind.hint
    for at, field in enumerate(kind.settings, 3):
        _setting(sheet, at, field, words, month)
    head = 4 + len(kind.settings)
    _columns(sheet, head, kind, words, month)
    sheet.freeze_panes = f"B{head + 1}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


class _Words:
    """The words of drop-downs, each list in a column of the hidden sheet."""

    def __init__(self, hidden: Any, choices: Choices) -> None:
        self._hidden = hidden
        self._choices = choices
        self._column = 4
        self._ranges: dict[tuple[str, ...], str] = {}

    def of(self, field: Field) -> tuple[str, ...]:
        """Return the words of a field's drop-down."""
        return self._choices[field.choices].shown if field.choices else ()

    def validation(self, field: Field) -> DataValidation | None:
        """Return the drop-down of a field, or what keeps days days."""
        words = self.of(field)
        if words:
            made = DataValidation("list", formula1=self._range(words), allow_blank=True)
            made.errorStyle = "warning"
        elif field.form is Form.DAY:
            made = DataValidation(
                "date", operator="greaterThan", formula1="36526", allow_blank=True
            )
        else:
            return None
        made.error, made.showErrorMessage = f"{field.title} 请照下拉的写", True
        return made

    def _range(self, words: tuple[str, ...]) -> str:
        if words not in self._ranges:
            for at, word in enumerate(words, 1):
                self._hidden.cell(at, self._column, word)
            letter = get_column_letter(self._column)
            self._ranges[words] = f"={HIDDEN}!${letter}$1:${letter}${len(words)}"
            self._column += 1
        return self._ranges[words]


def _setting(sheet: Any, at: int, field: Field, words: _Words, month: Period | None) -> None:
    sheet.cell(at, LABELS, field.title).font = Font(bold=True)
    cell = _laid(sheet.cell(at, LABELS + 1), field)
    shown = words.of(field)
    if field.form is Form.MONTH and month is not None:
        cell.value = month.label
    elif len(shown) == 1 and field.required:
        cell.value = shown[0]
    note = "" if field.required else "（可以不写）"
    sheet.cell(at, LABELS + 2, f"如 {field.example}{note}").font = Font(color="FF7F7F7F")
    drop = words.validation(field)
    if drop is not None:
        drop.add(cell)
        sheet.add_data_validation(drop)


def _columns(sheet: Any, head: int, kind: Kind, words: _Words, month: Period | None) -> None:
    names = [ORDINAL, *(field.title + "*" * field.required for field in kind.fields)]
    for column, name in enumerate(names, 1):
        cell = sheet.cell(head, column, name)
        cell.font, cell.fill, cell.border = Font(bold=True), _GREY, _BOX
        cell.alignment = Alignment(horizontal="center", wrap_text=True)
    sheet.column_dimensions["A"].width = 14
    sheet.cell(head + 1, 1, EXAMPLE)
    for column, field in enumerate(kind.fields, 2):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = field.width
        for at in range(head + 1, head + 2 + ROOM):
            _laid(sheet.cell(at, column), field)
        example = sheet.cell(head + 1, column, _example(field, words, month))
        example.font = Font(italic=True, color="FF7F7F7F")
        drop = words.validation(field)
        if drop is not None:
            drop.add(f"{letter}{head + 2}:{letter}{head + 1 + ROOM}")
            sheet.add_data_validation(drop)


def _laid(cell: Cell, field: Field) -> Cell:
    """Return a cell that shows what its field holds: days as days, numbers that are names as text."""
    cell.number_format = _FORMATS.get(field.form, "@")
    cell.border = _BOX
    return cell


def _example(field: Field, words: _Words, month: Period | None) -> object:
    shown: Sequence[str] = words.of(field)
    if shown:
        return shown[0]
    match field.form:
        case Form.DAY:
            return month.last if month else dt.date.fromisoformat(field.example)
        case Form.MONEY | Form.RATE | Form.DAYS:
            return float(field.example) if field.example else None
        case Form.COUNT:
            return int(field.example) if field.example else None
    return field.example or None
