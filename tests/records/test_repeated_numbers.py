"""Where a number stands twice, what was done to the first voucher is not done to the second."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.records.budgets import spent_by_account
from juwu_ledger.records.corrections import corrections_of
from juwu_ledger.registers.vouchers.voucher_standing import Standings
from juwu_ledger.rules.receipts import income_without_receipt
from juwu_ledger.rules.support.rule import judge
from paper_books import BANK, OFFICE, OPENING, SERVICE, load, voucher

AS_OF = dt.date(2026, 2, 28)
FIRST = voucher("2026-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1)
LIMIT = f'2026-01-01 custom "budget-limit" {OFFICE} 9000.00 CNY\n'


@pytest.fixture
def books(tmp_path: Path) -> Books:
    """0002 is booked twice by mistake; a red letter takes back the first, the second stands."""
    text = LIMIT + FIRST
    text += voucher("2026-01-0002", (OFFICE, "100.00"), (BANK, "-100.00"), day=2)
    text += voucher("2026-01-0002", (OFFICE, "70.00"), (BANK, "-70.00"), day=3)
    text += voucher("2026-01-0003", (BANK, "40.00"), (SERVICE, "-40.00"), day=4)
    text += voucher("2026-01-0003", (BANK, "30.00"), (SERVICE, "-30.00"), day=5)
    text += voucher(
        "2026-01-0004", (OFFICE, "-100.00"), (BANK, "100.00"), day=6, reverses="2026-01-0002"
    )
    text += voucher(
        "2026-01-0005", (BANK, "-40.00"), (SERVICE, "40.00"), day=7, reverses="2026-01-0003"
    )
    text += voucher(
        "2026-01-0006", (OFFICE, "90.00"), (BANK, "-90.00"), day=8, corrects="2026-01-0002"
    )
    return load(tmp_path, text)


def test_only_the_first_is_taken_back(books: Books) -> None:
    standing = [Standings(books).of(v) for v in books.vouchers]
    assert ["全部冲销" in said for said in standing] == [
        False,
        True,
        False,
        True,
        False,
        False,
        False,
        False,
    ]


def test_the_second_is_of_no_chain(books: Books) -> None:
    chains = corrections_of(books)
    lengths = [len(chains.chain(v)) for v in books.vouchers]
    assert lengths == [1, 3, 1, 1, 1, 3, 1, 3]
    assert [chains.live(v) for v in books.vouchers] == [
        True,
        False,
        True,
        False,
        True,
        False,
        False,
        True,
    ]


def test_what_the_second_spent_is_spent(books: Books) -> None:
    assert spent_by_account(books, 2026, AS_OF) == {OFFICE: 16_000}


def test_the_income_of_the_second_has_no_receipt(books: Books) -> None:
    found = {finding.date for finding in judge(books, [income_without_receipt.RULE], AS_OF)}
    assert found == {dt.date(2026, 1, 5)}
