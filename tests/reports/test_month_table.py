"""The months of a period: books that begin in its midst, and openings that come late."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.quarterly import quarterly
from juwu_ledger.tables.paper_ties import untied
from juwu_ledger.tables.report import Report
from paper_books import BANK, GRANT, OPENING, as_json, load, rows, voucher

AS_OF = dt.date(2026, 5, 1)


def of(books: Books, label: str = "2026Q1") -> Report:
    report = quarterly(books, Period.parse(label), AS_OF)
    assert untied(report) == ()
    return report


def figures(report: Report) -> list[tuple[str | None, ...]]:
    (table,) = [table for table in as_json(report)["tables"] if table["key"] == "months"]
    return [tuple(row["values"].values()) for row in table["rows"]]


def test_books_that_begin_in_the_last_month(tmp_path: Path) -> None:
    opening = voucher("2026-03-0001", (BANK, "90.00"), (OPENING, "-90.00"), day=1)
    books = load(tmp_path, opening + voucher("2026-03-0002", (BANK, "6.00"), (GRANT, "-6.00")))
    assert figures(of(books)) == [
        ("3月", "90.00", "6.00", "0.00", "96.00"),
        ("合计", "90.00", "6.00", "0.00", "96.00"),
    ]
    assert [row["month"] for row in rows(of(books, "2026Q2"), "months")] == ["4月", "5月", "6月"]
    # A quarter before the books has nothing to tell, and says so month by month.
    assert [row["closing"] for row in rows(of(books, "2025Q4"), "months")] == ["0.00"] * 3


def test_an_opening_written_anew_is_a_line_of_its_own(tmp_path: Path) -> None:
    first = voucher("2026-01-0001", (BANK, "90.00"), (OPENING, "-90.00"), day=1)
    red = voucher(
        "2026-03-0001", (BANK, "-90.00"), (OPENING, "90.00"), day=1, reverses="2026-01-0001"
    )
    anew = voucher("2026-03-0002", (BANK, "96.00"), (OPENING, "-96.00"), day=1)
    assert figures(of(load(tmp_path, first + red + anew))) == [
        ("1月", "90.00", "0.00", "0.00", "90.00"),
        ("2月", "90.00", "0.00", "0.00", "90.00"),
        ("3月登记期初余额", "6.00", None, None, None),
        ("3月", "96.00", "0.00", "0.00", "96.00"),
        ("合计", "96.00", "0.00", "0.00", "96.00"),
    ]


def test_no_books_at_all(tmp_path: Path) -> None:
    assert len(figures(of(load(tmp_path, "")))) == 4
