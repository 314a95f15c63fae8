"""查过什么: for every clause what the rules looked at, so that silence is not mistaken for care."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.rules.support.examined import examine
from juwu_ledger.tables.report import CODE, COUNT, Column, Row, Table
from juwu_ledger.tables.sheet import Sheet

_COLUMNS = (
    Column("clause", "条款", CODE, 14),
    Column("duty", "要求", width=34),
    Column("what", "查过的", width=20),
    Column("count", "数量", COUNT, 10),
)


def examined_table(books: Books, as_of: dt.date) -> Table:
    """Return one line a clause for a report; the counts are of the whole books up to ``as_of``."""
    rows = [Row((item.clause, item.duty, item.said)) for item in examine(books, as_of)]
    return Table(
        key="examined",
        title="查过什么",
        columns=(_COLUMNS[0], _COLUMNS[1], Column("said", "查过的和数量", width=46)),
        rows=tuple(rows),
        note=f"从账本开始到 {as_of}，按制度条款列出查过的凭证、收据、签批……各有多少。",
    )


def examined_sheet(books: Books, as_of: dt.date) -> Sheet:
    """Return one row a count for the workbook."""

    def rows() -> Iterator[Row]:
        for item in examine(books, as_of):
            for name, number in item.counts:
                yield Row((item.clause, item.duty, name, number))

    return Sheet(
        "examined",
        "查账范围",
        f"按制度条款列出规则查过什么、各有多少（从账本开始到 {as_of}，不限本期）。",
        _COLUMNS,
        rows,
        frozen=1,
    )
