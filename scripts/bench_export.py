#!/usr/bin/env python3
"""Write the audit tables of books with a bare library: the measure for ``juwu export audit``.

    scripts/bench_export.py BOOKS YEARS                        make all rows and throw them away
    scripts/bench_export.py BOOKS YEARS openpyxl OUT.xlsx      the same rows, openpyxl's write-only mode
    scripts/bench_export.py BOOKS YEARS xlsxwriter OUT.xlsx    the same rows, XlsxWriter's constant_memory

The rows are those of juwu itself, made the same way, so that all sides load and reckon the same. The
bare side has values alone: no styles, widths, links, ties or formulas. Prints the number of rows.
XlsxWriter is none of our dependencies: scripts/bench asks first whether it is installed.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
from pathlib import Path

from openpyxl import Workbook

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.workbook.workbook import Audit, audit_of

AS_OF = dt.date(2026, 1, 1)
XLSXWRITER = "xlsxwriter"


def main() -> None:
    gc.disable()  # As juwu does.
    folder, years, *asked = sys.argv[1:]
    library, out = asked or ("", "")
    audit = lay_out(Path(folder), years)
    if library == XLSXWRITER:
        print(with_xlsxwriter(audit, out))
    elif library:
        print(with_openpyxl(audit, out))
    else:
        print(sum(1 for sheet in audit.sheets for _ in sheet.rows()))


def with_openpyxl(audit: Audit, out: str) -> int:
    book = Workbook(write_only=True)
    rows = 0
    for sheet in audit.sheets:
        page = book.create_sheet(sheet.title)
        page.append([column.title for column in sheet.columns])
        for row in sheet.rows():
            page.append(row.values)
            rows += 1
    book.save(out)
    return rows


def with_xlsxwriter(audit: Audit, out: str) -> int:
    import xlsxwriter

    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    rows = 0
    for sheet in audit.sheets:
        page = book.add_worksheet(sheet.title)
        page.write_row(0, 0, [column.title for column in sheet.columns])
        for at, row in enumerate(sheet.rows(), 1):
            for place, value in enumerate(row.values):
                if isinstance(value, dt.date):
                    page.write_datetime(at, place, value, day)
                elif value is not None:
                    page.write(at, place, value)
            rows += 1
    book.close()
    return rows


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
