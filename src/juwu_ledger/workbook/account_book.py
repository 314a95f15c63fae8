"""电子账簿: what these books are, one line a year, in the data elements of GB/T 24589."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from juwu_ledger import __version__
from juwu_ledger.books.model.money import CURRENCY, to_yuan
from juwu_ledger.papers.figures.period_ledger import PeriodLedger
from juwu_ledger.papers.figures.voucher_lines import lines_of
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, Column, Row
from juwu_ledger.tables.sheet import Sheet

YUAN_NAME = "人民币"
STANDARD = "GB/T 24589"
_KIND, _TRADE = "基层群众性自治组织", "社区居民自治组织"
"""居民委员会组织法 art. 2; GB/T 4754, class 9610."""
COLUMNS = (
    Column("number", "电子账簿编号", CODE, 12),
    Column("name", "电子账簿名称", width=36),
    Column("unit", "会计核算单位", width=30),
    Column("unit_code", "组织机构代码", CODE, 20),
    Column("unit_kind", "单位性质", width=20),
    Column("trade", "行业", width=18),
    Column("maker", "开发单位", CODE, 14),
    Column("version", "版本号", CODE, 8),
    Column("currency", "本位币", CODE, 12),
    Column("code_lengths", "科目结构", CODE, 10),
    Column("first", "会计期间起始日期", DATE, 11),
    Column("last", "会计期间结束日期", DATE, 11),
    Column("vouchers", "凭证张数", COUNT, 9),
    Column("lines", "分录行数", COUNT, 9),
    Column("debit", "借方合计", MONEY, 16),
    Column("credit", "贷方合计", MONEY, 16),
)


def account_book_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet; sums are over all vouchers, opening vouchers among them."""
    return Sheet(
        "book",
        "电子账簿",
        f"电子账簿的基本信息，一年一行；列名照 {STANDARD} 的数据元素。账本里没有登记的（组织机构代码）空着。",
        COLUMNS,
        lambda: _rows(ledger),
        frozen=1,
    )


def _rows(ledger: PeriodLedger) -> Iterator[Row]:
    books, period = ledger.books, ledger.period
    lines = debit = credit = 0
    for entry in ledger.entries:
        lines += max(1, len(entry.voucher.txn.postings))
        for line in lines_of(entry.voucher):
            debit += line.debit or 0
            credit += line.credit or 0
    yield Row(
        (
            period.label,
            f"{books.title}{period.title}账簿",
            books.title,
            None,
            _KIND,
            _TRADE,
            "juwu-ledger",
            __version__,
            f"{YUAN_NAME} {CURRENCY}",
            code_lengths(books.chart),
            period.first,
            period.last,
            len(ledger.entries),
            lines,
            to_yuan(debit),
            to_yuan(credit),
        )
    )


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
