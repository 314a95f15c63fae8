"""The registers and journals: columns as forms have them, and every line from the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from every_paper import LEDGERS, REGISTERS
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.registers.approvals.approval_register import approval_register
from juwu_ledger.registers.assets.asset_register import asset_register, low_value_register
from juwu_ledger.registers.funds.fund_register import fund_register
from juwu_ledger.registers.journals.printed_journals import bank_journal, cash_journal
from juwu_ledger.registers.receipts.receipt_register import receipt_register
from juwu_ledger.tables.paper_ties import untied
from juwu_ledger.tables.report import ITEM, Report
from paper_books import (
    ASSET,
    BANK,
    CHART,
    GIFT,
    GRANT,
    OFFICE,
    OPENING,
    PETTY,
    PROJECT,
    as_json,
    last_row,
    load,
    rows,
    voucher,
)

MAIN = Path(__file__).parents[2] / "ledger" / "main.beancount"
AS_OF = dt.date(2026, 2, 28)
Make = Callable[[Books, Period, dt.date], Report]
SMALL_GOODS = "Expenses:5108低值易耗品"
GOODS_CHART = CHART + f'2020-01-01 open {SMALL_GOODS}\n  nature: "low-value"\n'


@pytest.fixture(scope="module")
def example() -> Books:
    found = load_books(MAIN).books
    assert found is not None
    return found


def of(make: Make, books: Books, label: str, as_of: dt.date = AS_OF) -> Report:
    report = make(books, Period.parse(label), as_of)
    assert untied(report) == ()
    assert report.totals is None
    return report


def titles(report: Report, key: str) -> list[str]:
    (table,) = [table for table in report.tables if table.key == key]
    return [column.title for column in table.columns]


def lines(report: Report, key: str) -> list[tuple[str, ...]]:
    """Lines of a journal: date, what, debit, credit, balance."""
    (table,) = [table for table in as_json(report)["tables"] if table["key"] == key]
    keys = ("date", "summary", "debit", "credit", "balance")
    return [tuple(row["values"][k] or "" for k in keys) for row in table["rows"]]


# --- columns ------------------------------------------------------------------------------------


def test_the_columns_are_those_of_the_forms(example: Books) -> None:
    head = ["年月日", "凭证号", "摘要", "对方科目"]
    amounts = ["借方(收入)", "贷方(支出)", "余额"]
    cash = of(cash_journal, example, "2025Q1")
    assert titles(cash, "cash_journal_1") == [*head, *amounts, "核对"]
    bank = of(bank_journal, example, "2025Q1")
    assert titles(bank, "bank_journal_1") == [*head, "结算方式", *amounts, "核对", "银行到账日"]
    receipts = titles(of(receipt_register, example, "2025"), "receipt_books")
    for title in ("领用日期", "票据名称", "起止号码", "本数", "领用人", "领用人签字", "已用份数"):
        assert title in receipts
    for title in ("作废份数", "本期开票金额合计", "缴款日期", "核销日期", "核销人", "结存号码"):
        assert title in receipts
    assets = titles(of(asset_register, example, "2025"), "assets")
    for title in ("资产编号", "类别", "名称", "增加方式", "原值", "使用状况", "存放地点", "保管人"):
        assert title in assets
    for title in ("盘点日期", "盘点结果", "盘点人", "处置日期", "处置签批号"):
        assert title in assets


@pytest.mark.parametrize("make", (*REGISTERS, *LEDGERS))
def test_registers_are_signed_dated_and_tied(example: Books, make: Make) -> None:
    report = of(make, example, "2025Q4")
    said = as_json(report)
    assert {"出纳", "会计", "主任"} & set(said["signatures"])
    assert said["period"] == "2025Q4"
    assert said["totals"] is None
    assert said["facts"]["会计期间"] == "2025年第四季度（2025-10-01 至 2025-12-31）"
    assert report.failed == 0
    assert said["books_digest"].upper().startswith(said["code"].replace("-", ""))


@pytest.mark.parametrize("make", REGISTERS)
def test_registers_of_empty_books(tmp_path: Path, make: Make) -> None:
    report = of(make, load(tmp_path, ""), "2026Q1")
    assert [row for table in report.tables[:-1] for row in table.rows if row.role == ITEM] == []


# --- journals -----------------------------------------------------------------------------------

JOURNAL = (
    voucher("2026-01-0001", (PETTY, "100.00"), (OPENING, "-100.00"), day=1)
    + voucher("2026-01-0002", (OFFICE, "30.00"), (PETTY, "-30.00"), payee="文具店", said="笔")
    + voucher("2026-01-0003", (OFFICE, "20.00"), (PETTY, "-20.00"), payee="水站", said="水站送水")
    + voucher("2026-01-0004", (PETTY, "60.00"), (OFFICE, "-60.00"), day=9)
    + voucher("2026-02-0001", (OFFICE, "5.00"), (PETTY, "-5.00"))
)


def test_a_cash_journal_closes_days_and_months(tmp_path: Path) -> None:
    books = load(tmp_path, JOURNAL)
    assert lines(of(cash_journal, books, "2026Q1"), "cash_journal_1") == [
        ("2026-01-01", "上年结转", "", "", "100.00"),
        ("2026-01-05", "文具店：笔", "", "30.00", "70.00"),
        ("2026-01-05", "水站送水", "", "20.00", "50.00"),
        ("2026-01-05", "本日合计", "0.00", "50.00", "50.00"),
        ("2026-01-09", "某单位：事由", "60.00", "", "110.00"),
        ("2026-01-09", "本日合计", "60.00", "0.00", "110.00"),
        ("", "本月合计", "60.00", "50.00", "110.00"),
        ("", "本年累计", "60.00", "50.00", "110.00"),
        ("2026-02-05", "某单位：事由", "", "5.00", "105.00"),
        ("2026-02-05", "本日合计", "0.00", "5.00", "105.00"),
        ("", "本月合计", "0.00", "5.00", "105.00"),
        ("", "本年累计", "60.00", "55.00", "105.00"),
        ("2026-03-31", "期末余额", "", "", "105.00"),
    ]


def test_a_later_month_begins_with_what_was_before(tmp_path: Path) -> None:
    found = lines(of(cash_journal, load(tmp_path, JOURNAL), "2026-02"), "cash_journal_1")
    assert found[0] == ("2026-02-01", "期初余额", "", "", "110.00")
    assert found[-2] == ("", "本年累计", "60.00", "55.00", "105.00")


def test_a_year_is_carried_to_the_next(tmp_path: Path) -> None:
    books = load(tmp_path, JOURNAL)
    later = dt.date(2028, 1, 1)
    found = lines(of(cash_journal, books, "2026", later), "cash_journal_1")
    assert found[-1] == ("2026-12-31", "结转下年", "", "", "105.00")
    assert lines(of(cash_journal, books, "2027", later), "cash_journal_1") == [
        ("2027-01-01", "上年结转", "", "", "105.00"),
        ("2027-12-31", "结转下年", "", "", "105.00"),
    ]


def test_a_bank_journal_shows_what_the_bank_has_seen(tmp_path: Path) -> None:
    books = load(
        tmp_path,
        '2026-01-07 * "" "拨款"\n  voucher: "2026-01-0001"\n'
        f"  {BANK}  9.00 CNY\n    cleared: 2026-01-09\n  {GRANT}\n"
        + voucher("2026-01-0002", (BANK, "-4.00"), (PETTY, "4.00"), day=8),
    )
    first, second = rows(of(bank_journal, books, "2026-01"), "bank_journal_1")
    assert (first["checked"], first["cleared"], first["means"]) == ("√", "2026-01-09", "转账")
    assert (second["checked"], second["cleared"], second["means"]) == (None, None, "提取现金")


# --- receipts -----------------------------------------------------------------------------------


def test_receipts_by_book_with_gifts_in_kind(tmp_path: Path) -> None:
    books = load(
        tmp_path,
        '2026-01-02 custom "receipt-book" "A0000001" "A0000010"\n  keeper: "郑七星"\n'
        '  issued-by: "街道财政所"\n'
        '2026-02-02 custom "receipt-void" "A0000003" "写错"\n'
        '2026-03-03 custom "receipt-return" "A0000009" "A0000010"\n'
        + voucher("2026-01-0001", (BANK, "6.00"), (GIFT, "-6.00"), receipt="A0000001")
        + voucher("2026-02-0001", (PROJECT, "4.50"), (GIFT, "-4.50"), receipt="A0000002"),
    )
    report = of(receipt_register, books, "2026Q1")
    (book,) = rows(report, "receipt_books")
    assert (book["numbers"], book["books"], book["count"]) == ("A0000001–A0000010", 1, 10)
    assert (book["used"], book["void"], book["returned"], book["left"]) == (2, 1, 2, 5)
    assert (book["amount"], book["left_numbers"]) == ("10.50", "A0000004–A0000008")
    assert (book["signed"], book["paid_in"]) == (None, None)
    assert [line["number"] for line in rows(report, "receipt_slips")] == ["A0000001", "A0000002"]
    assert last_row(report, "receipt_slips")["amount"] == "10.50"
    assert rows(report, "receipt_voids") == [
        {"number": "A0000003", "date": "2026-02-02", "reason": "写错"}
    ]
    january = of(receipt_register, books, "2026-01")
    assert last_row(january, "receipt_books")["amount"] == "6.00"


# --- approvals, funds, things -------------------------------------------------------------------


def test_approvals_with_what_is_left(tmp_path: Path) -> None:
    books = load(
        tmp_path,
        '2026-01-02 custom "approval" "SP-2026-0001" 50.00 CNY "办公用品"\n  director: "赵一清"\n'
        + voucher("2026-01-0001", (BANK, "90.00"), (OPENING, "-90.00"), day=1)
        + voucher("2026-01-0002", (OFFICE, "30.00"), (BANK, "-30.00"), approval="SP-2026-0001")
        + voucher("2026-02-0001", (OFFICE, "5.00"), (BANK, "-5.00"), approval="SP-2026-0001")
        + voucher("2026-02-0002", (OFFICE, "7.00"), (BANK, "-7.00")),
    )
    signed, without = rows(of(approval_register, books, "2026-02"), "approval_register")
    assert (signed["amount"], signed["earlier"], signed["used"]) == ("50.00", "30.00", "5.00")
    assert (signed["left"], signed["vouchers"]) == ("15.00", "2026-02-0001")
    assert (without["used"], without["vouchers"]) == ("7.00", "2026-02-0002")


def test_funds_move_by_move(tmp_path: Path) -> None:
    books = load(
        tmp_path,
        f'2026-01-02 custom "fund" "助老" {PROJECT}\n  grantor: "民政局"\n'
        + voucher("2026-01-0001", (BANK, "90.00"), (GRANT, "-90.00"), fund="助老")
        + voucher("2026-02-0001", (PROJECT, "40.00"), (BANK, "-40.00"), fund="助老"),
    )
    report = of(fund_register, books, "2026-02")
    (fund,) = rows(report, "funds")
    assert (fund["opening"], fund["income"], fund["spending"]) == ("90.00", "0.00", "40.00")
    assert last_row(report, "fund_1")["balance"] == fund["closing"] == "50.00"
    (table,) = [table for table in report.tables if table.key == "fund_1"]
    assert table.title == "助老"
    assert table.note == "来源：民政局；用于：助老项目。"


def test_things_with_keeper_and_stocktake(tmp_path: Path) -> None:
    books = load(
        tmp_path,
        '2026-01-02 custom "asset" "GD-1" "空调" 900.00 CNY\n  keeper: "陈九思"\n'
        '  location: "活动室"\n  category: "活动设备"\n'
        '2026-01-02 custom "low-value" "DZ-1" "椅子" 60.00 CNY\n  keeper: "陈九思"\n'
        '2026-02-02 custom "asset-handover" "GD-1" "冯八方"\n  witness: "赵一清"\n'
        '2026-03-01 custom "stocktake" "GD-1" "present"\n  counted-by: "陈九思"\n'
        + voucher("2026-01-0001", (BANK, "999.00"), (OPENING, "-999.00"), day=1)
        + voucher("2026-01-0002", (ASSET, "900.00"), (BANK, "-900.00"), asset="GD-1")
        + voucher("2026-01-0003", (SMALL_GOODS, "60.00"), (BANK, "-60.00"), asset="DZ-1"),
        GOODS_CHART,
    )
    report = of(asset_register, books, "2026Q1")
    (card,) = rows(report, "assets")
    assert (card["keeper"], card["location"], card["way"]) == ("冯八方", "活动室", "购置")
    assert (card["counted"], card["result"], card["counted_by"]) == ("2026-03-01", "在", "陈九思")
    assert (card["amount"], card["in_use"]) == ("900.00", "900.00")
    assert [event["line"] for event in rows(report, "changes")] == ["入账", "移交", "盘点"]
    (thing,) = rows(of(low_value_register, books, "2026Q1"), "low_value")
    assert (thing["name"], thing["booked"], thing["vouchers"]) == ("椅子", "60.00", "2026-01-0003")
    (later,) = rows(of(low_value_register, books, "2026Q2"), "low_value")
    assert (later["amount"], later["booked"], later["keeper"]) == ("60.00", None, "陈九思")
