"""The statement of income and spending (收支表): by account, with the parts of the period.

The parts are the months of a quarter and the quarters of anything longer; the year so far stands
beside them, or the year before where the period is a year itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.account_totals import SPAN_TITLES
from juwu_ledger.records.figures import Figures, by_account
from juwu_ledger.records.flows import flows_in
from juwu_ledger.records.year_so_far import first_day, so_far_note, so_far_title
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, HEAD, ITEM, MONEY, SUBTOTAL, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import ZERO, Tie, each

KEY = "income_statement"
SURPLUS = "收支结余"
_ROOTS = {"Income": "收入", "Expenses": "支出"}
_QUARTERS = "一二三四"
_NOTE = "按科目的收支：折旧、赊购、实物捐赠没有动钱，也在其中；收押金、买固定资产动了钱，不在其中。"
Sums = Mapping[str, int]


class _Span(NamedTuple):
    """A column of the statement: its key, its heading, and fen by account."""

    key: str
    title: str
    sums: Sums


def income_statement_table(figures: Figures) -> Table:
    """Return the statement; all amounts are by account, whether money moved or not."""
    spans = list(_spans(figures))
    chart = figures.books.chart
    names = {name for span in spans for name, fen in span.sums.items() if fen}
    rows: list[Row] = []
    for root, title in _ROOTS.items():
        rows.append(Row((None, title, *(None,) * len(spans)), HEAD))
        for name in sorted(n for n in names if chart[n].root == root):
            cells = (to_yuan(span.sums.get(name, 0)) for span in spans)
            rows.append(Row((chart[name].code, chart[name].label, *cells)))
        sums = (to_yuan(_of_root(figures, span.sums, root)) for span in spans)
        rows.append(Row((None, f"{title}合计", *sums), SUBTOTAL))
    left = (
        to_yuan(_of_root(figures, s.sums, "Income") - _of_root(figures, s.sums, "Expenses"))
        for s in spans
    )
    rows.append(Row((None, f"{SURPLUS}（收入－支出）", *left), TOTAL))
    return Table(
        key=KEY,
        title="收支表",
        columns=(
            Column("code", "科目编码", CODE, 8),
            Column("account", "科目", width=22),
            *(Column(span.key, span.title, MONEY, 13) for span in spans),
        ),
        rows=tuple(rows),
        note=_NOTE + _of_begin(figures),
        adds_up=False,
    )


def _of_begin(figures: Figures) -> str:
    """Return what books that began in mid year must say of the year."""
    books, last = figures.books, figures.period.last
    if figures.period.kind != "year":
        return so_far_note(books, last)
    day = first_day(books, last)
    return f"账本从 {day} 开始，本年合计自 {day} 起，不含这以前的数。" if day else ""


def _of_root(figures: Figures, sums: Sums, root: str) -> int:
    chart = figures.books.chart
    return sum(fen for name, fen in sums.items() if chart[name].root == root)


def _spans(figures: Figures) -> Iterator[_Span]:
    period = figures.period
    for part in parts(period):
        yield _Span(part_key(part), _part_title(part), by_account(figures.part(part).flows))
    yield _Span("amount", f"{SPAN_TITLES[period.kind]}合计", by_account(figures.flows))
    if period.kind != "year":
        yield _Span("year_amount", so_far_title(figures.books, period.last), figures.year_amounts)
        return
    before = Period.of_months(period.first.year - 1, 1, 12)
    flows = flows_in(figures.books, before)
    if flows:
        yield _Span("last_year", "上年合计", by_account(flows))


def parts(period: Period) -> list[Period]:
    """Return the months of a quarter, the quarters of anything longer."""
    if period.months <= 3:
        return list(period.split_months())
    year, first = period.first.year, period.first.month
    return [Period.of_months(year, first + at, 3) for at in range(0, period.months, 3)]


def part_key(part: Period) -> str:
    """Return the key of a part's column: ``m03``, ``q1``."""
    month = part.first.month
    return f"m{month:02d}" if part.months == 1 else f"q{(month + 2) // 3}"


def _part_title(part: Period) -> str:
    month = part.first.month
    return f"{month}月" if part.months == 1 else f"{_QUARTERS[(month - 1) // 3]}季度"


def income_statement_ties(printed: Printed, period: Period) -> Iterator[Tie]:
    """Yield that the parts make the period, the accounts the sums, the sums the surplus."""
    keys = [part_key(part) for part in parts(period)]
    yield from each(
        "收支表各行",
        f"各{'月' if period.months <= 3 else '季'}之和＝合计",
        (
            (line.text("account"), sum((line[key] for key in keys), ZERO), line["amount"])
            for line in printed.lines(KEY, ITEM, SUBTOTAL, TOTAL)
        ),
    )
    for column in printed.columns(KEY):
        if column.kind == MONEY:
            yield from _column_ties(printed, column)


def _column_ties(printed: Printed, column: Column) -> Iterator[Tie]:
    """Yield that the accounts of one column make its sums, and these its surplus."""
    about, sums, so_far = f"收支表{column.title}", [], ZERO
    for line in printed.lines(KEY, ITEM, SUBTOTAL):
        if line.role == ITEM:
            so_far += line[column.key]
            continue
        sums.append(line[column.key])
        yield Tie(f"{about}：{line.text('account')}＝各行之和", sums[-1], so_far).minor
        so_far = ZERO
    (left,) = printed.lines(KEY, TOTAL)
    yield Tie(f"{about}：{SURPLUS}＝收入－支出", left[column.key], sums[0] - sums[1]).minor
