"""未计入: the sheet of what stands in the books and in no other sheet's sums; only where there is any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.records.uncounted import count as count_books
from juwu_ledger.tables.report import CODE, Column, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import FILLED, LINES, Side, Tie, count
from juwu_ledger.tables.uncounted_table import COLUMNS, STRAY_OPENINGS, UNCOUNTED, rows_of

_KEY = "uncounted"
_COLUMNS = (Column("kind", "哪一类", CODE, 16), *COLUMNS)


def uncounted_sheets(books: Books, last: dt.date) -> tuple[Sheet, ...]:
    """Return the sheet, or none where everything up to ``last`` is in the sums."""
    rows = tuple(_rows(books, last))
    about = "账本里有、各张表的数里没有的分录和文件，还有期初以外的期初凭证；一行也不该有。"
    return (Sheet(_KEY, UNCOUNTED, about, _COLUMNS, lambda: rows),) if rows else ()


def uncounted_ties(sheets: tuple[Sheet, ...]) -> Iterator[Tie]:
    """Yield the tie that fails where there is such a sheet."""
    for sheet in sheets:
        lines = count(sheet.key, why=FILLED)
        said = f"{UNCOUNTED}的分录和文件：应为 0 行"
        yield Tie(said, lines, Side(), LINES, group=UNCOUNTED)


def _rows(books: Books, last: dt.date) -> Iterator[Row]:
    found = count_books(books, last)
    for kind, lines in ((UNCOUNTED, found.left), (STRAY_OPENINGS, found.openings)):
        for row in rows_of(books, lines):
            yield Row((kind, *row.values))
