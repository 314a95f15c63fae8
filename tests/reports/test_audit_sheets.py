"""Sheets of the audit workbook over small books of two years: every cell that counts, by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import TIERS
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.registers.bank.statement_rows import has_statements, statement_sheet
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import ERROR, WARNING, Finding
from juwu_ledger.tables.report import ALARM
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import Tie, settle
from juwu_ledger.workbook.account_book import account_book_sheet, code_lengths
from juwu_ledger.workbook.account_list import account_sheet, account_table
from juwu_ledger.workbook.audit_year import AuditYear, audit_years
from juwu_ledger.workbook.balance_list import balance_list_sheet
from juwu_ledger.workbook.comparison import comparison_sheet
from juwu_ledger.workbook.cover import cover_facts, cover_sheet
from juwu_ledger.workbook.trial_balance import trial_balance_sheet
from juwu_ledger.workbook.workbook import audit_of, periods_title
from paper_books import (
    BANK,
    GIFT,
    GRANT,
    NET,
    OFFICE,
    OPENING,
    OWED,
    PROJECT,
    WEAR,
    WORN,
    load,
    voucher,
)

AS_OF = dt.date(2026, 3, 31)
Y2025, Y2026 = Period.parse("2025"), Period.parse("2026")
TEXT = (
    '2025-01-01 custom "fund" "助老" Expenses:5301助老项目\n'
    + voucher("2025-01-0001", (BANK, "100.00"), (OPENING, "-100.00"), day=1)
    + voucher("2025-02-0001", (BANK, "50.00"), (GIFT, "-50.00"), fund="助老")
    + voucher("2025-02-0002", (PROJECT, "20.00"), (BANK, "-20.00"), fund="助老", day=6)
    + voucher("2025-03-0001", (OFFICE, "8.00"), (BANK, "-8.00"))
    + voucher(
        *("2025-12-0001", (GIFT, "50.00"), (PROJECT, "-20.00"), (OFFICE, "-8.00"), (NET, "-22.00")),
        day=31,
    )
    + voucher("2026-01-0001", (BANK, "40.00"), (GRANT, "-40.00"))
    + voucher("2026-02-0001", (OFFICE, "10.00"), (BANK, "-10.00"))
    + voucher("2026-02-0002", (PROJECT, "5.00"), (OWED, "-5.00"), fund="助老", day=6)
    + voucher("2026-03-0001", (WEAR, "3.00"), (WORN, "-3.00"))
    + '2026-04-01 open Expenses:5109以后的科目\n  nature: "other"\n'
)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return load(tmp_path_factory.mktemp("audit"), TEXT)


@pytest.fixture(scope="module")
def year(books: Books) -> AuditYear:
    return audit_years(books, [Y2025, Y2026], AS_OF)[1]


def cells(sheet: Sheet, *keys: str, **where: object) -> list[tuple[Any, ...]]:
    """Return some columns of the lines that have these values; amounts and days as text."""
    at = {column.key: place for place, column in enumerate(sheet.columns)}
    return [
        tuple(None if row.values[at[key]] is None else str(row.values[at[key]]) for key in keys)
        for row in sheet.rows()
        if all(row.values[at[key]] == value for key, value in where.items())
    ]


# --- years beside each other ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "known"), [("2025-12-31", True), ("2025-01-01", True), ("2026-01-01", False)]
)
def test_the_year_before_is_looked_at_where_the_books_reach_it(
    day: str, known: bool, tmp_path: Path
) -> None:
    text = voucher(f"{day[:7]}-0001", (BANK, "1.00"), (GIFT, "-1.00"), day=int(day[8:]))
    (one,) = audit_years(load(tmp_path, text), [Y2026], AS_OF)
    assert (one.before is not None) is known
    if one.before is not None:
        assert one.before.period == Y2025
    assert one.year == 2026


def test_a_quarter_is_held_against_the_same_quarter(books: Books) -> None:
    (one,) = audit_years(books, [Period.parse("2026Q1")], AS_OF)
    assert one.before is not None
    assert one.before.period == Period.parse("2025Q1")
    first, second = audit_years(books, [Y2025, Y2026], AS_OF)
    assert (first.before, second.before) == (None, first.ledger)
    assert (first.split_before.opening, dict(second.fund_numbers)) == ({}, {"助老": 1})


@pytest.mark.parametrize(
    ("labels", "title"),
    [
        (["2025"], "2025年度"),
        (["2024", "2025", "2026"], "2024年度至2026年度"),
        (["2023", "2025"], "2023年度、2025年度"),
        (["2025Q1"], "2025年第一季度"),
    ],
)
def test_what_the_years_are_called(labels: list[str], title: str) -> None:
    assert periods_title(list(map(Period.parse, labels))) == title


def test_accounts_this_year_beside_the_year_before(year: AuditYear) -> None:
    """Bank: 122 and 152. Office: 8 spent and carried forward before, 10 now: a quarter more."""
    sheet = comparison_sheet(year.ledger, year.before)
    keys = ("closing", "prior_closing", "closing_change", "moved", "prior_moved", "moved_change")
    assert cells(sheet, *keys, "rate", account=BANK) == [
        ("152.00", "122.00", "30.00", "40.00", "50.00", "-10.00", "-20.00"),
    ]
    assert cells(sheet, "side", *keys, "rate", account=OFFICE) == [
        ("借", "10.00", "0.00", "10.00", "10.00", "8.00", "2.00", "25.00"),
    ]
    assert cells(sheet, "side", "closing", "moved", "prior_moved", "rate", account=GRANT) == [
        ("贷", "40.00", "40.00", "0.00", None),
    ]
    assert cells(sheet, "side", "closing", "closing_change", account=WORN) == [
        ("贷", "3.00", "3.00"),
    ]
    alone = comparison_sheet(year.ledger, None)
    assert cells(alone, "prior_closing", "prior_moved", "rate", account=BANK) == [
        ("0.00", "0.00", None),
    ]


# --- balances ---------------------------------------------------------------------------------------


def test_the_trial_balance_month_by_month(year: AuditYear) -> None:
    sheet = trial_balance_sheet(year.ledger, year.before)
    keys = ("opening_debit", "debit", "credit", "closing_debit", "year_debit", "year_credit")
    assert [cells(sheet, *keys, month=month, account=BANK) for month in (1, 2, 3, "全期")] == [
        [("122.00", "40.00", None, "162.00", "40.00", None)],
        [("162.00", None, "10.00", "152.00", "40.00", "10.00")],
        [("152.00", None, None, "152.00", "40.00", "10.00")],
        [("122.00", "40.00", "10.00", "152.00", "40.00", "10.00")],
    ]
    before = ("prior_debit", "prior_credit")
    assert [cells(sheet, *before, month=month, account=BANK) for month in (1, 2, 3, "全期")] == [
        *([(None, None)], [("50.00", "20.00")], [(None, "8.00")], [("50.00", "28.00")]),
    ]
    assert cells(sheet, "opening_credit", "closing_credit", "side", month="全期", account=NET) == [
        ("22.00", "22.00", "贷"),
    ]
    sums = ("opening_debit", "opening_credit", "debit", "credit", "closing_debit")
    assert cells(sheet, "month", *sums, code="合计") == [
        ("1", "122.00", "122.00", "40.00", "40.00", "162.00"),
        ("2", "162.00", "162.00", "15.00", "15.00", "167.00"),
        ("3", "167.00", "167.00", "3.00", "3.00", "170.00"),
        ("全期", "122.00", "122.00", "58.00", "58.00", "170.00"),
    ]
    # What holds and moved nothing so far, this year or in that month of the last, is left out.
    assert cells(sheet, "month", account=OWED) == [("2",), ("3",), ("全期",)]
    assert cells(sheet, "month", account=GIFT) == [("2",), ("全期",)]
    assert cells(sheet, "month", account=OFFICE) == [("2",), ("3",), ("全期",)]


def test_what_an_account_is_for_stands_behind_it(year: AuditYear) -> None:
    sheet = trial_balance_sheet(year.ledger)
    assert cells(sheet, "class", "money", "use", month="全期", account=BANK) == [
        ("资产", "银行", "银行存款"),
    ]
    assert cells(sheet, "class", "money", month="全期", account=OFFICE) == [("费用", None)]
    assert cells(sheet, "prior_debit", month="全期", account=BANK) == [(None,)]


def test_balances_by_fund_and_month(year: AuditYear) -> None:
    """Of the project's 5 all is the fund's; of the net assets 22, 30 are the fund's and −8 are free."""
    sheet = balance_list_sheet(year)
    keys = ("month", "fund", "fund_number", "opening", "debit", "credit", "closing")
    assert cells(sheet, *keys, account=PROJECT) == [
        ("2", "助老", "1", "0.00", "5.00", "0.00", "5.00"),
        ("3", "助老", "1", "5.00", "0.00", "0.00", "5.00"),
    ]
    assert cells(sheet, "month", "prior_debit", account=PROJECT)[0] == ("2", "20.00")
    assert cells(sheet, *keys, account=NET, month=1) == [
        ("1", None, None, "-8.00", "0.00", "0.00", "-8.00"),
        ("1", "助老", "1", "30.00", "0.00", "0.00", "30.00"),
    ]
    assert cells(sheet, *keys, account=OFFICE) == [
        ("2", None, None, "0.00", "10.00", "0.00", "10.00"),
        ("3", None, None, "10.00", "0.00", "0.00", "10.00"),
    ]


def test_the_chart_with_what_each_began_and_ended_with(books: Books, year: AuditYear) -> None:
    sheet = account_sheet(year.ledger, {PROJECT})
    keys = ("level", "side", "opening", "closing", "aux")
    assert cells(sheet, *keys, account=BANK) == [("2", "借", "122.00", "152.00", None)]
    assert cells(sheet, *keys, account=NET) == [("1", "贷", "22.00", "22.00", None)]
    assert cells(sheet, *keys, account=PROJECT) == [("1", "借", "0.00", "5.00", "专项资金")]
    assert cells(sheet, "account", account="Expenses:5109以后的科目") == [
        ("Expenses:5109以后的科目",)
    ]
    first = open_ledger(books, Period.parse("2026Q1"), AS_OF)
    assert cells(account_sheet(first), "account", account="Expenses:5109以后的科目") == []
    table = account_table(year.ledger, {BANK, OFFICE})
    assert [row.values[0] for row in table.rows] == ["100201", "5101"]
    assert not table.adds_up


def test_what_the_books_are_in_one_line(year: AuditYear) -> None:
    sheet = account_book_sheet(year.ledger)
    assert cells(sheet, "number", "vouchers", "lines", "debit", "credit", "first", "last") == [
        ("2026", "4", "8", "58.00", "58.00", "2026-01-01", "2026-12-31"),
    ]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Assets:1002银行:01基本户", "Income:4001拨款"], "4-2"),
        (["Assets:1002银行:01基本户", "Assets:1001现金:001零钱"], "不等长"),
        (["Income:4001拨款", "Income:400拨款"], "不等长"),
        ([], ""),
    ],
)
def test_how_long_codes_are(names: list[str], said: str) -> None:
    assert code_lengths(names) == said


# --- the cover --------------------------------------------------------------------------------------


def found(severity: str, explanation: str | None = None) -> Finding:
    return Finding("SPD001", severity, (), Place("x", 1), "m", "r", explanation=explanation)


def test_what_the_cover_says_of_findings_and_vouchers(books: Books, year: AuditYear) -> None:
    findings = [found(ERROR), found(ERROR), found(WARNING), found(WARNING, "说过了")]
    facts = cover_facts([year.ledger], "2026年度", "ab" * 32, findings, CATALOGUE)
    said = {str(row.values[0]): row.values[1:] for row in facts}
    assert said["运行的规则"][1] == len(CATALOGUE)
    text, number = said["未说明的问题"]
    assert (text, number) == ("严重 2 处、提醒 1 处", 3)
    assert said["已说明的问题"][1] == 1
    assert said["凭证张数"] == ("2026-01-05 2026-01-0001 至 2026-03-05 2026-03-0001", 4)
    assert said["分录行数"] == (None, 8)
    assert "金额过大" not in said


@pytest.mark.parametrize(
    ("amount", "large"), [("9999999999999.99", False), ("10000000000000.00", True)]
)
def test_amounts_that_a_spreadsheet_cannot_hold_are_told(
    amount: str, large: bool, tmp_path: Path
) -> None:
    text = voucher("2026-01-0001", (BANK, amount), (GIFT, f"-{amount}"))
    ledger = open_ledger(load(tmp_path, text), Y2026, AS_OF)
    facts = cover_facts([ledger], "2026年度", "ab" * 32, [], CATALOGUE)
    assert ("金额过大" in [row.values[0] for row in facts]) is large


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("2025-12-31", None),
        ("2026-01-01", "赵一（2026-01-01 至 2026-01-01）"),
        ("2026-02-03", "赵一（2026-01-01 至 2026-02-03）"),
        ("2027-01-01", "赵一（2026-01-01 至 2026-12-31）"),
    ],
)
def test_who_held_an_office_in_the_year(term: str, said: str | None, tmp_path: Path) -> None:
    text = f'2025-06-01 custom "officer" "director" "赵一"\n  until: {term}\n'
    text += voucher("2026-01-0001", (BANK, "1.00"), (GIFT, "-1.00"))
    ledger = open_ledger(load(tmp_path, text), Y2026, AS_OF)
    facts = {r.values[0]: r.values[1] for r in cover_facts([ledger], "x", "ab" * 32, [], CATALOGUE)}
    assert facts.get("主任") == said


def test_the_cover_counts_what_ties_and_names_what_was_changed() -> None:
    sheet = Sheet("s", "表", "关于", (), lambda: ())
    good, bad = settle([Tie("甲", 1, 1), Tie("乙", 1, 2)])

    def lines(*settled: Any, notes: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        return [
            (row.values[0], row.values[2], row.role)
            for row in cover_sheet([], [sheet], {"s": 7}, settled, notes).rows()
        ]

    assert ("勾稽", 1, "item") in lines(good)
    assert ("勾稽", 2, ALARM) in lines(good, bad)
    assert ("表", 7, "item") in lines()
    assert "文字清理" not in [line[0] for line in lines()]
    assert "文字清理" in [line[0] for line in lines(notes=("A1",))]


# --- rows of the bank -------------------------------------------------------------------------------

HEADINGS = (
    "key,date,time,in,out,balance,serial,receipt,party,party_account,summary,purpose,statement"
)
MARK = "ab12cd34ef56ab78"
ROWS = (
    "aa01,2026-01-06,09:30,40.00,,162.00,S1,,财政所,6222,拨款,办公,",
    "aa02,2026-02-05,,,10.00,152.00,,,文具店,,,,",
    "aa03,2026-02-20,,,1.50,150.50,,,,,,,",
    "aa04,2025-12-31,,7.00,,129.00,,,,,,,",
)


def banked(folder: Path) -> Books:
    kept = folder / "statements" / BANK.replace(":", ".") / "2026.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text("\n".join([HEADINGS, *(f"{row}{MARK}" for row in ROWS), ""]), encoding="utf-8")
    text = (
        f'2026-03-31 custom "statement" {BANK} 1.00 CNY\n  from: 2025-12-01\n'
        f'  digest: "{MARK}{"0" * 48}"\n'
        f'2026-01-06 custom "cleared" "2026-01-0001" {BANK}\n  bank-line: "aa01"\n  tier: "A"\n'
        f'2027-01-06 custom "cleared" "2026-02-0001" {BANK}\n  bank-line: "aa02"\n'
    )
    return load(folder, TEXT + text)


@pytest.mark.parametrize(
    ("as_of", "days"), [("2026-03-31", "39"), ("2026-02-21", "1"), ("2027-05-05", "314")]
)
def test_rows_of_the_bank_and_how_old_the_open_ones_are(
    as_of: str, days: str, tmp_path: Path
) -> None:
    ledger = open_ledger(banked(tmp_path), Y2026, dt.date.fromisoformat(as_of))
    sheet = statement_sheet(ledger)
    keys = ("date", "time", "received", "paid", "balance", "party", "serial", "days", "vouchers")
    assert cells(sheet, *keys, key="aa01") == [
        ("2026-01-06", "09:30", "40.00", None, "162.00", "财政所", "S1", None, "2026-01-0001"),
    ]
    assert cells(sheet, *keys, key="aa03") == [
        ("2026-02-20", None, None, "1.50", "150.50", None, None, days, None),
    ]
    words = ("party_account", "summary", "purpose", "tier")
    assert cells(sheet, *words, key="aa01") == [("6222", "拨款", "办公", TIERS["A"])]
    assert cells(sheet, *words, key="aa02") == [(None,) * 4]
    assert cells(sheet, "received", "paid", "vouchers", key="aa02") == [
        (None, "10.00", "2026-02-0001"),
    ]
    assert cells(sheet, "key", key="aa04") == []
    assert cells(sheet, "state") == [("已勾对",), ("已勾对",), ("未勾对",)]


def test_the_sheet_of_rows_is_there_where_any_were_taken_in(books: Books, tmp_path: Path) -> None:
    with_rows = banked(tmp_path)
    for one, there in ((books, False), (with_rows, True)):
        assert has_statements(open_ledger(one, Y2026, AS_OF)) is there
        sheets = [s.key for s in audit_of(one, [Y2026], AS_OF, [], []).sheets]
        assert ("statement" in sheets) is there
