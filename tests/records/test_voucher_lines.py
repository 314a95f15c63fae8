"""The lines of a voucher: which side, in red or not, what stands opposite, how many slips."""

from __future__ import annotations

from pathlib import Path

import pytest

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.records.voucher_lines import (
    OtherSides,
    attachments_of,
    is_red,
    lines_of,
    text_on,
    texts,
)
from paper_books import BANK, CHARGE, DINNER, OFFICE, OPENING, PETTY, PROJECT, load, voucher

BEGIN = voucher("2026-01-0001", (BANK, "5000"), (PETTY, "1000"), (OPENING, "-6000"), day=1)
PAID = voucher("2026-01-0002", (OFFICE, "100"), (BANK, "-100"), day=2)
RED = voucher("2026-01-0003", (OFFICE, "-100"), (BANK, "100"), day=3, reverses="2026-01-0002")
UNDONE = voucher("2026-01-0004", (OFFICE, "100"), (BANK, "-100"), day=4, reverses="2026-01-0003")


def read(folder: Path, text: str, number: str) -> Voucher:
    return load(folder, BEGIN + text).facts.by_id[number]


@pytest.mark.parametrize(
    ("number", "red", "sides"),
    [
        ("2026-01-0002", False, [(10_000, None), (None, 10_000)]),
        ("2026-01-0003", True, [(-10_000, None), (None, -10_000)]),
        ("2026-01-0004", False, [(10_000, None), (None, 10_000)]),
    ],
)
def test_a_red_letter_keeps_the_sides_of_what_it_takes_back(
    tmp_path: Path, number: str, red: bool, sides: list[tuple[int | None, int | None]]
) -> None:
    one = read(tmp_path, PAID + RED + UNDONE, number)
    assert is_red(one) is red
    assert [(line.debit, line.credit) for line in lines_of(one)] == sides
    assert [line.number for line in lines_of(one)] == [1, 2]


def test_what_stands_opposite_is_named_up_to_three(tmp_path: Path) -> None:
    legs = ((OFFICE, "1"), (DINNER, "2"), (PROJECT, "3"), (CHARGE, "4"))
    one = read(tmp_path, voucher("2026-01-0002", *legs, (BANK, "-10"), day=2), "2026-01-0002")
    sides = OtherSides(one)
    office, *_, bank = lines_of(one)
    assert sides.of(office) == "银行存款·基本户"
    assert sides.of(bank) == "办公费、招待费、助老项目等"
    assert sides.raised == {OFFICE, DINNER, PROJECT, CHARGE}
    assert sides.lowered == {BANK}


def test_of_three_all_are_named(tmp_path: Path) -> None:
    legs = ((OFFICE, "1"), (DINNER, "2"), (PROJECT, "3"))
    one = read(tmp_path, voucher("2026-01-0002", *legs, (BANK, "-6"), day=2), "2026-01-0002")
    assert OtherSides(one).of(list(lines_of(one))[-1]) == "办公费、招待费、助老项目"


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("0", 0),
        ("3", 3),
        ("3.0", 3),
        ("999999", 999_999),
        ("1000000", None),
        ("2.5", None),
        ("-1", None),
        ('"三"', None),
    ],
)
def test_how_many_receipts(tmp_path: Path, written: str, count: int | None) -> None:
    text = PAID.replace("\n  Expenses", f"\n  attachments: {written}\n  Expenses", 1)
    assert attachments_of(read(tmp_path, text, "2026-01-0002")) == count
    assert attachments_of(read(tmp_path, PAID, "2026-01-0002")) is None


def test_a_line_says_it_itself_or_its_voucher_does(tmp_path: Path) -> None:
    text = PAID.replace('"2026-01-0002"\n', '"2026-01-0002"\n  approval: "SP-1"\n')
    text = text.replace("100 CNY\n", '100 CNY\n    approval: "SP-2"\n', 1)
    one = read(tmp_path, text, "2026-01-0002")
    office, bank = one.txn.postings
    assert text_on(one, office, "approval") == "SP-2"
    assert text_on(one, bank, "approval") == "SP-1"
    assert text_on(one, None, "approval") == "SP-1"
    assert texts(one, "approval") == ["SP-1", "SP-2"]
    assert texts(one, "invoice") == []
