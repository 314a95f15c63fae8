"""年度比较: what each account holds and moved, this year beside the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from juwu_ledger.books.model.account_words import DEBIT, book_order, class_of, normal_side
from juwu_ledger.books.model.chart import Account, account_label
from juwu_ledger.records.period_ledger import Movement, PeriodLedger
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.report import CODE, MONEY, TEXT, Column
from juwu_ledger.tables.sheet import Sheet


class Compared(NamedTuple):
    """An account this year and the year before, fen; positive on its own side."""

    account: str
    known: Account | None
    side: str
    closing: int
    prior_closing: int
    moved: int
    prior_moved: int


COLUMNS = (
    Column("code", "科目编码", CODE, 10, lambda x: x.known.code if x.known else None),
    Column("name", "科目名称", TEXT, 28, lambda x: account_label(x.account)),
    Column("class", "类别", CODE, 7, lambda x: class_of(x.account)),
    Column("side", "方向", CODE, 5),
    Column("closing", "本年期末余额", MONEY, 15),
    Column("prior_closing", "上年期末余额", MONEY, 15),
    Column("closing_change", "余额增减", MONEY, 15, lambda x: x.closing - x.prior_closing),
    Column("moved", "本年发生额", MONEY, 15),
    Column("prior_moved", "上年发生额", MONEY, 15),
    Column("moved_change", "发生额增减", MONEY, 15, lambda x: x.moved - x.prior_moved),
    Column("rate", "发生额增减率（%）", MONEY, 12, lambda x: _rate(x.moved, x.prior_moved)),
    Column("account", "账本科目", TEXT, 34),
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
        lambda: rows_of(COLUMNS, _lines(ledger, before)),
        frozen=2,
    )


def _lines(ledger: PeriodLedger, before: PeriodLedger | None) -> Iterator[Compared]:
    names = sorted({*ledger.accounts, *(before.accounts if before else ())}, key=book_order)
    for name in names:
        account = ledger.books.chart.get(name)
        side = normal_side(account) if account else DEBIT
        sign = 1 if side == DEBIT else -1
        yield Compared(
            name,
            account,
            side,
            sign * ledger.closing(name),
            sign * before.closing(name) if before else 0,
            _on(side, ledger.total(name)),
            _on(side, before.total(name)) if before else 0,
        )


def _on(side: str, move: Movement) -> int:
    """Return what was posted on one side."""
    return move.debit if side == DEBIT else move.credit


def _rate(now: int, then: int) -> Decimal | None:
    """Return the change in percent; there is none from nothing."""
    return (Decimal(100 * (now - then)) / abs(then)).quantize(_PERCENT) if then else None
