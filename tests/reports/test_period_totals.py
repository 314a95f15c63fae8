"""What counts as income and as spending, voucher by voucher, and what does not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.tables.report import Report
from paper_books import (
    ASSET,
    BANK,
    CHARGE,
    DEPOSIT,
    GIFT,
    GRANT,
    INTEREST,
    NET,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    RELIEF,
    SERVICE,
    TILL,
    WEAR,
    WORN,
    as_json,
    figures_of,
    last_row,
    load,
    rows,
    voucher,
)

FEBRUARY = Period.parse("2026-02")
RECEIVABLE = "Assets:1122应收款:01某户"
BEFORE = voucher(
    "2026-01-0001", (PETTY, "500.00"), (BANK, "9500.00"), (OPENING, "-10000.00"), day=1
)


def paper(folder: Path, text: str, period: Period = FEBRUARY) -> Report:
    return monthly(load(folder, BEFORE + text), period, dt.date(2026, 3, 5))


def one(*legs: tuple[str, str], **meta: str) -> str:
    return voucher("2026-02-0001", *legs, **meta)


PAID = one((OFFICE, "386.00"), (PETTY, "-386.00"))
HELD = one((BANK, "1000.00"), (DEPOSIT, "-1000.00"))
CASES = {
    "income": (one((BANK, "6000.00"), (GRANT, "-6000.00")), "6000.00", "0.00"),
    "spending": (PAID, "0.00", "386.00"),
    "transfer": (one((PETTY, "300.00"), (BANK, "-300.00")), "0.00", "0.00"),
    "deposit received": (HELD, "1000.00", "0.00"),
    "deposit given back": (one((DEPOSIT, "1000.00"), (BANK, "-1000.00")), "0.00", "1000.00"),
    "deposit received and taken back in red letters": (
        HELD
        + voucher(
            "2026-02-0002", (DEPOSIT, "1000.00"), (BANK, "-1000.00"), reverses="2026-02-0001"
        ),
        "0.00",
        "0.00",
    ),
    "deposit received and given back in cash": (
        HELD
        + voucher(
            "2026-02-0002", (DEPOSIT, "1000.00"), (PETTY, "-1000.00"), reverses="2026-02-0001"
        ),
        "1000.00",
        "1000.00",
    ),
    "asset bought": (one((ASSET, "2500.00"), (BANK, "-2500.00")), "0.00", "2500.00"),
    "debt paid": (one((OWED, "80.00"), (BANK, "-80.00")), "0.00", "80.00"),
    "old rent collected": (one((BANK, "70.00"), (RECEIVABLE, "-70.00")), "70.00", "0.00"),
    "bought on account": (one((OFFICE, "80.00"), (OWED, "-80.00")), "0.00", "0.00"),
    "depreciation": (one((WEAR, "40.00"), (WORN, "-40.00")), "0.00", "0.00"),
    "gift in kind": (one((RELIEF, "200.00"), (GIFT, "-200.00")), "0.00", "0.00"),
    "interest with charge on one receipt": (
        one((BANK, "7.34"), (CHARGE, "5.00"), (INTEREST, "-12.34")),
        "12.34",
        "5.00",
    ),
    "charge above interest": (
        one((BANK, "-4.00"), (CHARGE, "5.00"), (INTEREST, "-1.00")),
        "1.00",
        "5.00",
    ),
    "income offset by spending": (
        one((TILL, "80.00"), (OFFICE, "20.00"), (SERVICE, "-100.00")),
        "100.00",
        "20.00",
    ),
    "deposit returned less the bank's fee": (
        one((BANK, "970.00"), (CHARGE, "30.00"), (RECEIVABLE, "-1000.00")),
        "1000.00",
        "30.00",
    ),
    "asset sold at a loss": (
        one((BANK, "900.00"), (WEAR, "100.00"), (ASSET, "-1000.00")),
        "900.00",
        "0.00",
    ),
    "red letter": (
        PAID
        + voucher("2026-02-0002", (PETTY, "386.00"), (OFFICE, "-386.00"), reverses="2026-02-0001"),
        "0.00",
        "0.00",
    ),
    "red letter of a part": (
        PAID
        + voucher("2026-02-0002", (PETTY, "86.00"), (OFFICE, "-86.00"), reverses="2026-02-0001"),
        "0.00",
        "300.00",
    ),
    "refund by bank of what was paid in cash": (
        PAID
        + voucher("2026-02-0002", (BANK, "86.00"), (OFFICE, "-86.00"), reverses="2026-02-0001"),
        "0.00",
        "300.00",
    ),
    "refund that names no voucher": (
        PAID + voucher("2026-02-0002", (BANK, "86.00"), (OFFICE, "-86.00")),
        "86.00",
        "386.00",
    ),
    "red letter taken back again": (
        PAID
        + voucher("2026-02-0002", (PETTY, "386.00"), (OFFICE, "-386.00"), reverses="2026-02-0001")
        + voucher("2026-02-0003", (OFFICE, "386.00"), (PETTY, "-386.00"), reverses="2026-02-0002"),
        "0.00",
        "386.00",
    ),
    "income taken back": (
        one((BANK, "600.00"), (GIFT, "-600.00"))
        + voucher("2026-02-0002", (GIFT, "600.00"), (BANK, "-600.00"), reverses="2026-02-0001"),
        "0.00",
        "0.00",
    ),
    "income given back in cash": (
        one((BANK, "600.00"), (GIFT, "-600.00"))
        + voucher("2026-02-0002", (GIFT, "100.00"), (PETTY, "-100.00"), reverses="2026-02-0001"),
        "500.00",
        "0.00",
    ),
    "transfer taken back": (
        one((PETTY, "300.00"), (BANK, "-300.00"))
        + voucher("2026-02-0002", (BANK, "300.00"), (PETTY, "-300.00"), reverses="2026-02-0001"),
        "0.00",
        "0.00",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_income_and_spending(case: str, tmp_path: Path) -> None:
    text, income, spending = CASES[case]
    report = paper(tmp_path, text)
    opening, got_income, got_spending, closing = figures_of(report)
    assert (got_income, got_spending) == (income, spending)
    assert opening == "10000.00"
    assert f"{report.totals.opening + report.totals.income - report.totals.spending}" == closing
    assert as_json(report)["alarms"] == []
    # Whatever the voucher, the bridge ends in the money figures and the accounts tie.
    totals = [
        row["values"]
        for t in as_json(report)["tables"]
        if t["key"] == "accounts_and_money"
        for row in t["rows"]
        if row["role"] == "total"
    ]
    assert [row["amount"] for row in totals] == [income, spending]
    net = last_row(report, "money_accounts")
    assert (net["income"], net["spending"]) == (income, spending)


def test_red_letter_of_last_month_is_taken_off_this_months_spending(tmp_path: Path) -> None:
    paid = voucher("2026-01-0002", (OFFICE, "100.00"), (PETTY, "-100.00"))
    back = one((PETTY, "100.00"), (OFFICE, "-100.00"), reverses="2026-01-0002")
    report = paper(tmp_path, paid + back)
    assert figures_of(report) == ("9900.00", "0.00", "-100.00", "10000.00")
    assert as_json(report)["totals"]["by_account"] == {OFFICE: "-100.00"}


def test_opening_voucher_of_the_period_counts_in_the_opening(tmp_path: Path) -> None:
    report = paper(tmp_path, "", Period.parse("2026-01"))
    assert figures_of(report) == ("10000.00", "0.00", "0.00", "10000.00")
    assert rows(report, "money_accounts")[0]["opening"] == "500.00"


def test_year_end_carry_forward_is_no_income_and_no_spending(tmp_path: Path) -> None:
    carried = voucher("2026-02-0002", (GRANT, "6000.00"), (OFFICE, "-386.00"), (NET, "-5614.00"))
    text = one((BANK, "6000.00"), (GRANT, "-6000.00"))
    assert as_json(paper(tmp_path, text + carried))["totals"]["by_account"] == {GRANT: "6000.00"}


def test_by_account_names_in_full_and_both_sides_positive(tmp_path: Path) -> None:
    text = one((BANK, "7.34"), (CHARGE, "5.00"), (INTEREST, "-12.34"))
    by_account = as_json(paper(tmp_path, text))["totals"]["by_account"]
    assert by_account == {CHARGE: "5.00", INTEREST: "12.34"}


def test_bridge_says_what_is_money_and_no_income(tmp_path: Path) -> None:
    report = paper(tmp_path, HELD + voucher("2026-02-0002", (WEAR, "40.00"), (WORN, "-40.00")))
    said = {row["item"]: row["amount"] for row in rows(report, "accounts_and_money")}
    assert said == {
        "加：收到了钱、不算收入（押金）": "1000.00",
        "减：算作支出、没有付钱（累计折旧）": "40.00",
    }


def test_a_period_without_vouchers_is_told(tmp_path: Path) -> None:
    report = paper(tmp_path, "", Period.parse("2027-05"))
    assert figures_of(report) == ("10000.00", "0.00", "0.00", "10000.00")
    assert "账本里没有这一期的凭证。" in report.sections[0].paragraphs
