"""辅助余额: what each earmarked fund began with, moved and has left, account by account."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.figures.account_words import book_order, class_of, normal_side
from juwu_ledger.tables.report import CODE, COUNT, MONEY, TOTAL, Column, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.workbook.audit_year import AuditYear

ITEM, SUM = "明细", "合计"
COLUMNS = (
    Column("number", "辅助项编号", COUNT, 6),
    Column("fund", "专项资金", width=20),
    Column("code", "科目编码", CODE, 10),
    Column("name", "科目名称", width=26),
    Column("side", "方向", CODE, 5),
    Column("opening_debit", "期初借方", MONEY, 14),
    Column("opening_credit", "期初贷方", MONEY, 14),
    Column("debit", "本期借方", MONEY, 14),
    Column("credit", "本期贷方", MONEY, 14),
    Column("closing_debit", "期末借方", MONEY, 14),
    Column("closing_credit", "期末贷方", MONEY, 14),
    Column("left", "资金结余", MONEY, 14),
    Column("prior_debit", "上年借方", MONEY, 14),
    Column("prior_credit", "上年贷方", MONEY, 14),
    Column("class", "类别", CODE, 7),
    Column("line", "行别", CODE, 6),
    Column("account", "账本科目", width=34),
)
_AMOUNTS = 8


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
        sums = [0] * _AMOUNTS
        names = sorted((account for account, of in keys if of == fund), key=book_order)
        for name in names:
            key = (name, fund)
            opening, move, was = split.opening.get(key, 0), split.total(key), before.total(key)
            ends = (*_sides(opening), *move, *_sides(opening + move.net))
            cells = (*ends, *was)
            sums = [total + fen for total, fen in zip(sums, cells, strict=True)]
            account = chart.get(name)
            yield Row(
                (
                    number,
                    fund,
                    account.code if account else None,
                    account_label(name),
                    normal_side(account) if account else None,
                    *(to_yuan(fen) if fen else None for fen in ends),
                    None,
                    *(to_yuan(fen) if fen else None for fen in was),
                    class_of(name),
                    ITEM,
                    name,
                )
            )
        amounts = [to_yuan(fen) for fen in sums]
        left = to_yuan(sums[5] - sums[4])
        head = (number, fund, None, "合计和结余", None)
        yield Row((*head, *amounts[:6], left, *amounts[6:], None, SUM, None), TOTAL)


def _sides(fen: int) -> tuple[int, int]:
    """Return a balance in the debit or the credit column."""
    return (fen, 0) if fen > 0 else (0, -fen)
