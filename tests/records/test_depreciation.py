"""Straight line to the fen: the second source is counted month by month with whole fractions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.journal.orders.depreciation import shared
from juwu_ledger.records.assets import assets
from juwu_ledger.records.depreciation import Depreciation, Schedule
from paper_books import NET, OPENING, PETTY, WEAR, WORN, load

DAY = dt.date(2024, 3, 31)


def months_from(first: dt.date, count: int) -> list[Period]:
    found = [Period.month_of(first)]
    while len(found) < count:
        found.append(found[-1].following())
    return found


@given(
    cost=st.integers(1, 10**9),
    per_cent=st.decimals(0, 100, places=2),
    life=st.integers(1, 240),
)
def test_the_months_make_up_the_whole_and_differ_by_a_fen(
    cost: int, per_cent: Decimal, life: int
) -> None:
    salvage = int(Fraction(cost) * Fraction(per_cent) / 100)
    schedule = Schedule(cost, salvage, life, DAY)
    months = months_from(dt.date(2024, 3, 1), life + 14)
    due = [schedule.due(month) for month in months]
    assert due[0] == 0, "the month in which it was taken into use"
    taken = [after - before for before, after in zip(due, due[1:], strict=False)]
    assert sum(taken) == cost - salvage
    assert not any(taken[life:])
    even = Fraction(cost - salvage, life)
    assert all(abs(one - even) < 1 for one in taken[:life])
    # No month is more than half a fen from where an even line is by then.
    assert all(abs(sum(taken[:n]) - even * n) <= Fraction(1, 2) for n in range(life + 1))


@given(
    fen=st.integers(0, 10**9),
    weights=st.lists(st.integers(1, 10**8), min_size=2, max_size=6),
)
def test_what_is_split_is_all_there(fen: int, weights: list[int]) -> None:
    shares = shared(fen, weights)
    assert sum(shares) == fen
    whole = sum(weights)
    pairs = zip(shares, weights, strict=True)
    assert all(abs(share - Fraction(fen * weight, whole)) < 1 for share, weight in pairs)
    if fen <= whole:
        assert all(share <= weight for share, weight in zip(shares, weights, strict=True))


BEGUN = (
    f'2025-01-01 * "期初" "期初"\n  voucher: "2025-01-0001"\n  {PETTY}  110.00 CNY\n'
    f"  {WORN}  -100.00 CNY\n  {OPENING}\n"
)


def books_of(folder: Path, card: str, more: str = "") -> Books:
    folder.mkdir(exist_ok=True)
    return load(folder, BEGUN + card + more)


def taking(number: int, day: str, yuan: str, against: str = WEAR) -> str:
    return (
        f'\n{day} * "x" "折旧"\n  voucher: "{day[:7]}-{number:04d}"\n  {against}  {yuan} CNY\n'
        f'  {WORN}  -{yuan} CNY\n    asset: "G1"\n'
    )


def owed(books: Books, month: str) -> int:
    return sum(item.fen for item in books.record(Depreciation).owed(Period.parse(month)))


def test_a_month_that_was_left_out_is_made_up_for(tmp_path: Path) -> None:
    card = '\n2025-01-20 custom "asset" "G1" "机器" 1000.00 CNY\n  life: 3\n  salvage: 10\n'
    books = books_of(tmp_path, card, taking(90, "2025-02-28", "300.00"))
    assert owed(books, "2025-01") == 0
    assert owed(books, "2025-02") == 0
    assert owed(books, "2025-03") == 300_00
    assert owed(books, "2025-04") == 600_00
    assert owed(books, "2026-12") == 600_00


def test_what_was_worn_before_the_books_is_not_taken_again(tmp_path: Path) -> None:
    card = '\n2024-11-20 custom "asset" "G1" "机器" 1000.00 CNY\n  life: 10\n'
    books = books_of(tmp_path, card, taking(90, "2025-02-28", "100.00"))
    # December 2024 was borne before these books began, and stands in their opening sum.
    (asset,) = books.record(assets).cards
    assert books.record(Depreciation).taken(asset, dt.date(2025, 2, 28)) == 200_00
    assert owed(books, "2025-02") == 100_00
    told = taking(91, "2025-03-01", "40.00", NET)
    again = books_of(tmp_path / "again", card, taking(90, "2025-02-28", "100.00") + told)
    (asset,) = again.record(assets).cards
    assert again.record(Depreciation).taken(asset, dt.date(2025, 3, 1)) == 140_00


def test_an_opening_sum_that_does_not_hold_it_is_not_believed(tmp_path: Path) -> None:
    card = '\n2024-11-20 custom "asset" "G1" "机器" 1000.00 CNY\n  life: 10\n'
    books = load(tmp_path, BEGUN.replace(f"  {WORN}  -100.00 CNY\n", "") + card)
    (asset,) = books.record(assets).cards
    assert books.record(Depreciation).taken(asset, dt.date(2025, 2, 28)) == 0
    assert owed(books, "2025-02") == 200_00


def test_what_an_older_card_was_split_into_is_no_younger(tmp_path: Path) -> None:
    life = "  in-use: 2024-11-20\n  life: 10\n"
    cards = (
        '\n2024-11-20 custom "asset" "G1" "机器" 1000.00 CNY\n  life: 10\n'
        f'\n2025-02-10 custom "asset" "G2" "甲" 400.00 CNY\n{life}'
        f'\n2025-02-10 custom "asset" "G3" "乙" 600.00 CNY\n{life}'
        '\n2025-02-10 custom "asset-disposal" "G1" "拆分"\n  into: "G2、G3"\n'
    )
    books = load(tmp_path, BEGUN.replace(f"  {WORN}  -100.00 CNY\n", "") + cards)
    assert owed(books, "2025-02") == 200_00
    brought = (
        f'\n2025-02-10 * "x" "拆分"\n  voucher: "2025-02-0001"\n'
        f'  {WORN}  100.00 CNY\n    asset: "G1"\n  {WORN}  -40.00 CNY\n    asset: "G2"\n'
        f'  {WORN}  -60.00 CNY\n    asset: "G3"\n'
    )
    (tmp_path / "brought").mkdir()
    books = load(tmp_path / "brought", BEGUN + cards + brought)
    assert owed(books, "2025-02") == 200_00


def test_life_said_later_counts_and_a_card_without_is_told_of(tmp_path: Path) -> None:
    card = '\n2025-01-20 custom "asset" "G1" "机器" 1000.00 CNY\n'
    bare = books_of(tmp_path, card)
    assert [a.id for a in bare.record(Depreciation).without_life(dt.date(2025, 2, 28))] == ["G1"]
    assert owed(bare, "2025-02") == 0
    later = '\n2025-02-20 custom "asset-life" "G1" 5\n  salvage: 50\n'
    books = books_of(tmp_path / "later", card, later)
    assert books.record(Depreciation).without_life(dt.date(2025, 2, 28)) == []
    assert owed(books, "2025-02") == 100_00
