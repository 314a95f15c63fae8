"""未计入: what stands in the books and is not in the sums of a paper, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.records.uncounted import Count, Left
from juwu_ledger.tables.report import CODE, DATE, Column, Row, Section, Table

UNCOUNTED = "未计入"
STRAY_OPENINGS = "期初以外的期初凭证"
COLUMNS = (
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证号", CODE, 13),
    Column("place", "文件和行", width=34),
    Column("account", "科目", width=26),
    Column("amount", "写的金额", CODE, 20),
    Column("why", "为什么", width=30),
)


def uncounted_sections(books: Books, found: Count) -> Iterator[Section]:
    """Yield a section where anything is left out, and one where there is a second opening voucher."""
    for key, title, lines, said in (
        ("uncounted", UNCOUNTED, found.left, "在账本里，这张表的数里没有它们"),
        ("stray_openings", STRAY_OPENINGS, found.openings, "对应期初科目，却不是账本的第一张凭证"),
    ):
        if lines:
            alarm = f"{title}：下面 {len(lines)} 行{said}。"
            table = Table(key, title, COLUMNS, rows_of(books, lines))
            yield Section(key, title, tables=(table,), alarms=(alarm,))


def rows_of(books: Books, lines: Sequence[Left]) -> tuple[Row, ...]:
    """Return the lines as rows; a place is written ``2026/2026-01.beancount:12``."""
    return tuple(
        Row(
            (
                line.date,
                line.voucher or None,
                f"{books.relative(line.place.file)}:{line.place.line}",
                line.account or None,
                line.amount or None,
                line.why,
            )
        )
        for line in lines
    )
