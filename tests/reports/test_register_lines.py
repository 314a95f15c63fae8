"""Lines of registers at their edges, over small books: what is listed, what it is called, what it comes to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.registers.approvals.approval_register import approval_sheet
from juwu_ledger.registers.budget.printed_budget import budget_register
from juwu_ledger.registers.funds.fund_register import fund_register
from juwu_ledger.registers.vouchers.voucher_journal import journal_sheet
from juwu_ledger.tables.paper_ties import untied
from juwu_ledger.tables.report import Report
from juwu_ledger.tables.sheet import Sheet
from paper_books import (
    BANK,
    CHARGE,
    DINNER,
    GIFT,
    INTEREST,
    OFFICE,
    OPENING,
    PETTY,
    PROJECT,
    load,
    voucher,
)

YEAR, AS_OF = Period.parse("2026"), dt.date(2027, 1, 10)
FIRST = voucher("2025-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1)


def ledger(folder: Path, text: str) -> PeriodLedger:
    return open_ledger(load(folder, FIRST + text), YEAR, AS_OF)


def cells(sheet: Sheet, *keys: str) -> list[tuple[Any, ...]]:
    """Return some columns of all lines; amounts and days as text, blanks as nothing."""
    at = [[column.key for column in sheet.columns].index(key) for key in keys]
    return [
        tuple("" if row.values[p] is None else str(row.values[p]) for p in at)
        for row in sheet.rows()
    ]


# --- approvals ------------------------------------------------------------------------------------


def approval(name: str, day: str, amount: str, **more: str) -> str:
    lines = [f'{day} custom "approval" "{name}" {amount} CNY "买东西"', '  director: "赵一"']
    lines += [f"  {key.replace('_', '-')}: {value}" for key, value in more.items()]
    return "\n".join(lines) + "\n"


def spent(number: str, amount: str, day: int = 5, **more: str) -> str:
    return voucher(number, (OFFICE, amount), (BANK, f"-{amount}"), day=day, **more)


def test_which_approvals_are_listed(tmp_path: Path) -> None:
    """Those of the year, earlier ones with something left when it began, and whatever was used in it."""
    text = (
        approval("SP-1", "2025-02-01", "100.00")
        + approval("SP-2", "2025-02-01", "100.00")
        + approval("SP-3", "2025-02-01", "100.00")
        + approval("SP-4", "2026-01-01", "50.00")
        + approval("SP-5", "2026-12-31", "60.00")
        + approval("SP-6", "2027-01-01", "70.00")
        + spent("2025-03-0001", "100.00", approval="SP-1")
        + spent("2025-03-0002", "99.99", approval="SP-2")
        + spent("2025-03-0003", "100.00", approval="SP-3")
        + spent("2026-01-0001", "10.00", 1, approval="SP-3")
        + spent("2026-12-0001", "20.00", 31, approval="SP-4")
        + spent("2027-01-0001", "30.00", 1, approval="SP-4")
    )
    sheet = approval_sheet(ledger(tmp_path, text))
    assert cells(sheet, "line", "id", "amount", "earlier", "used", "left", "vouchers") == [
        ("签批", "SP-2", "100.00", "99.99", "0.00", "0.01", ""),
        ("签批", "SP-3", "100.00", "100.00", "10.00", "-10.00", "2026-01-0001"),
        ("签批", "SP-4", "50.00", "0.00", "20.00", "30.00", "2026-12-0001"),
        ("签批", "SP-5", "60.00", "0.00", "0.00", "60.00", ""),
        ("合计", "", "310.00", "199.99", "30.00", "80.01", ""),
    ]


def test_spending_outside_of_approvals(tmp_path: Path) -> None:
    text = (
        spent("2026-01-0001", "10.00")
        + spent("2026-01-0002", "20.00", approval="SP-9")
        + voucher("2026-01-0003", (CHARGE, "3.00"), (BANK, "-3.00"))
    )
    sheet = approval_sheet(ledger(tmp_path, text))
    assert cells(sheet, "line", "id", "purpose", "used", "vouchers") == [
        ("没有签批", "", "支出没有签批", "10.00", "2026-01-0001"),
        ("没有签批", "SP-9", "凭证写的这个签批号没有登记", "20.00", "2026-01-0002"),
        ("签批以外", "", "银行手续费、利息和同一凭证里相抵的收支", "3.00", "2026-01-0003"),
        ("合计", "", "", "33.00", ""),
    ]


def test_without_approvals_and_spending_there_is_no_sum(tmp_path: Path) -> None:
    assert cells(approval_sheet(ledger(tmp_path, "")), "line") == []


@pytest.mark.parametrize(("uses", "more"), [(1, ""), (40, ""), (41, "等 41 张")])
def test_forty_vouchers_are_named(uses: int, more: str, tmp_path: Path) -> None:
    text = approval("SP-1", "2026-01-01", "900.00") + "".join(
        spent(f"2026-01-{n:04d}", "1.00", approval="SP-1") for n in range(1, uses + 1)
    )
    (found,) = cells(approval_sheet(ledger(tmp_path, text)), "vouchers")[0]
    named = [f"2026-01-{n:04d}" for n in range(1, min(uses, 40) + 1)]
    assert found == "、".join(named) + more


@pytest.mark.parametrize(
    ("day", "ended"),
    [("2026-12-31", "2026-12-31"), ("2027-01-01", ""), ("2026-02-01", "2026-02-01")],
)
def test_an_end_counts_from_its_day(day: str, ended: str, tmp_path: Path) -> None:
    text = approval("SP-1", "2026-01-01", "9.00", resolution='"JY-1"')
    text += approval("SP-2", "2026-01-02", "8.00", resolution='"JY-2"')
    text += approval("SP-3", "2026-01-03", "7.00")
    text += f'{day} custom "approval-end" "SP-1" "不买了"\n'
    text += '2026-01-01 custom "resolution" "JY-1" "修路"\n'
    found = cells(approval_sheet(ledger(tmp_path, text)), "id", "ended", "resolution")[:3]
    assert found == [
        ("SP-1", ended, "JY-1 修路"),
        ("SP-2", "", "JY-2（没有登记）"),
        ("SP-3", "", ""),
    ]


def test_of_an_id_that_is_repeated_the_first_was_spent_under(tmp_path: Path) -> None:
    text = approval("SP-1", "2026-01-01", "9.00") + approval("SP-1", "2026-01-02", "8.00")
    text += spent("2026-01-0001", "1.00", approval="SP-1")
    assert cells(approval_sheet(ledger(tmp_path, text)), "amount", "used", "left")[:2] == [
        *(("9.00", "1.00", "8.00"), ("8.00", "0.00", "8.00")),
    ]


# --- the journal ----------------------------------------------------------------------------------


def test_the_journal_says_what_each_line_is(tmp_path: Path) -> None:
    text = (
        voucher("2026-01-0001", (BANK, "9.00"), (INTEREST, "-10.00"), (CHARGE, "1.00"))
        + voucher("2026-02-0001", (PETTY, "5.00"), (BANK, "-5.00"))
        + voucher("2026-02-0002", (OFFICE, "2.00"), (PETTY, "-2.00"), day=6, handler="李萍")
        + voucher("2026-03-0001", (OFFICE, "-2.00"), (PETTY, "2.00"), reverses="2026-02-0002")
        + voucher("2026-04-0001", (BANK, "7.00"), (GIFT, "-7.00"), receipt="A1")
    )
    sheet = journal_sheet(ledger(tmp_path, text))
    keys = ("voucher", "line", "debit", "credit", "flow", "income", "spending", "interest")
    assert cells(sheet, *keys) == [
        ("2026-01-0001", "1", "9.00", "", "收入", "10.00", "1.00", "10.00"),
        ("2026-01-0001", "2", "", "10.00", "收入", "", "", ""),
        ("2026-01-0001", "3", "1.00", "", "收入", "", "", ""),
        ("2026-02-0001", "1", "5.00", "", "转账", "", "", ""),
        ("2026-02-0001", "2", "", "5.00", "转账", "", "", ""),
        ("2026-02-0002", "1", "2.00", "", "支出", "", "2.00", ""),
        ("2026-02-0002", "2", "", "2.00", "支出", "", "", ""),
        ("2026-03-0001", "1", "-2.00", "", "支出", "", "-2.00", ""),
        ("2026-03-0001", "2", "", "-2.00", "支出", "", "", ""),
        ("2026-04-0001", "1", "7.00", "", "收入", "7.00", "", ""),
        ("2026-04-0001", "2", "", "7.00", "收入", "", "", ""),
    ]
    words = {line[0]: line[1:] for line in cells(sheet, "account", "class", "use", "money")}
    assert words == {
        BANK: ("资产", "银行存款", "银行"),
        INTEREST: ("收入", "利息", ""),
        CHARGE: ("费用", "银行手续费", ""),
        PETTY: ("资产", "备用金", "现金"),
        OFFICE: ("费用", "公务", ""),
        GIFT: ("收入", "捐赠", ""),
    }
    assert set(cells(sheet, "handler", "receipt", "reverses", "month")) == {
        *(("", "", "", "1"), ("", "", "", "2"), ("李萍", "", "", "2")),
        *(("", "", "2026-02-0002", "3"), ("", "A1", "", "4")),
    }


# --- budget and actual ------------------------------------------------------------------------------


def printed(report: Report, key: str, *keys: str) -> list[tuple[Any, ...]]:
    (table,) = (table for table in report.tables if table.key == key)
    at = [[column.key for column in table.columns].index(name) for name in keys]
    return [
        tuple("" if row.values[p] is None else str(row.values[p]) for p in at) for row in table.rows
    ]


BUDGET = (
    FIRST
    + '2025-01-01 custom "fund" "助老" Expenses:5301助老项目\n'
    + f'2026-01-01 custom "budget-limit" {OFFICE} 100.00 CNY\n'
    + approval("SP-1", "2026-01-02", "50.00")
    + approval("SP-2", "2026-01-03", "40.00")
    + approval("SP-3", "2026-01-04", "25.00", fund='"助老"')
    + approval("SP-4", "2026-01-05", "9.00")
    + approval("SP-5", "2026-01-06", "60.00")
    + approval("SP-6", "2026-04-01", "70.00")
    + '2026-02-01 custom "approval-end" "SP-5" "不买了"\n'
    + spent("2026-01-0001", "20.00", approval="SP-1")
    + spent("2026-02-0001", "9.00", approval="SP-4")
    + voucher("2026-01-0002", (DINNER, "7.00"), (BANK, "-7.00"), day=6)
    + voucher("2026-03-0001", (DINNER, "3.00"), (BANK, "-3.00"), day=6)
    + spent("2026-04-0001", "5.00", approval="SP-1")
)


def test_caps_expenses_without_one_and_what_is_signed_off(tmp_path: Path) -> None:
    """To the end of March: of SP-1 30 are left, for the office; nobody knows yet what SP-2 is for."""
    paper = budget_register(load(tmp_path, BUDGET), Period.parse("2026-03"), AS_OF)
    assert untied(paper) == ()
    caps = ("account", "limit", "used", "left", "signed", "free")
    assert printed(paper, "capped_expenses", *caps) == [
        ("办公费", "100.00", "29.00", "71.00", "30.00", "41.00"),
    ]
    assert printed(paper, "uncapped_expenses", "account", "spent", "year", "signed") == [
        ("招待费", "3.00", "10.00", "0.00"),
        ("助老项目", "0.00", "0.00", "25.00"),
        ("（科目未定）", "", "", "40.00"),
        ("合计", "3.00", "10.00", "65.00"),
    ]
    keys = ("approval", "account", "amount", "used", "left")
    assert printed(paper, "open_sign_offs", *keys) == [
        ("SP-1", "办公费", "50.00", "20.00", "30.00"),
        ("SP-2", "（科目未定）", "40.00", "0.00", "40.00"),
        ("SP-3", "助老项目", "25.00", "0.00", "25.00"),
        ("合计", "", "115.00", "20.00", "95.00"),
    ]


# --- earmarked funds --------------------------------------------------------------------------------

FUNDED = (
    FIRST
    + f'2025-01-01 custom "fund" "助老" {PROJECT}\n  grantor: "某基金会"\n  until: 2026-12-31\n'
    + f'2025-01-01 custom "fund" "花完" {PROJECT}\n  until: 2025-12-31\n'
    + f'2025-01-01 custom "fund" "没动" {PROJECT}\n'
    + voucher("2025-02-0001", (BANK, "60.00"), (GIFT, "-60.00"), fund="助老")
    + voucher("2026-02-0001", (BANK, "40.00"), (GIFT, "-40.00"), fund="助老")
    + voucher("2026-03-0001", (PROJECT, "30.00"), (BANK, "-30.00"), fund="助老")
    + voucher("2026-04-0001", (BANK, "8.00"), (GIFT, "-8.00"), fund="没立过")
)


def test_a_fund_line_by_line(tmp_path: Path) -> None:
    paper = fund_register(load(tmp_path, FUNDED), YEAR, AS_OF)
    assert untied(paper) == ()
    keys = ("voucher", "summary", "income", "spending", "balance")
    assert printed(paper, "fund_1", *keys) == [
        ("", "上年结转", "", "", "60.00"),
        ("2026-02-0001", "事由", "40.00", "", "100.00"),
        ("2026-03-0001", "事由", "", "30.00", "70.00"),
        ("", "本期合计和余额", "40.00", "30.00", "70.00"),
    ]
    tables = {table.title: table.note for table in paper.tables if table.key.startswith("fund_")}
    assert tables == {
        "助老": "来源：某基金会；用到 2026-12-31；用于：助老项目。",
        "没立过": "来源：（没有登记这项专项资金）。",
    }
