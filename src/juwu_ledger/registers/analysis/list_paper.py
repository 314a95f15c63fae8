"""The analysis or the sample as a list on paper: it is signed by who went through it, and has no face."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.tables.report import Report, Section, Table


def list_paper(books: Books, period: Period, as_of: dt.date, table: Table) -> Report:
    """Return a paper of one table of a period."""
    digest = books.digest(period.last)
    return Report(
        report=table.key,
        title=table.title,
        period=period,
        committee=books.title,
        as_of=as_of,
        books_digest=digest,
        totals=None,
        sections=(Section(table.key, table.title, tables=(table,)),),
        signatures=("查看人", "日期"),
        facts={"期间": period.title, "截至": str(as_of), "账本核对码": short_code(digest)},
    )
