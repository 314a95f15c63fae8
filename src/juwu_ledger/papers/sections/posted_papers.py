"""What was handed in, read out and posted in a period: the papers that the rulebook asks for."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import ConferenceReport, Disclosure, DonorReport, Filing
from juwu_ledger.records.figures import Figures
from juwu_ledger.tables.report import DATE, Column, Row, Table


def posted_table(figures: Figures, as_of: dt.date) -> Table:
    """Return the papers about the period or its parts, in order of day."""
    books, rows = figures.books, []

    def add(kind: str, period: Period | None, date: dt.date, said: str | None) -> None:
        if period is not None and period.first in figures.period and date <= as_of:
            rows.append(Row((period.title, kind, date, said)))

    monthly = 0
    for filing in books.of(Filing):
        if filing.period.kind != "month":
            add("财务报表报街道办事处", filing.period, filing.date, filing.received_by)
        elif filing.period.first in figures.period and filing.date <= as_of:
            monthly += 1
    for posted in books.of(Disclosure):
        add("公开栏公开", posted.period, posted.date, posted.officer)
    for report in books.of(ConferenceReport):
        add("报告居民代表", report.period, report.date, None)
    for told in books.of(DonorReport):
        add("告诉捐赠人", told.period, told.date, told.donor)
    rows.sort(key=lambda row: (row.values[2], str(row.values[1])))
    return Table(
        key="papers",
        title="报送和公开",
        columns=(
            Column("period", "期间", width=18),
            Column("kind", "报送和公开", width=22),
            Column("date", "日期", DATE, 11),
            Column("who", "接收、经办、捐赠人", width=26),
        ),
        rows=tuple(rows),
        note=f"另有月报 {monthly} 份按月报街道办事处。",
        empty="还没有登记报送和公开。",
    )
