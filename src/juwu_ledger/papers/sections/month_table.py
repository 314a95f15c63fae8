"""The months of a period one by one: what each began with, took in, paid out and ended with."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.figures import Figures, Totals
from juwu_ledger.tables.paper_ties import Printed, PrintedLine
from juwu_ledger.tables.report import HEAD, ITEM, MONEY, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import Tie, each

KEY = "months"


def month_table(figures: Figures) -> Table:
    """Return one line a month with the totals of its monthly report, and those of the period.

    Months before the books began are left out. An opening voucher of a later month is a line of its
    own: what it brings in belongs to the opening of the period and to no month before it.
    """
    months = _begun(figures)
    rows: list[Row] = []
    for month in months:
        word, brought = f"{month.period.first.month}月", _brought(month)
        if rows and brought:
            rows.append(Row((f"{word}登记期初余额", to_yuan(brought), None, None, None), HEAD))
        rows.append(_month_row(word, month.totals))
    rows.append(_month_row("合计", figures.totals, TOTAL))
    note = "每月的数就是当月月报的数；上月末余额就是下月初余额。"
    if months[0].period.first > figures.period.first:
        note += f"账本从{months[0].period.title}开始记。"
    return Table(
        key=KEY,
        title="逐月资金收支",
        columns=(
            Column("month", "月份", width=16),
            Column("opening", "月初余额", MONEY, 18),
            Column("income", "本月收入", MONEY, 18),
            Column("spending", "本月支出", MONEY, 18),
            Column("closing", "月末余额", MONEY, 18),
        ),
        rows=tuple(rows),
        note=note,
        adds_up=False,
    )


def _begun(figures: Figures) -> list[Figures]:
    """Return the months from the first that the books know of; all where they know of none."""
    months = list(figures.months())
    began = next((voucher.date for voucher in figures.books.vouchers), None)
    return [month for month in months if began and began <= month.period.last] or months


def _brought(month: Figures) -> int:
    """Return what the opening vouchers of a month bring into the money accounts, fen."""
    openings = (flow for flow in month.flows if flow.is_opening)
    return sum(leg.fen for flow in openings for leg in flow.legs if leg.account.is_money)


def _month_row(title: str, totals: Totals, role: str = ITEM) -> Row:
    cells = (totals.opening, totals.income, totals.spending, totals.closing)
    return Row((title, *cells), role)


def month_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that each month begins where the last one ended, and that they make the period."""
    months = printed.lines(KEY)
    (whole,) = printed.lines(KEY, TOTAL)
    yield from each(
        "逐月",
        "月初＋收入－支出＝月末",
        (
            (m.text("month"), m["opening"] + m["income"] - m["spending"], m["closing"])
            for m in months
        ),
    )
    yield from each("逐月", "上月末＝本月初", _joints(printed.lines(KEY, ITEM, HEAD)))
    totals = printed.totals
    for key, word in (("income", "收入"), ("spending", "支出")):
        figure = printed.sum(KEY, key)
        yield Tie(f"各月{word}之和＝表头{word}", figure, getattr(totals, key))
        yield Tie(f"逐月表{word}合计＝各月之和", whole[key], figure).minor
    opening = months[0]["opening"] + printed.sum(KEY, "opening", HEAD)
    for word, key, figure in (
        ("首月月初", "opening", opening),
        ("末月月末", "closing", months[-1]["closing"]),
    ):
        yield Tie(f"{word}＝表头", figure, getattr(totals, key)).minor
        yield Tie(f"逐月表合计：{word}", whole[key], figure).minor


def _joints(lines: list[PrintedLine]) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield of each month but the first: what the one before left and what was brought in; its own."""
    left = lines[0]["closing"]
    for line in lines[1:]:
        if line.role == HEAD:
            left += line["opening"]
        else:
            yield line.text("month"), left, line["opening"]
            left = line["closing"]
