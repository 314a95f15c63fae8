"""会计科目: the chart of accounts with what each began and ended the period with."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from juwu_ledger.books.model.account_words import (
    DEBIT,
    book_order,
    class_of,
    normal_side,
    use_of,
)
from juwu_ledger.books.model.chart import Account
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, TEXT, Column, Table
from juwu_ledger.tables.sheet import Sheet


class AccountLine(NamedTuple):
    """An account as it began and ended a period, fen; positive on its own side."""

    account: Account
    side: str
    opening: int
    closing: int
    aux: str | None


COLUMNS = (
    Column("code", "科目编号", CODE, 10, lambda x: x.account.code),
    Column("name", "科目名称", TEXT, 30, lambda x: x.account.label),
    Column("class", "科目类型", CODE, 8, lambda x: class_of(x.account.name)),
    Column("level", "科目级次", COUNT, 6, lambda x: x.account.name.count(":")),
    Column("side", "余额方向", CODE, 6),
    Column("use", "用途", TEXT, 12, lambda x: use_of(x.account)),
    Column("aux", "辅助核算项", CODE, 10),
    Column("fund", "专项资金", TEXT, 16, lambda x: x.account.fund),
    Column("party", "户名、欠款人", TEXT, 30, lambda x: x.account.holder or x.account.debtor),
    Column("opened", "启用日期", DATE, 11, lambda x: x.account.opened),
    Column("closed", "停用日期", DATE, 11, lambda x: x.account.closed),
    Column("opening", "期初余额", MONEY, 15),
    Column("closing", "期末余额", MONEY, 15),
    Column("account", "账本科目", TEXT, 36, lambda x: x.account.name),
)
_ON_SCREEN = ("code", "name", "side", "use", "fund", "opening", "closing", "closed", "account")
FUND = "专项资金"
"""The one thing that lines are told apart by within an account."""


def account_sheet(ledger: PeriodLedger, with_funds: Container[str] = ()) -> Sheet:
    """Return the sheet; balances are positive on the account's own side (余额方向).

    ``with_funds`` are the accounts that hold money of earmarked funds (辅助核算项).
    """
    return Sheet(
        "accounts",
        "会计科目",
        "科目表：每个科目的用途和期初、期末余额；余额在“余额方向”一边为正数，在另一边为负数。",
        COLUMNS,
        lambda: rows_of(COLUMNS, _lines(ledger, with_funds)),
        frozen=2,
    )


def account_table(ledger: PeriodLedger, names: Container[str]) -> Table:
    """Return the lines of these accounts, with the columns that fit on a screen."""
    columns = tuple(c for key in _ON_SCREEN for c in COLUMNS if c.key == key)
    lines = (line for line in _lines(ledger, ()) if line.account.name in names)
    return Table(
        "accounts",
        "",
        columns,
        tuple(rows_of(columns, lines)),
        note="余额在“余额方向”一边为正数，在另一边为负数。",
        adds_up=False,
    )


def _lines(ledger: PeriodLedger, with_funds: Container[str]) -> Iterator[AccountLine]:
    for name in sorted(ledger.books.chart, key=book_order):
        account = ledger.books.chart[name]
        if account.opened <= ledger.period.last:
            side = normal_side(account)
            sign = 1 if side == DEBIT else -1
            opening, closing = sign * ledger.opening.get(name, 0), sign * ledger.closing(name)
            aux = FUND if account.fund or name in with_funds else None
            yield AccountLine(account, side, opening, closing, aux)
