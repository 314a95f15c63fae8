"""分析图: income and spending by month, and by account, from which the workbook's charts are drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.model.account_words import book_order
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.records.figures import by_account
from juwu_ledger.records.flows import flow_of
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.report import CODE, MONEY, TEXT, Column
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import FILLED, Tie, total

KEY, TITLE = "sums", "分析图"
MONTH, ACCOUNT = "月份", "科目"


class Summed(NamedTuple):
    """The money of a month, or what an income or expense account came to, fen."""

    group: str
    label: str
    income: int | None
    spending: int | None


_COLUMNS = (
    Column("group", "分组", CODE, 8),
    Column("label", "月份或科目", TEXT, 26),
    Column("income", "收入", MONEY, 15),
    Column("spending", "支出", MONEY, 15),
)


def sums_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet: months first, by money in and out; then accounts, by what was booked on them."""
    return Sheet(
        KEY,
        TITLE,
        "逐月的资金收入和支出、各收支科目的发生额，右边的图照这些数画，数变图也变。",
        _COLUMNS,
        lambda: rows_of(_COLUMNS, (*_months(ledger), *_accounts(ledger))),
        frozen=2,
    )


def _months(ledger: PeriodLedger) -> Iterator[Summed]:
    income: dict[int, int] = defaultdict(int)
    spending: dict[int, int] = defaultdict(int)
    for entry in ledger.entries:
        income[entry.voucher.date.month] += entry.income
        spending[entry.voucher.date.month] += entry.spending
    for month in ledger.months:
        at = month.first.month
        yield Summed(MONTH, f"{at} 月", income[at], spending[at])


def _accounts(ledger: PeriodLedger) -> Iterator[Summed]:
    sums = by_account(flow_of(ledger.books, entry.voucher) for entry in ledger.entries)
    for name in sorted(sums, key=book_order):
        is_income = ledger.books.is_income(name)
        fen, label = sums[name], account_label(name)
        yield Summed(ACCOUNT, label, fen if is_income else None, None if is_income else fen)


def sums_ties() -> Iterator[Tie]:
    """Yield that the months of the charts come to the money of the journal."""
    for column, title in (("income", "资金收入"), ("spending", "资金支出")):
        here = total(KEY, column, group=MONTH)
        yield Tie(f"{title}：各月之和＝序时账", here, total("journal", column, line=FILLED))
