"""The charts of 分析图, live: they are drawn by whoever opens the workbook, from the cells beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.utils import get_column_letter

from juwu_ledger.registers.analysis.sums_sheet import ACCOUNT, KEY, MONTH
from juwu_ledger.render.xlsx.scan_links import Line
from juwu_ledger.render.xlsx.workbook_file import FIRST_ROW, HEAD_ROW, Rows
from juwu_ledger.workbook.workbook import AnySheet

_WIDTH, _HEIGHT, _TALLER = 24.0, 9.0, 0.6
"""Centimetres; the last for each account."""
_ROW = 0.56
"""Centimetres of a row of the sheet, about: charts stand below one another."""
_TITLES = {MONTH: "逐月收支（元）", ACCOUNT: "各科目收支（元）"}


class SumCharts:
    """Notes where the months and the accounts of each year stand, and draws them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._blocks: dict[tuple[object, str], Rows] = {}
        self._label = 0

    def noted(self, sheet: AnySheet, rows: Iterable[Line]) -> Iterator[Line]:
        """Yield the rows of a sheet as they are."""
        if sheet.key != KEY:
            yield from rows
            return
        self._label = sheet.position("label") + 1
        group = sheet.position("group")
        for number, (values, role) in enumerate(rows, FIRST_ROW):
            if len(values) > group:
                block = values[0], str(values[group])
                self._blocks[block] = self._blocks.get(block, (number, number))[0], number
            yield values, role

    def place(self, worksheet: Any) -> None:
        """Put the charts beside the rows, after these were written."""
        column, row = get_column_letter(self._label + 4), float(HEAD_ROW)
        for (year, group), block in self._blocks.items():
            chart = self._chart(worksheet, group, block)
            chart.title = f"{year} 年{_TITLES[group]}"
            worksheet.add_chart(chart, f"{column}{int(row)}")
            row += chart.height / _ROW + 2

    def _chart(self, worksheet: Any, group: str, block: Rows) -> Any:
        first, last = block
        chart = BarChart()
        chart.type = "col" if group == MONTH else "bar"
        chart.width, chart.height = _WIDTH, _HEIGHT
        if group == ACCOUNT:
            chart.height = max(_HEIGHT, _TALLER * (last - first + 2))
            chart.x_axis.scaling.orientation = "maxMin"
            chart.overlap = 100
        for at in (1, 2):
            column = self._label + at
            chart.add_data(Reference(worksheet, column, first, column, last))
            chart.series[-1].tx = _heading(worksheet, column)
        chart.set_categories(Reference(worksheet, self._label, first, self._label, last))
        chart.x_axis.tickLblSkip = 1
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.y_axis.number_format = "#,##0"
        chart.legend.position = "b"
        return chart


def _heading(worksheet: Any, column: int) -> SeriesLabel:
    """Return a series' name: the heading of its column."""
    cell = f"'{worksheet.title}'!${get_column_letter(column)}${HEAD_ROW}"
    return SeriesLabel(strRef=StrRef(cell))
