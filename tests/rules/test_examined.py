"""What the rules looked at by a day is what books hold that end on that day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.book_building import build_books
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules.support.examined import examine

MAIN = Path(__file__).parents[2] / "ledger" / "main.beancount"
LATER = dt.date(2030, 1, 1)
ACCOUNTS = {"银行和收款账户", "资产科目"}
"""Accounts are looked at whenever they were opened."""


@pytest.fixture(scope="module")
def books() -> Books:
    books = load_books(MAIN).books
    assert books is not None
    return books


def counted(books: Books, day: dt.date) -> dict[tuple[str, str], int]:
    return {
        (row.clause, name): number
        for row in examine(books, day)
        for name, number in row.counts
        if name not in ACCOUNTS
    }


def test_nothing_later_is_counted_and_nothing_of_the_day_is_left_out(books: Books) -> None:
    options = {"title": books.title, "operating_currency": ["CNY"]}
    told = {entry.date for entry in books.entries if type(entry).__name__ == "Custom"}
    days = sorted(told)[:: max(1, len(told) // 40)]
    for day in days:
        then = [entry for entry in books.entries if entry.date <= day]
        assert counted(books, day) == counted(build_books(then, options, books.main), LATER), day


def test_of_empty_books_there_is_nothing(books: Books) -> None:
    assert set(counted(books, dt.date(1999, 1, 1)).values()) == {0}


BORROWED = """
include "common.beancount"
2026-03-05 * "钱二宁" "借款"
  voucher: "2026-03-0002"
  Assets:1122应收款:01钱二宁   100.00 CNY
  Assets:1001库存现金:01备用金
2026-03-06 * "张大爷" "借款周转"
  voucher: "2026-03-0003"
  Assets:1001库存现金:01备用金  800.00 CNY
  Liabilities:2001借款
2026-03-07 * "示例超市" "慰问"
  voucher: "2026-03-0004"
  Expenses:5104居委会成员津贴   10.00 CNY
  Assets:1001库存现金:01备用金
"""


@pytest.mark.parametrize(
    ("day", "lent", "borrowed", "allowances"),
    [(4, 0, 0, 0), (5, 1, 0, 0), (6, 1, 1, 0), (7, 1, 1, 1)],
)
def test_loans_and_allowances_by_hand(
    tmp_path: Path, day: int, lent: int, borrowed: int, allowances: int
) -> None:
    shared = Path(__file__).parent / "common.beancount"
    (tmp_path / "common.beancount").write_bytes(shared.read_bytes())
    (tmp_path / "main.beancount").write_text(BORROWED, encoding="utf-8")
    books = load_books(tmp_path / "main.beancount").books
    assert books is not None
    counts = counted(books, dt.date(2026, 3, day))
    assert counts["FM-1.8", "应收款付出"] == lent
    assert counts["FM-1.8", "借款收付"] == borrowed
    assert counts["TR-2", "发津贴的凭证"] == allowances
    assert counts["FM-0.4", "月份"] == 1
    assert counts["FM-0.5", "季度"] == 1
    assert counts["DS-7", "月份"] == 1
