"""Which scans belong to a period, and what is in them, by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.reviewed_scans import scans_of
from paper_books import BANK, OFFICE, OPENING, load, voucher

JANUARY, FEBRUARY = Period.parse("2026-01"), Period.parse("2026-02")
PAID, LATER = "documents/付款.pdf", "documents/补件.pdf"
STATEMENT, PAPER = "documents/对账单.pdf", "documents/合同.pdf"
TEXT = (
    voucher("2026-01-0001", (BANK, "1000"), (OPENING, "-1000"), day=1)
    + voucher("2026-01-0002", (OFFICE, "50"), (BANK, "-50"), day=31, document=PAID)
    + f'2026-02-03 custom "attachment" "2026-01-0002" "{LATER}"\n'
    + f'2026-02-28 custom "reconciliation" {BANK} 950.00 CNY\n  document: "{STATEMENT}"\n'
    + f'2026-02-01 document {BANK} "{PAPER}"\n'
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def books(tmp_path: Path) -> Books:
    (tmp_path / "documents").mkdir()
    for name in (PAID, LATER, STATEMENT, PAPER):
        (tmp_path / name).write_text(name, encoding="utf-8")
    return load(tmp_path, TEXT)


def test_a_scan_is_of_the_day_that_names_it_and_of_the_voucher_it_came_later_to(
    books: Books,
) -> None:
    assert scans_of(books, JANUARY).by_name == {PAID: digest(PAID), LATER: digest(LATER)}
    assert scans_of(books, FEBRUARY).by_name == {
        LATER: digest(LATER),
        STATEMENT: digest(STATEMENT),
        PAPER: digest(PAPER),
    }


def test_what_is_gone_since_is_missing(books: Books) -> None:
    assert "missing" not in scans_of(books, FEBRUARY).by_name.values()
    for name in (PAID, PAPER):
        (books.root / name).unlink()
    assert scans_of(books, JANUARY).by_name == {PAID: "missing", LATER: digest(LATER)}
    assert scans_of(books, FEBRUARY).by_name == {
        LATER: digest(LATER),
        STATEMENT: digest(STATEMENT),
        PAPER: "missing",
    }


def test_the_list_is_what_sha256sum_prints_and_its_digest_that_of_the_list(books: Books) -> None:
    scans = scans_of(books, JANUARY)
    text = f"{digest(PAID)}  {PAID}\n{digest(LATER)}  {LATER}\n"
    assert scans.list_text() == text
    assert scans.digest == digest(f"{digest(PAID)} {PAID}\n{digest(LATER)} {LATER}\n")
