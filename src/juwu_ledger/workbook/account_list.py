"""会计科目: the chart of accounts with what each began and ended the period with."""

from __future__ import annotations

from collections.abc import Container, Iterator

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.figures.account_words import book_order, class_of, normal_side, use_of
from juwu_ledger.papers.figures.period_ledger import PeriodLedger
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, Column, Row, Table
from juwu_ledger.tables.sheet import Sheet

COLUMNS = (
    Column("code", "科目编号", CODE, 10),
    Column("name", "科目名称", width=30),
    Column("class", "科目类型", CODE, 8),
    Column("level", "科目级次", COUNT, 6),
    Column("side", "余额方向", CODE, 6),
    Column("use", "用途", width=12),
    Column("aux", "辅助核算项", CODE, 10),
    Column("fund", "专项资金", width=16),
    Column("party", "户名、欠款人", width=30),
    Column("opened", "启用日期", DATE, 11),
    Column("closed", "停用日期", DATE, 11),
    Column("opening", "期初余额", MONEY, 15),
    Column("closing", "期末余额", MONEY, 15),
    Column("account", "账本科目", width=36),
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
        lambda: _rows(ledger, with_funds),
        frozen=2,
    )


def account_table(ledger: PeriodLedger, names: Container[str]) -> Table:
    """Return the lines of these accounts, with the columns that fit on a screen."""
    places = [at for key in _ON_SCREEN for at, c in enumerate(COLUMNS) if c.key == key]
    at_name = len(COLUMNS) - 1
    rows = (row.values for row in _rows(ledger, ()) if row.values[at_name] in names)
    return Table(
        "accounts",
        "",
        tuple(COLUMNS[at] for at in places),
        tuple(Row(tuple(values[at] for at in places)) for values in rows),
        note="余额在“余额方向”一边为正数，在另一边为负数。",
        adds_up=False,
    )


def _rows(ledger: PeriodLedger, with_funds: Container[str]) -> Iterator[Row]:
    books = ledger.books
    for name in sorted(books.chart, key=book_order):
        account = books.chart[name]
        if account.opened > ledger.period.last:
            continue
        side = normal_side(account)
        sign = 1 if side == "借" else -1
        yield Row(
            (
                account.code,
                account.label,
                class_of(name),
                name.count(":"),
                side,
                use_of(account),
                FUND if account.fund or name in with_funds else None,
                account.fund,
                account.holder or account.debtor,
                account.opened,
                account.closed,
                to_yuan(sign * ledger.opening.get(name, 0)),
                to_yuan(sign * ledger.closing(name)),
                name,
            )
        )
