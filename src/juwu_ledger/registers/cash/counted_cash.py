"""Cash counts: what was counted beside what the books held, and by whom."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import DAY
from juwu_ledger.records.figures import Figures
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import DATE, MONEY, Column, Row, Table
from juwu_ledger.tables.ties import Tie, each

KEY = "cash_counts"


def cash_count_table(figures: Figures) -> Table:
    """Return the counts made in the period, and the cash that was not counted at its end.

    A count is a ``balance`` dated the day after it, as Beancount looks at the start of a day.
    """
    period = figures.period
    rows = []
    for account in figures.books.chart.with_role("petty-cash", "undeposited"):
        if account.opened > period.last:
            continue
        counted_at_end = False
        for count in figures.books.facts.assertions:
            entry = count.entry
            day = entry.date - DAY
            if entry.account != account.name or day not in period:
                continue
            counted_at_end |= day == period.last
            rows.append(
                Row(
                    (
                        day,
                        account.label,
                        to_yuan(count.actual),
                        to_yuan(count.expected),
                        to_yuan(count.expected - count.actual),
                        text_of(entry.meta.get("counted-by")),
                        text_of(entry.meta.get("witness")),
                    )
                )
            )
        left = figures.closing(account)
        if not counted_at_end and left:
            rows.append(
                Row((period.last, account.label, to_yuan(left), None, None, "期末没有盘点", None))
            )
    rows.sort(key=lambda row: str(row.values[0]))
    return Table(
        key=KEY,
        title="现金盘点",
        columns=(
            Column("date", "盘点日期", DATE, 11),
            Column("account", "账户", width=24),
            Column("book", "账面余额", MONEY, 14),
            Column("counted", "实盘金额", MONEY, 14),
            Column("difference", "长款（短款为负）", MONEY, 16),
            Column("counted_by", "盘点人", width=12),
            Column("witness", "监盘人", width=12),
        ),
        rows=tuple(rows),
        empty="本期没有现金，也没有盘点。",
    )


def cash_count_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that each difference is what was counted less what the books hold."""
    yield from each(
        "各次盘点",
        "实盘－账面＝长款（短款）",
        (
            (line.text("account"), line["counted"] - line["book"], line["difference"])
            for line in printed.lines(KEY)
            if line.has("counted")
        ),
    )
