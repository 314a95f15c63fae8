"""Links from the rows of a workbook to the scans in the books' folder.

A link is a path from the workbook's own folder, so it works as long as workbook and books stay where
they are to one another. Nothing is copied. What is missing, lies outside of ``documents/`` or might
run when it is opened stays plain text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from juwu_ledger.registers.vouchers.voucher_scans import Scans
from juwu_ledger.render.xlsx.sheet_rows import CellValue, Link
from juwu_ledger.workbook.workbook import AnySheet

_COLUMN = "scan"
_LONGEST = 2_000
"""Characters that spreadsheets take in the target of a link (Excel: 2,079)."""
_UNSAFE = re.compile(r"""[%#?:"'<>\\^`{|}\[\] ]""")

Line = tuple[Sequence[CellValue], str]


class ScanLinks:
    """Turns the names of scans into links, where the file is there to be looked at."""

    def __init__(self, root: Path, folder: Path | None) -> None:
        """Take the folder of the books and the one the workbook goes to; ``None`` makes no links."""
        self._scans = Scans(root)
        self._folder = folder
        self._targets: dict[str, str | None] = {}

    def linked(self, sheet: AnySheet, rows: Iterable[Line]) -> Iterator[Line]:
        """Yield the rows of a sheet; those of a sheet without scans as they are."""
        place = next((at for at, c in enumerate(sheet.columns) if c.key == _COLUMN), None)
        if place is None or self._folder is None:
            yield from rows
            return
        for values, role in rows:
            name = values[place] if place < len(values) else None
            target = self.target(name) if isinstance(name, str) and name else None
            if target is not None:
                assert isinstance(name, str)
                values = (*values[:place], Link(name, target), *values[place + 1 :])
            yield values, role

    def target(self, names: str) -> str | None:
        """Return where a cell leads: to the first of the scans that it names."""
        name = names.split("、")[0] if self._scans.file(names) is None else names
        if name not in self._targets:
            path = self._scans.file(name)
            self._targets[name] = self._path_to(path) if path else None
        return self._targets[name]

    def _path_to(self, path: Path) -> str | None:
        """Return the way from the workbook to a file, or ``None`` where there is none to write."""
        assert self._folder is not None
        try:
            way = os.path.relpath(path.resolve(), self._folder.resolve())
        except ValueError:
            return None  # Another drive.
        target = _UNSAFE.sub(lambda m: f"%{ord(m[0]):02X}", way.replace(os.sep, "/"))
        return target if len(target) <= _LONGEST else None
