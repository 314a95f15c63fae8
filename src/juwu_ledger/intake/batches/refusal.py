"""Why a batch was not taken: cells of it, each with what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class CellProblem(NamedTuple):
    """What is wrong with one cell; row and column count from 1, column 0 means the whole row."""

    row: int
    column: int
    why: str

    def __str__(self) -> str:
        """The cell as a spreadsheet names it, and the reason."""
        from openpyxl.utils import get_column_letter  # Late: most lists have nothing wrong.

        place = (
            f"{get_column_letter(self.column)}{self.row}" if self.column else f"第 {self.row} 行"
        )
        return f"{place}：{self.why}"


class CellsRefused(Exception):
    """A batch with cells that are wrong: nothing of it is taken."""

    def __init__(self, sheet: str, problems: Sequence[CellProblem]) -> None:
        """Take the sheet's name and what is wrong with it, in the order of its cells."""
        super().__init__(f"表里有 {len(problems)} 处不对")
        self.sheet = sheet
        self.problems = tuple(sorted(set(problems)))
