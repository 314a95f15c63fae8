"""Official and entertainment expenses apart, item by item, beside the year's caps (FM-3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from juwu_ledger.books.model.chart import NATURES, account_label
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.vocabulary import BudgetLimit
from juwu_ledger.papers.sections.details import VoucherLeg, handler_column, summary, voucher_columns
from juwu_ledger.records.budgets import spent_by_account
from juwu_ledger.records.corrections import corrections_of
from juwu_ledger.records.figures import Figures, by_account
from juwu_ledger.records.flows import Flow
from juwu_ledger.records.voucher_lines import text_on
from juwu_ledger.records.year_so_far import brought_below, so_far_note, so_far_title
from juwu_ledger.tables.columns import rows_of, sum_row
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import MONEY, SUBTOTAL, TEXT, Column, Row, Table
from juwu_ledger.tables.ties import Tie, each

CAPS = "budget_limits"
_NATURES = ("official", "entertainment")
_EARLIER, _LATER = "　不含：以前年度更正", "　含：以后更正"
_BY_YEAR = (
    "本年累计按钱花在哪一年算，更正凭证跟着它更正的那一笔走；和本年记账数的差，列在各行下面。"
)


def official_tables(figures: Figures) -> tuple[Table, Table]:
    """Return the expenses themselves and what is left of the year's caps."""
    return _expense_table(figures), cap_table(figures)


def _expense_table(figures: Figures) -> Table:
    columns = (
        Column("nature", "类别", TEXT, 6, lambda x: NATURES[x.leg.account.nature]),
        *voucher_columns("收款人", lambda x: summary(x.flow)),
        Column("reason", "签批的事由", TEXT, 20, lambda x: _reason(figures, x)),
        handler_column(),
        Column("amount", "金额", MONEY, 13, lambda x: x.leg.fen),
    )
    rows: list[Row] = []
    total = 0
    for nature in _NATURES:
        lines = [
            VoucherLeg(flow, leg)
            for flow in figures.flows
            for leg in flow.accrued
            if leg.account.nature == nature
        ]
        spent = sum(line.leg.fen for line in lines)
        total += spent
        if lines:
            rows += rows_of(columns, lines)
            said = f"{NATURES[nature]}小计"
            rows.append(sum_row(columns, SUBTOTAL, summary=said, amount=spent))
    if rows:
        rows.append(sum_row(columns, summary="合计", amount=total))
    return Table(
        key="official_expenses",
        title="公务、招待支出逐笔明细",
        columns=columns,
        rows=tuple(rows),
        empty="本期没有公务、招待支出。",
    )


def _reason(figures: Figures, line: VoucherLeg) -> str | None:
    approval = figures.books.approval(text_on(line.voucher, line.leg.posting, "approval"))
    return (approval.reason or approval.purpose) if approval else None


def cap_table(figures: Figures) -> Table:
    """Return each cap of the year beside what was spent of it up to the last day.

    Caps count by the year in which money was spent (rule FND004), papers by the day of booking:
    where corrections make the two differ, lines below the cap say by how much.
    """
    year, last = figures.period.first.year, figures.period.last
    used = spent_by_account(figures.books, year, last)
    booked = by_account(figures.year_flows)
    earlier = by_account(flow for flow in figures.year_flows if _is_of_earlier(figures, flow))
    rows = []
    for cap in caps_of(figures):
        below = figures.books.chart.below((cap.account,))
        spent, here, before = (
            sum(fen for name, fen in sums.items() if name in below)
            for sums in (used, booked, earlier)
        )
        spent_all = spent + brought_below(figures.books, last, cap.account)
        cells = (cap.amount, spent_all, cap.amount - spent_all)
        rows.append(Row((account_label(cap.account), *map(to_yuan, cells))))
        for title, fen in ((_EARLIER, before), (_LATER, spent - here + before)):
            if fen:
                rows.append(Row((title, None, to_yuan(fen), None)))
    by_year = _BY_YEAR if any(row.values[1] is None for row in rows) else ""
    return Table(
        key=CAPS,
        title="年度限额执行",
        columns=(
            Column("account", "科目", width=30),
            Column("limit", "本年限额", MONEY, 15),
            Column("used", so_far_title(figures.books, last), MONEY, 15),
            Column("left", "还可使用", MONEY, 15),
        ),
        rows=tuple(rows),
        note=so_far_note(figures.books, last) + by_year,
        empty="本年没有设年度限额。",
    )


def _is_of_earlier(figures: Figures, flow: Flow) -> bool:
    """Tell whether a voucher booked this year puts right what happened in an earlier one."""
    books, first = figures.books, figures.period.first
    event = corrections_of(books).event_date
    origin = books.facts.by_id.get(flow.voucher.text("reverses"))
    is_red = flow.voucher.mirrors is not None and origin is not None
    happened = event(origin if is_red and origin is not None else flow.voucher)
    return happened.year < first.year


def cap_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that what is left of each cap is the cap less what was used."""
    yield from each(
        "年度限额各项",
        "限额－累计＝还可使用",
        (
            (line.text("account"), line["limit"] - line["used"], line["left"])
            for line in printed.lines(CAPS)
            if line.has("limit")
        ),
    )


def caps_of(figures: Figures) -> Iterable[BudgetLimit]:
    """Return the caps of the period's year as last set by the last day, in order of account."""
    year, last = figures.period.first.year, figures.period.last
    caps = {
        cap.account: cap
        for cap in figures.books.of(BudgetLimit)
        if cap.date.year == year and cap.date <= last
    }
    return [caps[name] for name in sorted(caps)]
