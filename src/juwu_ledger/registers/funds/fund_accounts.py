"""辅助余额: what each earmarked fund began with, moved and has left, account by account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.model.account_words import book_order, class_of, normal_side
from juwu_ledger.books.model.chart import Account, account_label
from juwu_ledger.records.period_ledger import Movement
from juwu_ledger.tables.columns import rows_of, sum_row, sums_of
from juwu_ledger.tables.report import CODE, COUNT, MONEY, TEXT, Column, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.workbook.audit_year import AuditYear
from juwu_ledger.workbook.trial_balance import in_debit

ITEM, SUM = "明细", "合计"


class FundBalance(NamedTuple):
    """What an account holds for a fund and what moved, debit positive, fen."""

    number: int
    fund: str
    account: str
    known: Account | None
    opening: int
    move: Movement
    prior: Movement

    @property
    def closing(self) -> int:
        """What it ended with."""
        return self.opening + self.move.net


COLUMNS = (
    Column("number", "辅助项编号", COUNT, 6),
    Column("fund", "专项资金", TEXT, 20),
    Column("code", "科目编码", CODE, 10, lambda x: x.known.code if x.known else None),
    Column("name", "科目名称", TEXT, 26, lambda x: account_label(x.account)),
    Column("side", "方向", CODE, 5, lambda x: normal_side(x.known) if x.known else None),
    Column("opening_debit", "期初借方", MONEY, 14, lambda x: in_debit(x.opening)),
    Column("opening_credit", "期初贷方", MONEY, 14, lambda x: in_debit(-x.opening)),
    Column("debit", "本期借方", MONEY, 14, lambda x: x.move.debit or None),
    Column("credit", "本期贷方", MONEY, 14, lambda x: x.move.credit or None),
    Column("closing_debit", "期末借方", MONEY, 14, lambda x: in_debit(x.closing)),
    Column("closing_credit", "期末贷方", MONEY, 14, lambda x: in_debit(-x.closing)),
    Column("left", "资金结余", MONEY, 14, lambda _: None),
    Column("prior_debit", "上年借方", MONEY, 14, lambda x: x.prior.debit or None),
    Column("prior_credit", "上年贷方", MONEY, 14, lambda x: x.prior.credit or None),
    Column("class", "类别", CODE, 7, lambda x: class_of(x.account)),
    Column("line", "行别", CODE, 6, lambda _: ITEM),
    Column("account", "账本科目", TEXT, 34),
)


def fund_account_sheet(year: AuditYear) -> Sheet:
    """Return the sheet; a fund's last line is its sums and what is left of it."""
    return Sheet(
        "aux",
        "辅助余额",
        "每项专项资金在各科目的期初余额、发生额和期末余额，并列上年发生额；资金结余＝期末贷方－期末借方，"
        "就是“专项资金”里的余额。年末结转的收支随资金转入净资产。",
        COLUMNS,
        lambda: _rows(year),
        frozen=4,
        empty="没有专项资金。",
    )


def _rows(year: AuditYear) -> Iterator[Row]:
    split, before, chart = year.split, year.split_before, year.ledger.books.chart
    keys = {*split.keys, *before.moved}
    for fund, number in year.fund_numbers.items():
        names = sorted((account for account, of in keys if of == fund), key=book_order)
        lines = []
        for name in names:
            key, known = (name, fund), chart.get(name)
            opening, move = split.opening.get(key, 0), split.total(key)
            lines.append(FundBalance(number, fund, name, known, opening, move, before.total(key)))
        sums = sums_of(COLUMNS, lines)
        sums["left"] = sums["closing_credit"] - sums["closing_debit"]
        yield from rows_of(COLUMNS, lines)
        yield sum_row(COLUMNS, number=number, fund=fund, name="合计和结余", line=SUM, **sums)
