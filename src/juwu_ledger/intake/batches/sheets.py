"""The sheets of a workbook as values; the file itself is opened by a child process only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.intake.batches.refusal import CellProblem
from juwu_ledger.intake.hostile_files import bytes_of, child_output
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.intake.statements.cells import Cell
from juwu_ledger.intake.statements.containers import cell_of, kind_of, refuse_bombs

_CHILD = Path(__file__).with_name("sheet_child.py")


class Sheet(NamedTuple):
    """One sheet: its cells by row and column (from 1), and what was done to it."""

    name: str
    is_hidden: bool
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, str], ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]

    @property
    def last_row(self) -> int:
        """The last row that holds anything, 0 where none does."""
        return max((row for row, _ in self.cells), default=0)

    def row(self, at: int) -> dict[int, Cell]:
        """Return the cells of a row by column."""
        last = max((column for _, column in self.cells), default=0)
        found = ((column, self.cells.get((at, column))) for column in range(1, last + 1))
        return {column: cell for column, cell in found if cell is not None}


def workbook_bytes(path: Path) -> bytes:
    """Return the bytes of a workbook; raise :class:`FileRefused` for a bomb or what is none."""
    data = bytes_of(path)
    kind = kind_of(data)
    if kind == "xls":
        raise FileRefused(
            "old-workbook", "这是旧式的 .xls 表格，认不得；请在表格软件里另存为 .xlsx，再记那一份"
        )
    if kind != "xlsx":
        raise FileRefused("no-workbook", "不是 .xlsx 表格；用 juwu batch template 做一份再填")
    refuse_bombs(data)
    return data


def sheets_of(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook; raise :class:`FileRefused`."""
    told = json.loads(_child("read", [], data))
    if "refused" in told:
        raise FileRefused(*told["refused"])
    return [_sheet(sheet) for sheet in told["sheets"]]


def marked_copy(data: bytes, sheet: str, problems: Sequence[CellProblem]) -> bytes:
    """Return the workbook with wrong cells red and the reasons in a column of their own."""
    return _child("mark", [[sheet, *problem] for problem in problems], data)


def _sheet(told: Mapping[str, Any]) -> Sheet:
    return Sheet(
        told["name"],
        told["state"] != "visible",
        {(row, column): cell_of(value) for row, column, value in told["cells"]},
        tuple((row, column, where) for row, column, where in told["merged"]),
        frozenset(told["hidden_rows"]),
        frozenset(told["hidden_columns"]),
    )


def _child(word: str, head: list[Any], data: bytes) -> bytes:
    return child_output(_CHILD, word, json.dumps(head).encode("ascii") + b"\n" + data)
