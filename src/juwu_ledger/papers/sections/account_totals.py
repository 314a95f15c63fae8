"""Income and spending by account: the tables with this period beside this year, and the chart."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.figures import Figures, by_account
from juwu_ledger.records.year_so_far import so_far_note, so_far_title
from juwu_ledger.tables.columns import with_sum
from juwu_ledger.tables.report import CODE, MONEY, TEXT, Bar, Chart, Column, Table

INCOME_KEY, SPENDING_KEY = "income_by_account", "spending_by_account"
_TITLES = {"Income": "收入", "Expenses": "支出"}
SPAN_TITLES = {"month": "本月", "quarter": "本季", "half-year": "本半年", "year": "本年"}


def account_tables(figures: Figures) -> tuple[Table, ...]:
    """Return the table of income and that of spending, by account."""
    return tuple(_account_table(figures, root) for root in _TITLES)


def _account_table(figures: Figures, root: str) -> Table:
    here, year = by_account(figures.flows), figures.year_amounts
    chart = figures.books.chart
    names = sorted((n for n in year if chart[n].root == root), key=lambda n: (chart[n].code, n))
    title, books, last = _TITLES[root], figures.books, figures.period.last
    columns = (
        Column("code", "科目编码", CODE, 12, lambda n: chart[n].code),
        Column("account", "科目", TEXT, 40, lambda n: chart[n].label),
        Column("amount", SPAN_TITLES[figures.period.kind], MONEY, 16, lambda n: here.get(n, 0)),
        Column("year_amount", so_far_title(books, last), MONEY, 16, lambda n: year[n]),
    )
    rows = with_sum(columns, names, "amount", "year_amount", under="account", title=f"{title}合计")
    return Table(
        key=INCOME_KEY if root == "Income" else SPENDING_KEY,
        title=f"{title}（按科目）",
        columns=columns,
        rows=rows,
        note=so_far_note(books, last),
        empty=f"本年还没有{title}。",
    )


def account_chart(figures: Figures) -> Chart:
    """Return the bars of the period's income and spending, largest first."""
    sums = by_account(figures.flows)
    chart = figures.books.chart

    def bars(root: str) -> Iterator[Bar]:
        names = [n for n, fen in sums.items() if chart[n].root == root and fen]
        for name in sorted(names, key=lambda n: (-sums[n], n)):
            yield Bar(chart[name].label, to_yuan(sums[name]))

    return Chart(
        key="income_and_spending",
        title=f"{figures.period.title}收支图（单位：元）",
        series={title: tuple(bars(root)) for root, title in _TITLES.items()},
    )
