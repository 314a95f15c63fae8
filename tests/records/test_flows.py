"""What a voucher brought in and paid out, worked out by hand in yuan."""

from __future__ import annotations

from pathlib import Path

import pytest

from juwu_ledger.records.flows import flow_of
from paper_books import (
    BANK,
    CHARGE,
    DEPOSIT,
    GIFT,
    INTEREST,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    SERVICE,
    TILL,
    load,
    voucher,
)

BEGIN = voucher("2026-01-0001", (BANK, "5000"), (PETTY, "1000"), (OPENING, "-6000"), day=1)
PAID = voucher("2026-01-0002", (OFFICE, "100"), (BANK, "-100"), day=2)
EARNED = voucher("2026-01-0003", (TILL, "80"), (SERVICE, "-80"), day=3)
HELD = voucher("2026-01-0004", (BANK, "500"), (DEPOSIT, "-500"), day=4)
LAST = "2026-01-0009"


def last(*legs: tuple[str, str], day: int = 9, **meta: str) -> str:
    return voucher(LAST, *legs, day=day, **meta)


@pytest.mark.parametrize(
    ("text", "sign", "income", "spending"),
    [
        # Plain ones.
        (last((SERVICE, "-80"), (BANK, "80")), 1, 80, 0),
        (last((OFFICE, "30"), (PETTY, "-30")), 1, 0, 30),
        (last((BANK, "30"), (PETTY, "-30")), 1, 0, 0),
        (last((OFFICE, "30"), (OWED, "-30")), 1, 0, 0),
        # The shop's charge kept back from what came: in full on both sides.
        (last((SERVICE, "-80"), (CHARGE, "1"), (BANK, "79")), 1, 80, 1),
        # Interest beside a charge that is more than it.
        (last((INTEREST, "-2"), (CHARGE, "5"), (BANK, "-3")), 1, 2, 5),
        # Income that an expense swallowed whole.
        (last((SERVICE, "-80"), (OFFICE, "80"), (BANK, "10"), (PETTY, "-10")), 1, 80, 80),
        # Income of which a part went out again before it was booked.
        (last((SERVICE, "-80"), (OFFICE, "30"), (BANK, "50")), 1, 80, 30),
        # More was spent than came in.
        (last((SERVICE, "-80"), (OFFICE, "100"), (BANK, "-20")), 1, 80, 100),
        # Bought partly on credit, and income that partly paid a debt: what did not move is neither.
        (last((OFFICE, "100"), (BANK, "-60"), (OWED, "-40")), 1, 0, 60),
        (last((SERVICE, "-80"), (OWED, "30"), (BANK, "50")), 1, 50, 0),
        # A red letter, and money given back another way: what was spent comes off, nothing is income.
        (last((OFFICE, "-100"), (BANK, "100"), reverses="2026-01-0002"), -1, 0, -100),
        (last((OFFICE, "-30"), (PETTY, "30"), reverses="2026-01-0002"), -1, 0, -30),
        (last((OFFICE, "-100"), (PETTY, "100"), reverses="2026-01-0002"), -1, 0, -100),
        (last((SERVICE, "80"), (BANK, "-80"), reverses="2026-01-0003"), -1, -80, 0),
        # More than was paid, or with income of its own, or of a voucher that moved no money: no refund.
        (last((OFFICE, "-101"), (PETTY, "101"), reverses="2026-01-0002"), 1, 101, 0),
        (
            last((OFFICE, "-30"), (GIFT, "-5"), (PETTY, "35"), reverses="2026-01-0002"),
            1,
            35,
            0,
        ),
        (last((OFFICE, "-30"), (OWED, "30"), reverses="2026-01-0002"), 1, 0, 0),
        # A deposit given back from another till is a payment.
        (last((DEPOSIT, "500"), (PETTY, "-500"), reverses="2026-01-0004"), 1, 0, 500),
        # The other way round from what it names.
        (last((OFFICE, "40"), (PETTY, "-40"), reverses="2026-01-0002"), 1, 0, 40),
    ],
)
def test_what_came_in_and_went_out(
    tmp_path: Path, text: str, sign: int, income: int, spending: int
) -> None:
    books = load(tmp_path, BEGIN + PAID + EARNED + HELD + text)
    flow = flow_of(books, books.facts.by_id[LAST])
    assert (flow.sign, flow.income, flow.spending) == (sign, income * 100, spending * 100)


def test_what_undoes_a_refund_counts_again(tmp_path: Path) -> None:
    refund = voucher("2026-01-0005", (OFFICE, "-30"), (PETTY, "30"), reverses="2026-01-0002", day=5)
    undone = last((OFFICE, "30"), (PETTY, "-30"), reverses="2026-01-0005")
    books = load(tmp_path, BEGIN + PAID + refund + undone)
    flow = flow_of(books, books.facts.by_id[LAST])
    assert (flow.sign, flow.income, flow.spending) == (1, 0, 3000)


def test_the_opening_is_neither_and_the_sides_of_a_red_letter_are_turned(tmp_path: Path) -> None:
    red = last((OFFICE, "-100"), (BANK, "100"), reverses="2026-01-0002")
    books = load(tmp_path, BEGIN + PAID + red)
    first = flow_of(books, books.facts.by_id["2026-01-0001"])
    assert (first.income, first.spending, first.is_opening, first.side) == (0, 0, True, 1)
    flow = flow_of(books, books.facts.by_id[LAST])
    assert (flow.side, flow.accrued_spending, flow.accrued_income) == (-1, -10_000, 0)
    assert [leg.fen for leg in flow.upright] == [10_000, -10_000]


def test_interest_is_told_apart(tmp_path: Path) -> None:
    books = load(tmp_path, BEGIN + last((INTEREST, "-2"), (SERVICE, "-10"), (BANK, "12")))
    flow = flow_of(books, books.facts.by_id[LAST])
    assert (flow.income, flow.interest, flow.accrued_income) == (1200, 200, 1200)
