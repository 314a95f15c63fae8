"""Benford on sequences whose first digits are known: powers of two follow it, even counts do not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.analysis.first_digits import benford, deviation, digits_of
from paper_books import BANK, OFFICE, load, voucher

YEAR = Period.parse("2025")


def test_powers_of_two_follow_the_law() -> None:
    digits = digits_of([2**n for n in range(1, 1001)])
    # Counted by others: of the first thousand powers 301 begin with 1, 46 with 9 at most.
    assert digits[0].share == Decimal("0.301")
    assert round(digits[0].expected, 5) == Decimal("0.30103")
    assert round(sum(one.expected for one in digits), 20) == 1
    assert deviation(digits) < Decimal("0.001")


def test_every_digit_as_often_as_another_does_not() -> None:
    digits = digits_of(list(range(100, 1000)))
    # |1/9 − log10(1 + 1/d)| over nine digits, on paper: 0.0598.
    assert round(deviation(digits), 3) == Decimal("0.060")


def _books(folder: Path, count: int, amounts: list[str]) -> str:
    return "".join(
        voucher(
            f"2025-03-{n:04d}",
            (OFFICE, amounts[n % len(amounts)]),
            (BANK, f"-{amounts[n % len(amounts)]}"),
        )
        for n in range(1, count + 1)
    )


def test_three_hundred_payments_are_enough(tmp_path: Path) -> None:
    alike = ["7.00", "712.00", "75.10"]
    (few,) = benford(load(tmp_path, _books(tmp_path, 299, alike)), YEAR)
    assert (few.hits, few.said) == ((), "付款 299 笔，笔数或大小相差不够，没有看")
    (many,) = benford(load(tmp_path, _books(tmp_path, 300, alike)), YEAR)
    assert [hit.who for hit in many.hits] == ["首位是 7"]
    assert many.hits[0].said == "占 100.0 %，照本福特定律约 5.8 %"
    assert many.said.endswith("不符合")
    (narrow,) = benford(load(tmp_path, _books(tmp_path, 300, ["7.00", "699.99"])), YEAR)
    assert narrow.hits == ()
