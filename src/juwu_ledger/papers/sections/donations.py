"""Donations received and what was spent of them (DS-3)."""

from __future__ import annotations

from juwu_ledger.papers.sections.details import VoucherLeg, numbers_of, summary, voucher_columns
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.funds import fund_accounts
from juwu_ledger.registers.funds.fund_balances import fund_of
from juwu_ledger.tables.columns import with_sum
from juwu_ledger.tables.report import CODE, MONEY, TEXT, Column, Table

_FREE = "不限用途"


def donation_tables(figures: Figures) -> tuple[Table, Table]:
    """Return the donations of the period and the use of donated funds."""
    return _received(figures), _used(figures)


_RECEIVED = (
    *voucher_columns("捐赠人", lambda x: summary(x.flow)),
    Column("receipt", "收据号", CODE, 11, lambda x: numbers_of(x.flow, [x.leg], "receipt")),
    Column("fund", "指定用途", TEXT, 18, lambda x: fund_of(x.voucher, x.leg) or _FREE),
    Column("amount", "金额", MONEY, 13, lambda x: -x.leg.fen),
)
_USED = (
    *voucher_columns("收款人"),
    Column("fund", "专项", TEXT, 20),
    Column("amount", "金额", MONEY, 13, lambda move: -move.fen),
)


def _received(figures: Figures) -> Table:
    given = [
        VoucherLeg(flow, leg)
        for flow in figures.flows
        for leg in flow.accrued
        if leg.account.source == "donation"
    ]
    return Table(
        key="donations",
        title="收到的捐赠",
        columns=_RECEIVED,
        rows=with_sum(_RECEIVED, given, "amount", under="summary"),
        empty="本期没有收到捐赠。",
    )


def _used(figures: Figures) -> Table:
    """List what was spent of the funds that ever took in a donation."""
    chart = figures.books.chart
    donated = {
        move.fund
        for move in figures.books.facts.fund_moves
        if (account := chart.get(move.account)) and account.source == "donation"
    }
    accounts = fund_accounts(figures.books, figures.period)
    uses = [move for one in accounts if one.name in donated for move in one.uses]
    uses.sort(key=lambda move: (move.voucher.date, move.voucher.id))
    return Table(
        key="donation_uses",
        title="捐赠款的使用",
        columns=_USED,
        rows=with_sum(_USED, uses, "amount", under="summary"),
        note="指定了用途的捐赠专款专用，逐笔列出；不限用途的捐赠并入日常经费，见支出逐笔明细。",
        empty="本期没有使用指定用途的捐赠款。",
    )
