"""The ties of the audit workbook: they hold on sound books, against figures of other origin, and
they break when a figure is touched."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from altered_audit import one_fen_off
from audit_books import AS_OF, YEAR, audit_books, sheet_rows, year_books
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.figures import Figures
from juwu_ledger.workbook.workbook import Audit
from paper_books import BANK, GRANT, OFFICE, OPENING, PETTY, load, voucher

ZERO = Decimal("0.00")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return year_books(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="module")
def audit(books: Books) -> Audit:
    return audit_books(books)


def amount(row: dict[str, object], key: str) -> Decimal:
    value = row[key]
    assert value is None or isinstance(value, Decimal)
    return value or ZERO


def test_every_tie_holds(audit: Audit) -> None:
    settled = audit.settle()
    assert [(s.tie.title, s.left, s.right) for s in settled if not s.holds] == []
    groups = {s.tie.group for s in settled}
    assert groups == {
        *("序时账", "科目余额表", "会计科目", "总账、明细账", "现金日记账", "银行存款日记账"),
        *("资金收支", "收据登记", "签批登记", "专项资金", "固定资产", "规则检查"),
        *("记账凭证", "科目余额及发生额", "年度比较", "辅助余额", "余额调节", "分析图"),
    }
    # A tie of nothing with nothing would always hold.
    assert groups == {s.tie.group for s in settled if s.left}
    assert sum(bool(s.left) for s in settled) > len(settled) * 2 / 3


def test_closing_balances_are_those_of_the_books(books: Books, audit: Audit) -> None:
    found: dict[object, Decimal] = {
        row["account"]: amount(row, "closing_debit") - amount(row, "closing_credit")
        for row in sheet_rows(audit, "trial")
        if row["month"] == "全期" and row["code"] != "合计"
    }
    balances = {name: Decimal(fen).scaleb(-2) for name, fen in books.balances.items()}
    assert {k: v for k, v in found.items() if v} == {k: v for k, v in balances.items() if v}


def test_money_in_and_out_is_that_of_the_reports(books: Books, audit: Audit) -> None:
    totals = Figures.of(books, YEAR).totals
    rows = sheet_rows(audit, "journal")
    assert sum(amount(row, "income") for row in rows) == totals.income
    assert sum(amount(row, "spending") for row in rows) == totals.spending
    journals = sheet_rows(audit, "cash") + sheet_rows(audit, "bank")
    closing = sum(amount(row, "balance") for row in journals if row["line"] == "期末")
    assert closing == totals.closing
    assert sum(amount(r, "balance") for r in journals if r["line"] == "期初") == totals.opening


def test_the_opening_voucher_is_listed_but_is_no_movement(audit: Audit) -> None:
    opening = [row for row in sheet_rows(audit, "journal") if row["flow"] == "期初"]
    assert [row["voucher"] for row in opening] == ["2025-01-0001"] * 5
    january = [
        row for row in sheet_rows(audit, "trial") if row["month"] == 1 and row["account"] == PETTY
    ]
    assert [(r["opening_debit"], r["debit"], r["credit"]) for r in january] == [
        (Decimal("1000.00"), None, Decimal("100.00"))
    ]
    first = next(row for row in sheet_rows(audit, "cash") if row["account"] == PETTY)
    assert (first["summary"], first["voucher"]) == ("上年结转", "2025-01-0001")
    assert first["balance"] == Decimal("1000.00")


def test_red_letter_stands_on_the_side_it_cancels(audit: Audit) -> None:
    rows = [r for r in sheet_rows(audit, "journal") if r["voucher"] == "2025-02-0002"]
    assert [(r["account"], r["debit"], r["credit"]) for r in rows] == [
        (OFFICE, Decimal("-100.00"), None),
        (PETTY, None, Decimal("-100.00")),
    ]
    assert (rows[0]["flow"], rows[0]["spending"]) == ("支出", Decimal("-100.00"))
    again = [r for r in sheet_rows(audit, "journal") if r["voucher"] == "2025-02-0003"]
    assert [(r["debit"], r["credit"]) for r in again] == [
        (Decimal("100.00"), None),
        (None, Decimal("100.00")),
    ]


def test_officers_are_those_of_the_day_and_of_the_closing(audit: Audit) -> None:
    rows = {(r["voucher"], r["line"]): r for r in sheet_rows(audit, "journal")}
    paid = rows["2025-01-0006", 1]
    assert [paid[k] for k in ("maker", "checker", "bookkeeper", "cashier")] == [
        *("李四", "赵一", "李四", "周五"),
    ]
    worn = rows["2025-12-0001", 1]
    assert (worn["checker"], worn["cashier"]) == (None, None)


def test_the_journals_show_when_they_were_checked(audit: Audit) -> None:
    cash = sheet_rows(audit, "cash")
    notes = [(r["line"], r["month"], r["checked"]) for r in cash if r["checked"]]
    assert notes == [("本月合计", 1, "1月31日盘点相符")]
    bank = {r["voucher"]: r for r in sheet_rows(audit, "bank") if r["line"] == "明细"}
    late = bank["2025-01-0005"]
    assert (late["checked"], late["cleared"]) == ("√", dt.date(2025, 3, 2))
    assert bank["2025-01-0004"]["means"] == "现金存入"
    assert bank["2025-01-0004"]["checked"] is None


def test_a_part_of_a_year_ties_and_a_year_carries_forward(tmp_path: Path) -> None:
    text = (
        voucher("2024-12-0001", (BANK, "900.00"), (OPENING, "-900.00"))
        + voucher("2024-12-0002", (BANK, "100.00"), (GRANT, "-100.00"), day=6)
        + voucher("2025-01-0001", (OFFICE, "30.00"), (BANK, "-30.00"))
        + voucher("2025-02-0001", (OFFICE, "40.00"), (BANK, "-40.00"))
    )
    books = load(tmp_path, text)
    audit = audit_books(books, as_of=dt.date(2025, 3, 15))
    assert [s for s in audit.settle() if not s.holds] == []
    months = {r["month"] for r in sheet_rows(audit, "trial")}
    assert months == {1, 2, 3, "全期"}
    detail = [r for r in sheet_rows(audit, "detail") if r["account"] == BANK]
    assert (detail[0]["summary"], detail[0]["balance"]) == ("上年结转", Decimal("1000.00"))
    assert detail[-1]["summary"] == "期末余额"
    quarter = audit_books(books, Period.parse("2025-02"), AS_OF)
    assert [s for s in quarter.settle() if not s.holds] == []
    year_to_date = [
        r for r in sheet_rows(quarter, "general") if r["line"] == "本年累计" and r["debit"]
    ]
    assert [r["debit"] for r in year_to_date] == [Decimal("70.00")]


def test_another_currency_is_shown_and_does_not_tie(tmp_path: Path) -> None:
    text = (
        '2025-01-05 * "某单位" "美元"\n  voucher: "2025-01-0001"\n'
        f"  {OFFICE}  10.00 USD @ 7.00 CNY\n  {BANK}  -70.00 CNY\n"
    )
    audit = audit_books(load(tmp_path, text))
    wrong = {s.tie.title for s in audit.settle() if not s.holds}
    assert "借方合计＝贷方合计" in wrong
    dollars = sheet_rows(audit, "journal")[0]
    assert dollars["summary"] == "美元（10.00 USD，不是人民币，未计入）"
    assert (dollars["debit"], dollars["credit"]) == (None, None)


def test_a_voucher_without_postings_keeps_its_number(tmp_path: Path) -> None:
    text = '2025-01-05 * "某单位" "空的"\n  voucher: "2025-01-0001"\n'
    text += voucher("2025-01-0002", (OFFICE, "1.00"), (BANK, "-1.00"), day=6)
    audit = audit_books(load(tmp_path, text))
    first = sheet_rows(audit, "journal")[0]
    assert (first["voucher"], first["summary"]) == ("2025-01-0001", "空的（这张凭证没有分录）")
    assert [s.tie.title for s in audit.settle() if not s.holds] == []


def test_one_fen_off_anywhere_breaks_a_tie(audit: Audit) -> None:
    one_fen_off(audit)
