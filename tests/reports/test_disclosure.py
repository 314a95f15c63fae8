"""The quarterly disclosure: every line with its papers, and all that hangs beside it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.disclosure import SIGNATURES, disclosure
from juwu_ledger.papers.sections.review_opinions import NOT_REVIEWED
from juwu_ledger.tables.report import Report
from paper_books import (
    BANK,
    CHARGE,
    CHART,
    DEPOSIT,
    DINNER,
    GIFT,
    GRANT,
    INTEREST,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    PROJECT,
    RELIEF,
    SERVICE,
    TILL,
    as_json,
    figures_of,
    last_row,
    load,
    rows,
    voucher,
)

QUARTER = Period.parse("2026Q1")
AS_OF = dt.date(2026, 5, 1)
TWO_RECEIPTS = f"""2026-02-05 * "合唱队" "场地费和复印费"
  voucher: "2026-02-0001"
  {TILL} 30.00 CNY
  {SERVICE} -20.00 CNY
    receipt: "A0000002"
  {SERVICE} -10.00 CNY
    receipt: "A0000003"
"""
TWO_INVOICES = f"""2026-02-09 * "两家店" "窗口用品"
  voucher: "2026-02-0002"
  approval: "SP-1"
  handler: "李萍"
  {OFFICE} 50.00 CNY
    invoice: "26372000000011111111"
  {OFFICE} 30.00 CNY
    invoice: "26372000000022222222"
  {PETTY} -80.00 CNY
"""
TEXT = (
    voucher("2026-01-0001", (PETTY, "500.00"), (BANK, "9500.00"), (OPENING, "-10000.00"), day=1)
    + voucher(
        "2026-01-0002",
        (BANK, "6000.00"),
        (GRANT, "-6000.00"),
        receipt="A0000001",
        payee="街道办事处",
        said="一季度经费",
        handler="孙三平",
    )
    + TWO_RECEIPTS
    + TWO_INVOICES
    + voucher(
        "2026-02-0003",
        (PETTY, "30.00"),
        (OFFICE, "-30.00"),
        day=10,
        reverses="2026-02-0002",
        said="退货",
    )
    + voucher("2026-02-0004", (BANK, "7.00"), (CHARGE, "5.00"), (INTEREST, "-12.00"), day=21)
    + voucher("2026-02-0005", (BANK, "1000.00"), (DEPOSIT, "-1000.00"), day=22, receipt="A0000004")
    + voucher(
        "2026-03-0001",
        (BANK, "500.00"),
        (GIFT, "-500.00"),
        fund="助老",
        payee="示例公司",
        receipt="A0000005",
    )
    + voucher(
        "2026-03-0002",
        (PROJECT, "200.00"),
        (BANK, "-200.00"),
        fund="助老",
        day=9,
        invoice="26372000000033333333",
        said="重阳节餐食",
    )
    + voucher(
        "2026-03-0003",
        (DINNER, "66.00"),
        (BANK, "-66.00"),
        day=12,
        approval="SP-2",
        said="来访工作餐",
        handler="李萍",
    )
    + voucher(
        "2026-03-0004",
        (RELIEF, "300.00"),
        (BANK, "-300.00"),
        day=20,
        payee="阮小七",
        invoice="none: 救助名册",
    )
    + voucher("2026-03-0005", (OFFICE, "40.00"), (OWED, "-40.00"), day=30, said="赊购墨盒")
    + """
2026-01-01 custom "fund" "助老" Expenses:5301助老项目
2026-01-01 custom "budget-limit" Expenses:5102招待费 500.00 CNY
2026-02-01 custom "approval" "SP-1" 90.00 CNY "窗口用品"
2026-03-10 custom "approval" "SP-2" 70.00 CNY "工作餐"
  reason: "接待来访检查组四人"
2026-02-20 custom "query" "ZX-1" "为什么退货？"
  about: "2026-02-0003"
  raised-by: "卫百川"
2026-02-25 custom "reply" "ZX-1" "型号买错。"
  by: "赵一清"
2026-04-08 custom "query" "ZX-2" "墨盒款何时付？"
  about: "2026-03-0005"
2026-04-08 custom "query" "ZX-3" "四月的事"
2026-04-10 custom "review" "2026Q1" "passed-with-remarks"
  leader: "吴六合"
  members: "郑七星、冯八方"
  remarks: "同意公开"
2026-04-12 custom "disclosure" "2026Q1"
  officer: "周五福"
  until: 2026-04-30
"""
)


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return load(tmp_path, TEXT)


@pytest.fixture
def report(books: Books) -> Report:
    return disclosure(books, QUARTER, AS_OF)


def test_totals(report: Report) -> None:
    # 6,000 + 30 + 12 + 1,000 + 500 in; 80 − 30 + 5 + 200 + 66 + 300 out.
    assert figures_of(report) == ("10000.00", "7542.00", "621.00", "16921.00")
    assert as_json(report)["report"] == "disclosure"
    assert as_json(report)["period"] == "2026Q1"
    assert as_json(report)["signatures"] == list(SIGNATURES)


def test_income_line_by_line(report: Report) -> None:
    found = [(r["voucher"], r["receipt"], r["amount"]) for r in rows(report, "income_lines")]
    assert found == [
        ("2026-01-0002", "A0000001", "6000.00"),
        ("2026-02-0001", "A0000002", "20.00"),
        ("2026-02-0001", "A0000003", "10.00"),
        ("2026-02-0004", "银行回单", "12.00"),
        ("2026-02-0005", "A0000004", "1000.00"),
        ("2026-03-0001", "A0000005", "500.00"),
    ]
    assert last_row(report, "income_lines")["amount"] == "7542.00"
    first = rows(report, "income_lines")[0]
    assert first["date"] == "2026-01-05"
    assert (first["payee"], first["summary"], first["handler"]) == (
        "街道办事处",
        "一季度经费",
        "孙三平",
    )


def test_spending_line_by_line(report: Report) -> None:
    lines = rows(report, "spending_lines")
    found = [(r["voucher"], r["invoice"], r["amount"]) for r in lines]
    assert found == [
        ("2026-02-0002", "26372000000011111111", "50.00"),
        ("2026-02-0002", "26372000000022222222", "30.00"),
        ("2026-02-0003", "", "-30.00"),
        ("2026-02-0004", "银行回单", "5.00"),
        ("2026-03-0002", "26372000000033333333", "200.00"),
        ("2026-03-0003", "", "66.00"),
        ("2026-03-0004", "无发票（救助名册）", "300.00"),
    ]
    assert last_row(report, "spending_lines")["amount"] == "621.00"
    assert (lines[0]["handler"], lines[0]["approval"]) == ("李萍", "SP-1")
    assert lines[2]["summary"] == "冲销 2026-02-0002：退货"
    assert lines[-1]["payee"] == "阮＊＊"


def test_receipts_on_the_money_postings_are_shown_too(tmp_path: Path) -> None:
    text = voucher("2026-01-0001", (BANK, "9.00"), (SERVICE, "-9.00"))
    text = text.replace("  9.00 CNY\n", '  9.00 CNY\n    receipt: "A0000009"\n')
    report = disclosure(load(tmp_path, text), QUARTER, AS_OF)
    assert rows(report, "income_lines")[0]["receipt"] == "A0000009"


def test_what_moved_no_money_is_listed_apart(report: Report) -> None:
    (row,) = rows(report, "without_money")
    assert (row["summary"], row["income"], row["spending"]) == ("赊购墨盒", None, "40.00")


def test_official_and_entertainment_apart(report: Report) -> None:
    lines = rows(report, "official_expenses")
    assert [(r["nature"], r["amount"]) for r in lines] == [
        ("公务", "50.00"),
        ("公务", "30.00"),
        ("公务", "-30.00"),
        ("公务", "40.00"),
        ("招待", "66.00"),
    ]
    assert lines[-1]["reason"] == "接待来访检查组四人"
    assert last_row(report, "official_expenses")["amount"] == "156.00"
    assert rows(report, "budget_limits") == [
        {"account": "招待费", "limit": "500.00", "used": "66.00", "left": "434.00"}
    ]


def test_donations_and_their_use(report: Report) -> None:
    (gift,) = rows(report, "donations")
    assert (gift["payee"], gift["receipt"], gift["fund"], gift["amount"]) == (
        "示例公司",
        "A0000005",
        "助老",
        "500.00",
    )
    (use,) = rows(report, "donation_uses")
    assert (use["summary"], use["fund"], use["amount"]) == ("重阳节餐食", "助老", "200.00")


def test_queries_of_the_quarter_with_replies(report: Report) -> None:
    first, second = rows(report, "queries")
    assert (first["query"], first["reply"]) == ("ZX-1", "型号买错。（赵一清）")
    assert (second["query"], second["reply"]) == ("ZX-2", "还没有答复")


def test_review_and_posting(books: Books) -> None:
    report = disclosure(books, QUARTER, AS_OF)
    (row,) = rows(report, "reviews")
    assert (row["opinion"], row["members"]) == ("通过，附意见", "郑七星、冯八方")
    assert report.facts["张贴"] == "2026-04-12 至 2026-04-30"
    assert report.facts["公开专人"] == "周五福"
    assert as_json(report)["alarms"] == []


def test_before_the_review_the_paper_says_that_it_must_not_hang(books: Books) -> None:
    report = disclosure(books, QUARTER, dt.date(2026, 4, 9))
    assert as_json(report)["alarms"] == [NOT_REVIEWED]
    assert rows(report, "reviews") == []
    assert "____" in report.facts["张贴"]


def test_a_refusal_is_no_pass(tmp_path: Path) -> None:
    books = load(tmp_path, TEXT.replace("passed-with-remarks", "refused"))
    assert as_json(disclosure(books, QUARTER, AS_OF))["alarms"] == [NOT_REVIEWED]


def test_reviews_of_all_three_months_will_do(tmp_path: Path) -> None:
    months = "".join(
        f'2026-04-1{n} custom "review" "2026-0{n}" "passed"\n  leader: "吴六合"\n'
        for n in (1, 2, 3)
    )
    start = CHART + voucher("2026-01-0001", (BANK, "9.00"), (SERVICE, "-9.00"))
    two = months.rsplit("2026-04-13", 1)[0]
    for text, alarms in ((months, []), (two, [NOT_REVIEWED])):
        books = load(tmp_path, text, start)
        assert as_json(disclosure(books, QUARTER, AS_OF))["alarms"] == alarms


def test_digest_is_of_the_books_up_to_the_quarters_end(books: Books, report: Report) -> None:
    assert report.books_digest == books.digest(QUARTER.last)


def test_chart_shows_every_account_largest_first(report: Report) -> None:
    chart = report.sections[0].charts[0]
    assert [(b.label, f"{b.amount}") for b in chart.series["收入"]] == [
        ("财政拨款", "6000.00"),
        ("捐赠", "500.00"),
        ("服务", "30.00"),
        ("利息", "12.00"),
    ]
    assert sum(b.amount for b in chart.series["支出"]) == sum(
        v for k, v in report.totals.by_account.items() if k.startswith("Expenses")
    )
