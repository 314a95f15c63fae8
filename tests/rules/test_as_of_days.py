"""The example books judged from every day of 2025 and 2026.

All duties of the example committee were done in time, so from no day is there anything open but
the vouchers of days to come (VCH003). That holds for the books as they are now, and for the books
as they stood at the end of each day: what is written later neither helps nor harms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from juwu_ledger.books.facts.book_building import build_books
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge

MAIN = Path(__file__).parents[2] / "ledger" / "main.beancount"
DAY = dt.timedelta(days=1)
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def books() -> Books:
    loaded = load_books(MAIN)
    assert loaded.books is not None
    assert not loaded.errors
    return loaded.books


def days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += DAY


@pytest.mark.parametrize("year", [2025, 2026])
def test_only_the_future_is_open(books: Books, year: int) -> None:
    for day in days(dt.date(year, 1, 1), dt.date(year, 12, 31)):
        findings = judge(books, CATALOGUE, day)
        still_to_come = [v.id for v in books.vouchers if v.date > day]
        assert {f.rule for f in findings} <= {"VCH003"}, [f for f in findings if f.rule != "VCH003"]
        assert [f.voucher for f in findings] == still_to_come, day


@pytest.mark.parametrize("month", range(1, 15))
def test_clean_at_each_day_s_end_as_the_books_stood(books: Books, month: int) -> None:
    first = dt.date(2025 + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    read = [str(path) for path in books.root.rglob("*.beancount")]
    options = {"title": books.title, "operating_currency": ["CNY"], "include": read}
    for day in days(first, (first + 31 * DAY).replace(day=1) - DAY):
        then = [entry for entry in books.entries if entry.date <= day or is_plan(entry)]
        stood = build_books(then, options, books.main)
        assert not judge(stood, CATALOGUE, day), day


def is_plan(entry: object) -> bool:
    """The chart names its funds from the first day on; what they are for is taken as known."""
    return getattr(entry, "type", None) == "fund"


@pytest.mark.parametrize(
    ("paper", "rule", "due"),
    [
        ("close", "PRD001", dt.date(2025, 3, 10)),
        ("filing", "PRD004", dt.date(2025, 3, 10)),
        ("filing", "PRD003", dt.date(2025, 4, 30)),
        ("disclosure", "DSC001", dt.date(2025, 4, 30)),
        ("conference-report", "DSC004", dt.date(2025, 8, 31)),
        ("reply", "DSC003", dt.date(2025, 4, 18)),
        ("donor-report", "DSC006", dt.date(2025, 6, 30)),
        ("reconciliation", "BNK002", dt.date(2025, 1, 31)),
        ("stocktake", "AST004", dt.date(2025, 12, 31)),
        ("asset-disposal", "AST005", dt.date(2025, 7, 26)),
        ("asset-handover", "AST003", dt.date(2025, 7, 31)),
    ],
)
def test_a_paper_never_made_is_missed_from_the_day_after(
    books: Books, paper: str, rule: str, due: dt.date
) -> None:
    without = [e for e in books.entries if getattr(e, "type", None) != paper]
    options = {"title": books.title, "operating_currency": ["CNY"]}
    stood = build_books(without, options, books.main)

    def found(day: dt.date) -> list[dt.date | None]:
        return [f.date for f in judge(stood, CATALOGUE, day) if f.rule == rule]

    assert len(found(due + DAY)) > len(found(due))


TWO_YEARS = """
include "bare.beancount"
2022-03-15 custom "asset" "GD-2022-001" "台式电脑" 4299.00 CNY
  keeper: "李四安"
2024-12-01 * "期初结转" "接手时的结余"
  voucher: "2024-12-0001"
  Assets:1501固定资产:01办公设备   4299.00 CNY
    asset: "GD-2022-001"
  Equity:3001期初余额
2025-12-01 * "钱二宁" "补提折旧"
  voucher: "2025-12-0001"
  Expenses:5109折旧费     10.00 CNY
  Assets:1502累计折旧    -10.00 CNY
    asset: "GD-2022-001"
"""


@pytest.mark.parametrize(
    ("counted", "missed"),
    [("2025-12-31", [2024]), ("2024-12-31", [2025]), ("2026-12-31", [2024, 2025])],
)
def test_assets_are_counted_in_every_year_that_has_vouchers_and_in_no_other(
    tmp_path: Path, counted: str, missed: list[int]
) -> None:
    count = f'{counted} custom "stocktake" "GD-2022-001" "present"\n'
    (tmp_path / "bare.beancount").write_bytes((HERE / "bare.beancount").read_bytes())
    (tmp_path / "main.beancount").write_text(TWO_YEARS + count, encoding="utf-8")
    books = load_books(tmp_path / "main.beancount").books
    assert books is not None
    found = [f for f in judge(books, CATALOGUE, dt.date(2028, 1, 1)) if f.rule == "AST004"]
    assert [f.date for f in found] == [dt.date(year, 12, 31) for year in missed]
