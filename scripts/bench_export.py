#!/usr/bin/env python3
"""Write the audit tables of books with bare openpyxl: the measure for ``juwu export audit``.

    scripts/bench_export.py BOOKS YEARS OUT.xlsx     the same rows and cells, openpyxl's write-only mode
    scripts/bench_export.py BOOKS YEARS              make all rows and throw them away

The rows are those of juwu itself, made the same way, so that both sides load and reckon the same. The
bare side has values alone: no styles, widths, links, ties or formulas. Prints the number of rows.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from openpyxl import Workbook

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.workbook.workbook import Audit, audit_of

AS_OF = dt.date(2026, 1, 1)


def main() -> None:
    folder, years, *out = sys.argv[1:]
    audit = lay_out(Path(folder), years)
    if not out:
        print(sum(1 for sheet in audit.sheets for _ in sheet.rows()))
        return
    book = Workbook(write_only=True)
    rows = 0
    for sheet in audit.sheets:
        page = book.create_sheet(sheet.title)
        page.append([column.title for column in sheet.columns])
        for row in sheet.rows():
            page.append(row.values)
            rows += 1
    book.save(out[0])
    print(rows)


def lay_out(folder: Path, years: str) -> Audit:
    """Load and judge the books as the program does, and lay out the years ``FIRST-LAST``."""
    loaded = load_books(folder / "main.beancount").books
    if loaded is None:
        raise SystemExit(f"bench_export: {folder} does not load")
    first, last = (int(year) for year in years.split("-"))
    periods = [Period.parse(str(year)) for year in range(first, last + 1)]
    return audit_of(loaded, periods, AS_OF, judge(loaded, CATALOGUE, AS_OF), CATALOGUE)


if __name__ == "__main__":
    main()
