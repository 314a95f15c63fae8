"""The monthly report: every table from books that hold a bit of everything."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.papers.monthly import SIGNATURES, monthly
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.tables.report import Report
from juwu_ledger.tables.ties import NOT_TIED
from paper_books import (
    BANK,
    CHARGE,
    GIFT,
    GRANT,
    INTEREST,
    OFFICE,
    OPENING,
    PETTY,
    PROJECT,
    SERVICE,
    TILL,
    as_json,
    last_row,
    load,
    rows,
    voucher,
)

AS_OF = dt.date(2026, 3, 9)
MONTH = Period.parse("2026-02")
TEXT = (
    (
        """
2026-01-01 custom "receipt-book" "A0000001" "A0000010"
  keeper: "李四安"
2026-02-20 custom "receipt-book" "A0000011" "A0000020"
2026-01-09 custom "receipt-void" "A0000003" "写错"
2026-02-11 custom "receipt-void" "A0000005" "写错"
2026-02-28 custom "receipt-return" "A0000008" "A0000010"
2026-01-02 custom "fund" "助老" Expenses:5301助老项目
  grantor: "民政局"
  until: 2026-12-31
2026-01-02 custom "fund" "旧专项" Expenses:5301助老项目
  until: 2026-01-15
2026-01-05 custom "approval" "SP-1" 500.00 CNY "办公用品"
  director: "赵一清"
2026-02-05 custom "approval" "SP-2" 900.00 CNY "助老活动"
  director: "赵一清"
  street-director: "陈九思"
2026-02-28 custom "reconciliation" Assets:1002银行存款:01基本户 9860.00 CNY
  prepared-by: "钱二宁"
  checked-by: "赵一清"
2026-03-01 balance Assets:1001库存现金:01备用金 350.00 CNY
  counted-by: "孙三平"
  witness: "钱二宁"
2026-03-03 custom "close" "2026-02"
"""
        + voucher(
            "2026-01-0001", (PETTY, "500.00"), (BANK, "9500.00"), (OPENING, "-10000.00"), day=1
        )
        + voucher("2026-01-0002", (TILL, "20.00"), (SERVICE, "-20.00"), receipt="A0000001")
        + voucher("2026-01-0003", (BANK, "20.00"), (TILL, "-20.00"), day=5)
        + voucher("2026-01-0004", (OFFICE, "100.00"), (PETTY, "-100.00"), day=8, approval="SP-1")
        + voucher(
            "2026-02-0001",
            (BANK, "1000.00"),
            (GIFT, "-1000.00"),
            receipt="A0000002",
            fund="助老",
            payee="示例公司",
        )
        + voucher("2026-02-0002", (TILL, "30.00"), (SERVICE, "-30.00"), receipt="A0000004", day=6)
        + voucher(
            "2026-02-0003",
            (PROJECT, "600.00"),
            (BANK, "-600.00"),
            fund="助老",
            day=9,
            approval="SP-2",
            invoice="26372000000012345678",
            handler="李萍",
        )
        + voucher("2026-02-0004", (OFFICE, "80.00"), (PETTY, "-80.00"), day=10, approval="SP-1")
        + voucher(
            "2026-02-0005", (PETTY, "30.00"), (OFFICE, "-30.00"), day=12, reverses="2026-02-0004"
        )
        + voucher("2026-02-0006", (BANK, "-40.00"), (CHARGE, "45.00"), (INTEREST, "-5.00"), day=21)
        + voucher("2026-02-0007", (BANK, "500.00"), (GRANT, "-500.00"), day=28)
        + voucher("2026-02-0008", (OFFICE, "10.00"), (BANK, "-10.00"), day=28)
    )
    .replace(f"  {BANK}  20.00 CNY\n", f"  {BANK}  20.00 CNY\n    cleared: 2026-01-05\n")
    .replace(f"  {BANK}  1000.00 CNY\n", f"  {BANK}  1000.00 CNY\n    cleared: 2026-02-05\n")
    .replace(f"  {BANK}  -600.00 CNY\n", f"  {BANK}  -600.00 CNY\n    cleared: 2026-02-09\n")
    .replace(f"  {BANK}  -40.00 CNY\n", f"  {BANK}  -40.00 CNY\n    cleared: 2026-02-21\n")
)


def finding(date: dt.date | None, about: str | None, said: str | None = None) -> Finding:
    return Finding(
        "CSH001",
        "E",
        ("FM-1.6",),
        Place("x", 1),
        f"问题 {date} {about}",
        "改",
        date,
        about,
        None,
        said,
    )


FINDINGS = (
    finding(dt.date(2026, 2, 3), "2026-02-0001"),
    finding(dt.date(2026, 1, 31), "2026-01-0001"),
    finding(dt.date(2026, 3, 8), "2026-02"),
    finding(dt.date(2026, 3, 8), "2026-03"),
    finding(None, "petty-cash"),
    finding(dt.date(2026, 2, 4), "2026-02-0002", "已说明的原因"),
)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return monthly(load(tmp_path, TEXT), MONTH, AS_OF, FINDINGS)


def test_head(report: Report) -> None:
    said = as_json(report)
    assert said["report"] == "monthly"
    assert said["period"] == "2026-02"
    assert said["committee"] == "示例市桂花里社区居民委员会"
    assert said["as_of"] == "2026-03-09"
    assert said["signatures"] == list(SIGNATURES)
    assert said["facts"]["编制日期"] == "2026-03-09"
    assert said["facts"]["签批"].startswith("签批未加密验证")
    assert said["facts"]["账本核对码"].replace("-", "").lower() == said["books_digest"][:16]


def test_digest_is_of_the_books_up_to_the_periods_end(tmp_path: Path) -> None:
    books = load(tmp_path, TEXT)
    assert monthly(books, MONTH, AS_OF).books_digest == books.digest(MONTH.last)


def test_accounts(report: Report) -> None:
    assert [
        (r["code"], r["amount"], r["year_amount"]) for r in rows(report, "income_by_account")
    ] == [
        ("4001", "500.00", "500.00"),
        ("4002", "1000.00", "1000.00"),
        ("4003", "30.00", "50.00"),
        ("4009", "5.00", "5.00"),
    ]
    assert last_row(report, "spending_by_account") == {
        "code": None,
        "account": "支出合计",
        "amount": "705.00",
        "year_amount": "805.00",
    }


def test_money_accounts(report: Report) -> None:
    found = [tuple(row.values())[1:] for row in rows(report, "money_accounts")]
    assert found == [
        ("库存现金·备用金", "400.00", "0.00", "50.00", "350.00"),
        ("库存现金·待缴款", "0.00", "30.00", "0.00", "30.00"),
        ("银行存款·基本户", "9520.00", "1500.00", "650.00", "10370.00"),
        # Interest beside a charge: the bank's own lines, and its journal, know only the difference.
        ("其中：凭证里收支相抵、没进账户的（记负数）", None, "-5.00", "-5.00", None),
    ]


def test_funds(report: Report) -> None:
    assert rows(report, "funds") == [
        {
            "fund": "助老",
            "grantor": "民政局",
            "until": "2026-12-31",
            "opening": "0.00",
            "income": "1000.00",
            "spending": "600.00",
            "closing": "400.00",
        }
    ]


def test_receipts(report: Report) -> None:
    first, second = rows(report, "receipts")
    assert list(first.values()) == [
        "A0000001–A0000010",
        "2026-01-01",
        "李四安",
        8,
        0,
        2,
        1,
        3,
        2,
        "A0000002、A0000004",
    ]
    assert list(second.values()) == [
        "A0000011–A0000020",
        "2026-02-20",
        None,
        0,
        10,
        0,
        0,
        0,
        10,
        "",
    ]
    assert [last_row(report, "receipts")[k] for k in ("opening", "used", "closing")] == [8, 2, 12]


def test_receipts_of_no_book_are_told(tmp_path: Path) -> None:
    stray = voucher("2026-02-0009", (BANK, "1.00"), (GIFT, "-1.00"), receipt="Z9", day=28)
    report = monthly(load(tmp_path, TEXT + stray), MONTH, AS_OF)
    assert rows(report, "receipts")[-1]["numbers"] == "Z9"


def test_approvals(report: Report) -> None:
    found = [
        (r["approval"], r["used"], r["used_so_far"], r["left"]) for r in rows(report, "sign_offs")
    ]
    assert found == [
        ("SP-1", "50.00", "150.00", "350.00"),
        ("SP-2", "600.00", "600.00", "300.00"),
        ("（没有签批）", "10.00", "10.00", None),
    ]


def test_cash_counts(report: Report) -> None:
    counted, missing = rows(report, "cash_counts")
    assert (counted["date"], counted["counted"], counted["difference"]) == (
        "2026-02-28",
        "350.00",
        "0.00",
    )
    assert (counted["counted_by"], counted["witness"]) == ("孙三平", "钱二宁")
    assert (missing["account"], missing["counted_by"]) == ("库存现金·待缴款", "期末没有盘点")


def test_reconciliation(report: Report) -> None:
    (row,) = rows(report, "reconciliations")
    assert row["book"] == "10370.00"
    # Opening 9,500 + 20 + 1,000 − 600 − 40 is what the bank shows; 500 and 10 are on their way.
    assert (row["statement"], row["received"], row["paid"]) == ("9860.00", "500.00", "10.00")
    assert row["difference"] == "20.00"


def test_reconciliation_that_does_not_tie_is_an_alarm(tmp_path: Path) -> None:
    good = load(tmp_path, TEXT.replace("9860.00", "9880.00"))
    assert as_json(monthly(good, MONTH, AS_OF))["alarms"] == []
    bad = load(tmp_path, TEXT)
    (alarm,) = as_json(monthly(bad, MONTH, AS_OF))["alarms"]
    assert alarm.startswith(NOT_TIED)
    assert "20.00" in alarm


def test_uncleared_items(report: Report) -> None:
    found = [(r["kind"], r["voucher"], r["amount"]) for r in rows(report, "uncleared")]
    assert found == [("已收未到", "2026-02-0007", "500.00"), ("已付未达", "2026-02-0008", "10.00")]


def test_what_the_bank_showed_before_it_was_booked(tmp_path: Path) -> None:
    late = voucher("2026-03-0001", (BANK, "-3.00"), (CHARGE, "3.00"))
    late = late.replace(" -3.00 CNY\n", " -3.00 CNY\n    cleared: 2026-02-28\n")
    report = monthly(load(tmp_path, TEXT.replace("9860.00", "9877.00") + late), MONTH, AS_OF)
    (row,) = rows(report, "reconciliations")
    assert (row["bank_paid"], row["difference"]) == ("3.00", "0.00")
    assert rows(report, "uncleared")[-1]["kind"] == "银行已付未记账"


def test_findings_of_the_month(report: Report) -> None:
    assert [row["about"] for row in rows(report, "findings")] == [
        "2026-02-0001",
        "2026-02",
        "petty-cash",
    ]
    (explained,) = rows(report, "explained")
    assert explained["answer"] == "已说明的原因"
