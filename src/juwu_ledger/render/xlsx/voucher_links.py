"""Links within a workbook: from a voucher's number in the analysis to its first line in the journal."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from openpyxl.utils import get_column_letter

from juwu_ledger.registers.analysis.analysis_sheet import KEY as ANALYSIS
from juwu_ledger.render.xlsx.scan_links import Line
from juwu_ledger.render.xlsx.sheet_rows import CellValue, Link
from juwu_ledger.render.xlsx.workbook_file import FIRST_ROW
from juwu_ledger.workbook.workbook import AnySheet

_JOURNAL, _VOUCHER = "journal", "voucher"


class VoucherLinks:
    """Remembers where each voucher stands in the journal, which is written before the analysis."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._numbers: list[str] = []
        self._starts = array("I")
        """Numbers that follow one another as texts do, and where each begins: nearly all of them do,
        and a tenth of the room of a dictionary is enough."""
        self._others: dict[object, int] = {}
        self._cells = ""
        """The journal's column of vouchers as a link names it: sheet and letter."""

    def linked(self, sheet: AnySheet, rows: Iterable[Line]) -> Iterator[Line]:
        """Yield the rows of a sheet; those of the analysis with links, all others as they are."""
        if sheet.key == _JOURNAL:
            return self._noted(sheet, rows)
        return self._led(sheet, rows) if sheet.key == ANALYSIS else iter(rows)

    def _noted(self, sheet: AnySheet, rows: Iterable[Line]) -> Iterator[Line]:
        at = sheet.position(_VOUCHER)
        self._cells = f"#'{sheet.title}'!{get_column_letter(at + 1)}"
        for number, (values, role) in enumerate(rows, FIRST_ROW):
            if len(values) > at:
                self._note(values[at], number)
            yield values, role

    def _note(self, voucher: CellValue, row: int) -> None:
        last = self._numbers[-1] if self._numbers else ""
        if isinstance(voucher, str) and voucher > last:
            self._numbers.append(voucher)
            self._starts.append(row)
        elif voucher != last and self._row(voucher) is None:
            self._others[voucher] = row

    def _row(self, voucher: CellValue) -> int | None:
        """Return the first row of a voucher, or ``None`` where it has none."""
        if isinstance(voucher, str):
            place = bisect_left(self._numbers, voucher)
            if self._numbers[place : place + 1] == [voucher]:
                return self._starts[place]
        return self._others.get(voucher)

    def _led(self, sheet: AnySheet, rows: Iterable[Line]) -> Iterator[Line]:
        at = sheet.position(_VOUCHER)
        for values, role in rows:
            said = values[at] if len(values) > at else None
            row = self._row(said)
            if row is not None and isinstance(said, str) and said:
                values = (*values[:at], Link(said, f"{self._cells}{row}"), *values[at + 1 :])
            yield values, role
