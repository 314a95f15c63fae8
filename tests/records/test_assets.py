"""An asset's history, worked out by hand: what is there, in whose hands, what the accounts hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.records.assets import Worth, assets, keepers_of
from paper_books import ASSET, BANK, NET, OPENING, load, voucher

CARDS = """
2025-01-01 custom "asset" "GD-1" "电脑" 3000.00 CNY
  keeper: "冯"
2025-03-01 custom "asset" "GD-2" "投影仪" 5000.00 CNY
  keeper: "冯"
2025-02-01 custom "low-value" "DZ-1" "推车" 300.00 CNY
2025-04-01 custom "asset" "GD-2" "又一张 GD-2" 1.00 CNY
2025-05-02 custom "asset-handover" "GD-1" "陈"
  witness: "周"
2025-05-01 custom "stocktake" "GD-2" "missing"
2025-06-01 custom "stocktake" "GD-2" "present"
2025-11-01 custom "stocktake" "DZ-1" "damaged"
2025-08-01 custom "asset-disposal" "GD-1" "坏了"
2025-09-01 custom "asset-disposal" "GD-1" "写了两次"
"""


@pytest.fixture
def books(tmp_path: Path) -> Books:
    text = CARDS + voucher("2025-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1)
    text += voucher("2025-01-0002", (ASSET, "3000.00"), (BANK, "-3000.00"), asset="GD-1")
    text += voucher("2025-03-0001", (ASSET, "5100.00"), (BANK, "-5100.00"), asset="GD-2")
    text += voucher(
        "2025-04-0001", (ASSET, "-100.00"), (BANK, "100.00"), asset="GD-2", reverses="2025-03-0001"
    )
    text += voucher("2025-04-0002", (ASSET, "700.00"), (BANK, "-700.00"))
    text += voucher("2025-08-0001", (ASSET, "-3000.00"), (NET, "3000.00"), asset="GD-1")
    return load(tmp_path, text)


def test_what_is_there_and_in_whose_hands(books: Books) -> None:
    owned = books.record(assets)
    days = ("2024-12-31", "2025-01-01", "2025-03-01", "2025-05-02", "2025-07-31", "2025-08-01")
    there = {day: owned.there(dt.date.fromisoformat(day)) for day in days}
    assert {day: [asset.id for asset in found] for day, found in there.items()} == {
        "2024-12-31": [],
        "2025-01-01": ["GD-1"],
        "2025-03-01": ["GD-1", "GD-2", "DZ-1"],
        "2025-05-02": ["GD-1", "GD-2", "DZ-1"],
        "2025-07-31": ["GD-1", "GD-2", "DZ-1"],
        "2025-08-01": ["GD-2", "DZ-1"],
    }
    assert keepers_of(there["2025-03-01"]) == {"冯": 2, "": 1}
    assert keepers_of(there["2025-05-02"]) == {"陈": 1, "冯": 1, "": 1}


def test_what_was_counted_and_given_up(books: Books) -> None:
    owned = books.record(assets)
    second = owned.by_id["GD-2"]
    assert [one.result for one in second.counts] == ["missing", "present"]
    assert second.until(dt.date(2025, 5, 31)).last_count is second.counts[0]
    assert [a.id for a in owned.not_counted(dt.date(2025, 12, 31))] == ["GD-2"]
    gone = owned.by_id["GD-1"].disposal
    assert gone is not None and gone.reason == "坏了"


def test_what_the_accounts_hold(books: Books) -> None:
    owned = books.record(assets)
    first, second = owned.by_id["GD-1"], owned.by_id["GD-2"]
    assert (first.brought_in, first.booked, first.worth) == (300_000, 0, [])
    assert (second.brought_in, second.booked) == (500_000, 500_000)
    assert second.worth == [Worth(ASSET, 500_000)]
    assert owned.by_id["DZ-1"].brought_in is None
    loose = owned.without_card(dt.date(2025, 12, 31))
    assert [(posting.voucher.id, posting.fen) for posting in loose] == [("2025-04-0002", 70_000)]


def test_a_card_that_repeats_an_id_has_no_history(books: Books) -> None:
    again = books.record(assets).all[2]
    assert (again.name, again.postings, again.counts) == ("又一张 GD-2", (), ())
