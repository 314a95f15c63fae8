"""Donations received and what was spent of them (DS-3)."""

from __future__ import annotations

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.sections.details import slips, summary, voucher_cells, voucher_columns
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.funds import fund_accounts
from juwu_ledger.registers.funds.fund_balances import fund_of
from juwu_ledger.tables.report import CODE, MONEY, TOTAL, Column, Row, Table

_FREE = "不限用途"


def donation_tables(figures: Figures) -> tuple[Table, Table]:
    """Return the donations of the period and the use of donated funds."""
    return _received(figures), _used(figures)


def _received(figures: Figures) -> Table:
    rows, total = [], 0
    for flow in figures.flows:
        for leg in flow.accrued:
            if leg.account.source != "donation":
                continue
            total -= leg.fen
            rows.append(
                Row(
                    (
                        *voucher_cells(flow.voucher, summary(flow)),
                        slips(flow, [leg], "receipt"),
                        fund_of(flow.voucher, leg) or _FREE,
                        to_yuan(-leg.fen),
                    )
                )
            )
    if rows:
        rows.append(Row((None, None, None, "合计", None, None, to_yuan(total)), TOTAL))
    return Table(
        key="donations",
        title="收到的捐赠",
        columns=(
            *voucher_columns("捐赠人"),
            Column("receipt", "收据号", CODE, 11),
            Column("fund", "指定用途", width=18),
            Column("amount", "金额", MONEY, 13),
        ),
        rows=tuple(rows),
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
    rows, total = [], 0
    accounts = fund_accounts(figures.books, figures.period)
    uses = [move for one in accounts if one.name in donated for move in one.uses]
    for move in sorted(uses, key=lambda move: (move.voucher.date, move.voucher.id)):
        total -= move.fen
        voucher = move.voucher
        rows.append(
            Row((*voucher_cells(voucher, voucher.narration), move.fund, to_yuan(-move.fen)))
        )
    if rows:
        rows.append(Row((None, None, None, "合计", None, to_yuan(total)), TOTAL))
    return Table(
        key="donation_uses",
        title="捐赠款的使用",
        columns=(
            *voucher_columns("收款人"),
            Column("fund", "专项", width=20),
            Column("amount", "金额", MONEY, 13),
        ),
        rows=tuple(rows),
        note="指定了用途的捐赠专款专用，逐笔列出；不限用途的捐赠并入日常经费，见支出逐笔明细。",
        empty="本期没有使用指定用途的捐赠款。",
    )
