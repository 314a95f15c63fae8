"""年度比较: what each account holds and moved, this year beside the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.figures.account_words import DEBIT, book_order, class_of, normal_side
from juwu_ledger.papers.figures.period_ledger import Movement, PeriodLedger
from juwu_ledger.tables.report import CODE, MONEY, Column, Row
from juwu_ledger.tables.sheet import Sheet

COLUMNS = (
    Column("code", "科目编码", CODE, 10),
    Column("name", "科目名称", width=28),
    Column("class", "类别", CODE, 7),
    Column("side", "方向", CODE, 5),
    Column("closing", "本年期末余额", MONEY, 15),
    Column("prior_closing", "上年期末余额", MONEY, 15),
    Column("closing_change", "余额增减", MONEY, 15),
    Column("moved", "本年发生额", MONEY, 15),
    Column("prior_moved", "上年发生额", MONEY, 15),
    Column("moved_change", "发生额增减", MONEY, 15),
    Column("rate", "发生额增减率（%）", MONEY, 12),
    Column("account", "账本科目", width=34),
)
_PERCENT = Decimal("0.01")


def comparison_sheet(ledger: PeriodLedger, before: PeriodLedger | None) -> Sheet:
    """Return the sheet; ``before`` is the same period a year earlier."""
    return Sheet(
        "comparison",
        "年度比较",
        "每个科目本年与上年比：期末余额和在“方向”一边的发生额（红字减去）；余额在“方向”一边为正数。"
        "账本从本年开始的，上年各栏是 0。",
        COLUMNS,
        lambda: _rows(ledger, before),
        frozen=2,
    )


def _rows(ledger: PeriodLedger, before: PeriodLedger | None) -> Iterator[Row]:
    chart = ledger.books.chart
    names = sorted({*ledger.accounts, *(before.accounts if before else ())}, key=book_order)
    for name in names:
        account = chart.get(name)
        side = normal_side(account) if account else DEBIT
        sign = 1 if side == DEBIT else -1
        closing = sign * ledger.closing(name)
        was = sign * before.closing(name) if before else 0
        moved = _on(side, ledger.total(name))
        moved_then = _on(side, before.total(name)) if before else 0
        yield Row(
            (
                account.code if account else None,
                account_label(name),
                class_of(name),
                side,
                to_yuan(closing),
                to_yuan(was),
                to_yuan(closing - was),
                to_yuan(moved),
                to_yuan(moved_then),
                to_yuan(moved - moved_then),
                _rate(moved, moved_then),
                name,
            )
        )


def _on(side: str, move: Movement) -> int:
    """Return what was posted on one side."""
    return move.debit if side == DEBIT else move.credit


def _rate(now: int, then: int) -> Decimal | None:
    """Return the change in percent; there is none from nothing."""
    return (Decimal(100 * (now - then)) / abs(then)).quantize(_PERCENT) if then else None
