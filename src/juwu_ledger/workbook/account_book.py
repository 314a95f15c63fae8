"""电子账簿: what these books are, one line a year, in the data elements of GB/T 24589."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from juwu_ledger import __version__
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import CURRENCY
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.records.voucher_lines import lines_of
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, TEXT, Column
from juwu_ledger.tables.sheet import Sheet

YUAN_NAME = "人民币"
STANDARD = "GB/T 24589"
_KIND, _TRADE = "基层群众性自治组织", "社区居民自治组织"
"""居民委员会组织法 art. 2; GB/T 4754, class 9610."""
COLUMNS = (
    Column("number", "电子账簿编号", CODE, 12, lambda x: x.ledger.period.label),
    Column(
        "name", "电子账簿名称", TEXT, 36, lambda x: f"{x.books.title}{x.ledger.period.title}账簿"
    ),
    Column("unit", "会计核算单位", TEXT, 30, lambda x: x.books.title),
    Column("unit_code", "组织机构代码", CODE, 20, lambda _: None),
    Column("unit_kind", "单位性质", TEXT, 20, lambda _: _KIND),
    Column("trade", "行业", TEXT, 18, lambda _: _TRADE),
    Column("maker", "开发单位", CODE, 14, lambda _: "juwu-ledger"),
    Column("version", "版本号", CODE, 8, lambda _: __version__),
    Column("currency", "本位币", CODE, 12, lambda _: f"{YUAN_NAME} {CURRENCY}"),
    Column("code_lengths", "科目结构", CODE, 10, lambda x: code_lengths(x.books.chart)),
    Column("first", "会计期间起始日期", DATE, 11, lambda x: x.ledger.period.first),
    Column("last", "会计期间结束日期", DATE, 11, lambda x: x.ledger.period.last),
    Column("vouchers", "凭证张数", COUNT, 9, lambda x: len(x.ledger.entries)),
    Column("lines", "分录行数", COUNT, 9),
    Column("debit", "借方合计", MONEY, 16),
    Column("credit", "贷方合计", MONEY, 16),
)


class _Book(NamedTuple):
    """The books of a period and the sums over all vouchers, fen."""

    ledger: PeriodLedger
    lines: int
    debit: int
    credit: int

    @property
    def books(self) -> Books:
        """The books."""
        return self.ledger.books


def account_book_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet; sums are over all vouchers, opening vouchers among them."""
    return Sheet(
        "book",
        "电子账簿",
        f"电子账簿的基本信息，一年一行；列名照 {STANDARD} 的数据元素。账本里没有登记的（组织机构代码）空着。",
        COLUMNS,
        lambda: rows_of(COLUMNS, [_book(ledger)]),
        frozen=1,
    )


def _book(ledger: PeriodLedger) -> _Book:
    posted = [line for entry in ledger.entries for line in lines_of(entry.voucher)]
    bare = sum(not entry.voucher.txn.postings for entry in ledger.entries)
    debit, credit = (sum(getattr(x, side) or 0 for x in posted) for side in ("debit", "credit"))
    return _Book(ledger, len(posted) + bare, debit, credit)


def code_lengths(names: Iterable[str]) -> str:
    """Return how long account codes are, level by level: ``4-2``; ``不等长`` where they differ."""
    levels: list[set[int]] = []
    for name in names:
        for level, part in enumerate(name.split(":")[1:]):
            if level == len(levels):
                levels.append(set())
            levels[level].add(len(part) - len(part.lstrip("0123456789")))
    if any(len(lengths) > 1 for lengths in levels):
        return "不等长"
    return "-".join(str(length) for (length,) in map(tuple, levels))
