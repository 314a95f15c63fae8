"""What the residents' meeting cares for most: large payments, and what it decided on (DS-8)."""

from __future__ import annotations

from collections import defaultdict

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Resolution
from juwu_ledger.papers.sections.details import Line, joined, lines_of, voucher_columns
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import SPENDING, Flow
from juwu_ledger.tables.columns import with_sum
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, TEXT, Column, Table

_LIMIT = "street-sign-off"


def large_payments_table(figures: Figures) -> Table:
    """Return the payments that reach the amount from which the street office signs too."""

    def resolution(line: Line) -> str | None:
        found = filter(None, map(figures.books.approval, line.approvals))
        return joined(one.resolution or "" for one in found) or None

    columns = (
        *voucher_columns("收款人", lambda x: x.summary),
        Column("account", "项目", TEXT, 16),
        Column("approval", "签批号", CODE, 13),
        Column("resolution", "居民会议决议", CODE, 13, resolution),
        Column("amount", "金额", MONEY, 13, lambda x: x.fen),
    )
    large = (flow for flow in figures.flows if _is_large(figures, flow))
    lines = [line for flow in large for line in lines_of(flow, SPENDING)]
    return Table(
        key="large_payments",
        title="大额支出",
        columns=columns,
        rows=with_sum(columns, lines, "amount", under="summary"),
        note=_note(figures),
        empty="本期没有大额支出。",
    )


def _is_large(figures: Figures, flow: Flow) -> bool:
    limit = figures.books.limits.amount(_LIMIT, flow.voucher.date)
    return limit is not None and abs(flow.spending) >= limit > 0


def _note(figures: Figures) -> str:
    limit = figures.books.limits.amount(_LIMIT, figures.period.last)
    if limit is None:
        return "账本没有写须报街道办事处签批的起点，分不出大额。"
    return f"一次付出 {show_fen(limit)} 元以上的，须报街道办事处签批；全部支出见按科目的收支和财务公开。"


def resolutions_table(figures: Figures) -> Table:
    """Return the decisions made in the period, or spent under in it, with the money so far."""
    here: dict[str, int] = defaultdict(int)
    so_far: dict[str, int] = defaultdict(int)
    for use in figures.books.record(approval_uses).all:
        approval = figures.books.approval(use.approval)
        if approval and approval.resolution and use.voucher.date <= figures.period.last:
            so_far[approval.resolution] += use.fen
            if use.voucher.date in figures.period:
                here[approval.resolution] += use.fen
    shown = [
        one for one in figures.books.of(Resolution) if one.date in figures.period or here[one.id]
    ]
    columns = (
        Column("resolution", "决议号", CODE, 13, lambda x: x.id),
        Column("date", "会议日期", DATE, 11),
        Column("title", "事项", TEXT, 38),
        Column("present", "到会", COUNT, 6),
        Column("in_favour", "同意", COUNT, 6),
        Column("used", "本期用款", MONEY, 13, lambda x: here[x.id]),
        Column("used_so_far", "累计用款", MONEY, 13, lambda x: so_far[x.id]),
    )
    return Table(
        key="resolutions",
        title="居民（代表）会议决议的事项和用款",
        columns=columns,
        rows=with_sum(columns, shown, "used", "used_so_far"),
        empty="本期没有居民（代表）会议决议的用款。",
    )
