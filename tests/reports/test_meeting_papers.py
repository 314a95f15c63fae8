"""What is taken to a meeting or to the shelf: the record of a review, a stocktake, the card of an asset."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.review_record import review_record
from juwu_ledger.records.assets import assets
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.recount import Books, recount
from juwu_ledger.registers.assets.asset_card import asset_card
from juwu_ledger.registers.assets.asset_register import asset_sheet
from juwu_ledger.registers.assets.asset_things import CARD
from juwu_ledger.registers.assets.stocktake_sheet import stocktake_sheet
from juwu_ledger.tables.paper_ties import NOT_TIED
from paper_books import (
    ASSET,
    BANK,
    GRANT,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    SERVICE,
    WEAR,
    WORN,
    as_json,
    last_row,
    load,
    rows,
    voucher,
)
from printed_papers import fields, lines

AS_OF = dt.date(2025, 7, 5)
QUARTER = Period.parse("2025Q2")
FIRST = voucher("2025-01-0001", (BANK, "5000.00"), (OPENING, "-5000.00"), day=1)
CARDS = """
2025-01-02 custom "asset" "GD-1" "电脑" 900.00 CNY
  keeper: "李四安"
2025-01-02 custom "asset" "GD-2" "空调" 700.00 CNY
2025-01-02 custom "asset" "GD-3" "捡来的柜子" 50.00 CNY
2025-01-02 custom "asset" "GD-4" "没有盘的音响" 400.00 CNY
2025-01-02 custom "low-value" "DZ-1" "水壶" 30.00 CNY
2025-03-31 custom "stocktake" "GD-4" "present"
2025-06-20 custom "stocktake" "GD-1" "damaged"
  counted-by: "周五福"
2025-06-20 custom "stocktake" "GD-2" "missing"
2025-06-20 custom "stocktake" "GD-3" "present"
2025-06-20 custom "stocktake" "DZ-1" "missing"
"""


def _bought(number: str, amount: str, asset: str) -> str:
    return voucher(number, (ASSET, amount), (BANK, f"-{amount}"), asset=asset)


STOCK = (
    FIRST
    + CARDS
    + _bought("2025-01-0002", "900.00", "GD-1")
    + _bought("2025-01-0003", "700.00", "GD-2")
    + _bought("2025-01-0004", "400.00", "GD-4")
    + _bought("2025-02-0001", "260.00", "GD-9")
)
# By hand: number and amount of the books, of the count, more, less, and what was said.
BY_HAND = {
    "GD-1": (1, "900.00", 1, "900.00", None, None, "损坏"),
    "GD-2": (1, "700.00", 0, "0.00", None, "700.00", "盘亏"),
    "GD-3": (0, "0.00", 1, "50.00", "50.00", None, "在"),
    "GD-4": (1, "400.00", None, None, None, None, "本期没有盘"),
    "GD-9": (1, "260.00", None, None, None, None, None),
}
_COLUMNS = ("booked_number", "booked", "number", "found", "surplus", "shortage", "result")


def test_book_and_count_stand_beside_each_other(tmp_path: Path) -> None:
    paper = stocktake_sheet(load(tmp_path, STOCK), QUARTER, AS_OF)
    found = {
        row["id"]: tuple(row[key] for key in _COLUMNS) for row in rows(paper, "stocktake_fixed")
    }
    assert found == BY_HAND
    total = last_row(paper, "stocktake_fixed")
    assert [total[key] for key in _COLUMNS[:-1]] == [4, "2260.00", 2, "950.00", "50.00", "700.00"]
    (kettle,) = rows(paper, "stocktake_goods")
    assert (kettle["booked"], kettle["shortage"]) == ("30.00", "30.00")
    assert not [alarm for alarm in paper.alarms if alarm.startswith(NOT_TIED)]
    result = recount(as_json(paper), Books(tmp_path / "main.beancount"))
    assert (result.differs, result.unknown.total()) == ([], 0)


SEEN = (
    FIRST
    + voucher("2025-04-0001", (BANK, "2000.00"), (GRANT, "-2000.00"), receipt="A1")
    + voucher("2025-04-0002", (OFFICE, "80.00"), (BANK, "-80.00"), day=6)
    + voucher("2025-04-0003", (PETTY, "200.00"), (BANK, "-200.00"), day=7)
    + voucher("2025-05-0001", (BANK, "80.00"), (OFFICE, "-80.00"), reverses="2025-04-0002")
    + voucher("2025-05-0002", (OWED, "-60.00"), (PETTY, "60.00"), day=6)
    + voucher("2025-06-0001", (WEAR, "15.00"), (WORN, "-15.00"))
    + voucher("2025-06-0002", (PETTY, "10.00"), (SERVICE, "-10.00"), day=6)
).replace('  receipt: "A1"', "  attachments: 3")
REVIEW = """
2025-07-03 custom "review" "2025Q2" "passed-with-remarks"
  leader: "吴六合"
  members: "郑七星、冯八方"
  remarks: "购物小票要附清单"
"""


def test_vouchers_and_receipts_by_kind(tmp_path: Path) -> None:
    paper = review_record(load(tmp_path, SEEN + REVIEW), QUARTER, AS_OF)
    found = {row["kind"]: tuple(row.values())[1:] for row in rows(paper, "reviewed")}
    assert found == {
        "收入": (2, 3, "2010.00", "0.00"),
        "其他收款": (1, 0, "60.00", "0.00"),
        "支出": (2, 0, "0.00", "0.00"),
        "转账": (1, 0, "0.00", "0.00"),
        "不动钱": (1, 0, "0.00", "0.00"),
    }
    assert last_row(paper, "reviewed")["vouchers"] == 7
    assert paper.facts["参加人"] == "吴六合（组长）、郑七星、冯八方"
    assert paper.facts["理财日期"] == "2025年7月3日"
    assert "购物小票要附清单" in str(paper.sections)
    assert not [alarm for alarm in paper.alarms if alarm.startswith(NOT_TIED)]
    result = recount(as_json(paper), Books(tmp_path / "main.beancount"))
    assert (result.differs, result.unknown.total()) == ([], 0)


def test_before_the_meeting_there_is_room_for_what_it_will_say(tmp_path: Path) -> None:
    paper = review_record(load(tmp_path, SEEN), QUARTER, AS_OF)
    assert paper.facts["理财日期"] == "____年__月__日"
    assert "□ 通过" in str(paper.sections)


KEPT = (
    FIRST
    + """
2025-02-01 custom "asset" "GD-1" "电脑" 900.00 CNY
  keeper: "李四安"
  location: "会计室"
  category: "办公设备"
  in-use: 2025-02-10
  life: 36
  salvage: 5
2025-02-01 custom "asset" "GD-2" "旧空调" 700.00 CNY
2025-02-05 custom "invoice" "26379000000000000001"
  invoice-seller: "示例电脑公司"
2025-06-20 custom "stocktake" "GD-1" "damaged"
  counted-by: "周五福"
2025-08-01 custom "asset-handover" "GD-1" "陈九思"
"""
    + voucher(
        *("2025-02-0001", (ASSET, "900.00"), (BANK, "-900.00")),
        asset="GD-1",
        payee="周五福",
        advanced_by="周五福",
        invoice="26379000000000000001",
    )
    + voucher("2025-03-0001", (WEAR, "23.75"), (WORN, "-23.75"), day=31, asset="GD-1")
)


def test_a_card_tells_where_a_thing_came_from_and_what_it_is_worth(tmp_path: Path) -> None:
    books = load(tmp_path, KEPT)
    owned = books.record(assets).by_id
    form = as_json(asset_card(books, owned["GD-1"], AS_OF))["forms"][0]
    said = fields(form)
    assert (said["life"], said["rate"], said["salvage"]) == (36, "5", "45.00")
    # By hand: (900 - 45) / 36 = 23.75 a month, from March on; one month was booked.
    assert (said["amount"], said["worn"], said["worth"]) == ("900.00", "23.75", "876.25")
    assert (said["supplier"], said["invoice"]) == ("示例电脑公司", "26379000000000000001")
    assert (said["state"], said["keeper"], said["in_use"]) == ("损坏", "李四安", "2025-02-10")
    assert [line[1] for line in lines(form)] == ["入账", "盘点"]
    later = as_json(asset_card(books, owned["GD-1"], dt.date(2025, 8, 2)))["forms"][0]
    assert fields(later)["keeper"] == "陈九思"


def test_the_auditors_sheet_says_where_a_thing_came_from_too(tmp_path: Path) -> None:
    books = load(tmp_path, KEPT)
    sheet = asset_sheet(open_ledger(books, Period.parse("2025"), AS_OF))
    keys = [column.key for column in sheet.columns]
    rows = [dict(zip(keys, row.values, strict=True)) for row in sheet.rows()]
    said = {row["id"]: row for row in rows if row["line"] == CARD}
    told = ("life", "rate", "supplier", "invoice")
    assert [said["GD-1"][key] for key in told] == [36, "5", "示例电脑公司", "26379000000000000001"]
    assert [said["GD-2"][key] for key in told] == [None] * 4


def test_a_card_without_a_voucher_does_not_tie(tmp_path: Path) -> None:
    books = load(tmp_path, KEPT)
    paper = asset_card(books, books.record(assets).by_id["GD-2"], AS_OF)
    said = fields(as_json(paper)["forms"][0])
    assert (said["method"], said["supplier"], said["voucher"]) == ("不提折旧", None, None)
    assert any(alarm.startswith(NOT_TIED) for alarm in paper.alarms)
