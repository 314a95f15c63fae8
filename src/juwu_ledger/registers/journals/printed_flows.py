"""Income and spending paper by paper (收支明细表), from what was left last month to what is left now.

A line for each receipt or invoice that money came or went by, with the money that is left behind it;
transfers between money accounts are no line. It carries over from page to page as a journal does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.details import Line as Detail
from juwu_ledger.papers.sections.details import lines_of
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import INCOME, SPENDING, Flow
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.records.year_so_far import journal_note
from juwu_ledger.registers.journals.account_ledgers import MONTH, YEAR
from juwu_ledger.registers.journals.ruled_lines import wrong_lines
from juwu_ledger.registers.printed_register import register_paper
from juwu_ledger.tables.columns import Record, column, columns_of, rows_of
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import (
    CODE,
    DATE,
    ITEM,
    MONEY,
    SUBTOTAL,
    TEXT,
    TOTAL,
    Report,
    Section,
    Table,
)
from juwu_ledger.tables.ties import LINES, Tie

KEY, TITLE = "flow_journal", "收支明细表"
SIGNATURES = ("出纳", "会计", "主任", "民主理财小组")
BROUGHT, LEFT = "上期结余", "本期结余"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLine(Record):
    """A line: what was left before, a detail, the sums of a month, or what is left; amounts in fen."""

    date: dt.date | None = column("年月日", DATE, 12)
    voucher: str | None = column("凭证号", CODE, 14)
    slip: str | None = column("收据、发票号", TEXT, 15)
    summary: str | None = column("摘要", TEXT, 26)
    item: str | None = column("项目", TEXT, 15)
    debit: int | None = column("收入", MONEY, 12)
    credit: int | None = column("支出", MONEY, 12)
    balance: int | None = column("结余", MONEY, 13)


_COLUMNS = columns_of(FlowLine)


def flow_journal(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return every income and spending of the period; amounts of red letters are negative."""
    figures = Figures.of(books, period)
    return register_paper(
        open_ledger(books, period, as_of),
        "flow-journal",
        TITLE,
        (Section("flows", "逐笔收支", tables=(_table(figures),)),),
        SIGNATURES,
        lambda printed: _ties(printed, figures),
        {BROUGHT: f"{figures.totals.opening:,.2f} 元", LEFT: f"{figures.totals.closing:,.2f} 元"},
    )


def _table(figures: Figures) -> Table:
    return Table(
        key=KEY,
        title=TITLE,
        columns=_COLUMNS,
        rows=tuple(rows_of(_COLUMNS, _lines(figures))),
        note="收付的是现金、银行和收款码的钱；它们之间互转不是收支。红字冲回的以负数列出。"
        + journal_note(figures.books, figures.period.last),
        adds_up=False,
    )


def _lines(figures: Figures) -> Iterator[FlowLine]:
    balance = sum(figures.opening(account) for account in figures.money_accounts)
    period = figures.period
    earlier = [flow for flow in figures.year_flows if flow.voucher.date < period.first]
    year = [sum(flow.income for flow in earlier), sum(flow.spending for flow in earlier)]
    yield FlowLine(role=SUBTOTAL, date=period.first, summary=BROUGHT, balance=balance)
    for _, in_month in groupby(figures.flows, key=lambda flow: flow.voucher.date.month):
        month = [0, 0]
        for detail, side in _details(in_month):
            month[side] += detail.fen
            year[side] += detail.fen
            balance += -detail.fen if side else detail.fen
            yield _line(detail, side, balance)
        for title, sums in ((MONTH, month), (YEAR, year)):
            debit, credit = sums
            yield FlowLine(
                role=SUBTOTAL, summary=title, debit=debit, credit=credit, balance=balance
            )
    yield FlowLine(role=TOTAL, date=period.last, summary=LEFT, balance=balance)


def _details(flows: Iterator[Flow]) -> Iterator[tuple[Detail, int]]:
    """Yield the lines of each voucher with their side: 0 for income, 1 for spending."""
    for flow in flows:
        for side, kind in enumerate((INCOME, SPENDING)):
            for detail in lines_of(flow, kind):
                yield detail, side


def _line(detail: Detail, side: int, balance: int) -> FlowLine:
    said = (
        detail.summary
        if detail.voucher.payee in detail.summary
        else f"{detail.voucher.payee}：{detail.summary}"
    )
    return FlowLine(
        date=detail.voucher.date,
        voucher=detail.voucher.id,
        slip=detail.number,
        summary=said,
        item=detail.account,
        debit=None if side else detail.fen,
        credit=detail.fen if side else None,
        balance=balance,
    )


def _ties(printed: Printed, figures: Figures) -> Iterator[Tie]:
    lines = printed.lines(KEY, ITEM, SUBTOTAL, TOTAL)
    earlier = [f for f in figures.year_flows if f.voucher.date < figures.period.first]
    before = [to_yuan(sum(f.income for f in earlier)), to_yuan(sum(f.spending for f in earlier))]
    wrong = wrong_lines(lines, *before)
    yield Tie("逐行结余、本月合计、本年累计（不对的行）", wrong, 0, LINES)
    totals = figures.totals
    yield Tie("各笔收入之和＝各账户收入", printed.sum(KEY, "debit"), totals.income)
    yield Tie("各笔支出之和＝各账户支出", printed.sum(KEY, "credit"), totals.spending)
    yield Tie("第一行结余＝各账户期初余额", lines[0]["balance"], totals.opening)
    yield Tie("最后一行结余＝各账户期末余额", lines[-1]["balance"], totals.closing)
