"""The statements of two years, line by line: every figure by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.records.figures import Figures
from juwu_ledger.registers.funds.fund_balances import fund_table
from juwu_ledger.statements.balance_sheet import balance_sheet_table
from juwu_ledger.statements.cash_flow import cash_flow_table
from juwu_ledger.statements.income_statement import income_statement_table, part_key, parts
from juwu_ledger.statements.money_bridge import bridge_table, without_money_table
from juwu_ledger.statements.net_assets import net_assets_of, net_assets_table
from juwu_ledger.tables.paper_ties import untied
from juwu_ledger.tables.report import Table
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
    PROJECT,
    WEAR,
    WORN,
    load,
    voucher,
)

CLAIM = "Assets:1122应收款:01某户"
FUNDS = (
    '2024-01-01 custom "fund" "助老" Expenses:5301助老项目\n  grantor: "某基金会"\n'
    '2024-01-01 custom "fund" "花完" Expenses:5301助老项目\n  until: 2024-12-31\n'
    '2024-01-01 custom "fund" "有剩" Expenses:5301助老项目\n  until: 2024-12-31\n'
    '2024-01-01 custom "fund" "到期" Expenses:5301助老项目\n  until: 2025-01-01\n'
)
TEXT = (
    FUNDS
    + voucher("2024-01-0001", (BANK, "1000.00"), (OPENING, "-1000.00"), day=1)
    + voucher("2024-02-0001", (BANK, "80.00"), (GIFT, "-80.00"), fund="花完")
    + voucher("2024-03-0001", (PROJECT, "80.00"), (BANK, "-80.00"), fund="花完")
    + voucher("2024-04-0001", (BANK, "60.00"), (GIFT, "-60.00"), fund="有剩")
    + voucher("2024-05-0001", (BANK, "300.00"), (GRANT, "-300.00"))
    + voucher("2024-12-0001", (OFFICE, "50.00"), (BANK, "-50.00"))
    + voucher(*("2024-12-0002", (GRANT, "300.00"), (OFFICE, "-50.00"), (NET, "-250.00")), day=31)
    + voucher("2025-01-0001", (BANK, "400.00"), (GIFT, "-400.00"), fund="助老")
    + voucher("2025-02-0001", (PROJECT, "90.00"), (BANK, "-90.00"), fund="助老")
    + voucher("2025-02-0002", (ASSET, "150.00"), (BANK, "-150.00"), fund="助老", asset="GD-1")
    + voucher("2025-03-0001", (BANK, "200.00"), (GRANT, "-200.00"))
    + voucher("2025-03-0002", (OFFICE, "30.00"), (OWED, "-30.00"))
    + voucher("2025-04-0001", (OFFICE, "20.00"), (PETTY, "-20.00"))
    + voucher("2025-04-0002", (PETTY, "100.00"), (BANK, "-100.00"), day=4)
    + voucher("2025-05-0001", (BANK, "70.00"), (DEPOSIT, "-70.00"))
    + voucher("2025-05-0002", (BANK, "9.00"), (INTEREST, "-10.00"), (CHARGE, "1.00"))
    + voucher("2025-06-0001", (CLAIM, "25.00"), (GIFT, "-25.00"))
    + voucher("2025-06-0002", (WEAR, "15.00"), (WORN, "-15.00"), day=30)
    + voucher("2025-07-0001", (BANK, "5000.00"), (GRANT, "-5000.00"))
    + '2025-02-05 custom "asset" "GD-1" "轮椅" 150.00 CNY\n'
)
HALF, QUARTER, YEAR = (Period.parse(label) for label in ("2025H1", "2025Q2", "2025"))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return load(tmp_path_factory.mktemp("statements"), TEXT)


def lines(table: Table, *roles: str) -> list[tuple[Any, ...]]:
    """Return the lines without the code of the account; amounts as text."""
    start = 1 if table.columns[0].key == "code" else 0
    return [
        tuple(None if value is None else str(value) for value in row.values[start:])
        for row in table.rows
        if not roles or row.role in roles
    ]


# --- the statement of income and spending -------------------------------------------------------------


def test_income_and_spending_of_a_half_year_by_quarters(books: Books) -> None:
    table = income_statement_table(Figures.of(books, HALF))
    assert [column.key for column in table.columns[2:]] == ["q1", "q2", "amount", "year_amount"]
    assert [column.title for column in table.columns[2:4]] == ["一季度", "二季度"]
    assert lines(table, "item") == [
        ("财政拨款", "200.00", "0.00", "200.00", "200.00"),
        ("捐赠", "400.00", "25.00", "425.00", "425.00"),
        ("利息", "0.00", "10.00", "10.00", "10.00"),
        ("办公费", "30.00", "20.00", "50.00", "50.00"),
        ("助老项目", "90.00", "0.00", "90.00", "90.00"),
        ("折旧费", "0.00", "15.00", "15.00", "15.00"),
        ("手续费", "0.00", "1.00", "1.00", "1.00"),
    ]
    assert lines(table, "subtotal", "total") == [
        ("收入合计", "600.00", "35.00", "635.00", "635.00"),
        ("支出合计", "120.00", "36.00", "156.00", "156.00"),
        ("收支结余（收入－支出）", "480.00", "-1.00", "479.00", "479.00"),
    ]


def test_a_quarter_by_months_with_the_year_so_far(books: Books) -> None:
    table = income_statement_table(Figures.of(books, QUARTER))
    assert [column.key for column in table.columns[2:]] == [
        *("m04", "m05", "m06", "amount", "year_amount"),
    ]
    assert [c.title for c in table.columns[2:5]] == ["4月", "5月", "6月"]
    assert lines(table, "subtotal") == [
        ("收入合计", "0.00", "10.00", "25.00", "35.00", "635.00"),
        ("支出合计", "20.00", "1.00", "15.00", "36.00", "156.00"),
    ]


def test_a_year_stands_beside_the_one_before(books: Books) -> None:
    """What the year-end entry of 2024 carries forward is put back: 440 came in, 130 were spent."""
    table = income_statement_table(Figures.of(books, YEAR))
    assert [column.key for column in table.columns[2:]] == [
        *("q1", "q2", "q3", "q4", "amount", "last_year"),
    ]
    assert [c.title for c in table.columns[2:6]] == ["一季度", "二季度", "三季度", "四季度"]
    assert [line[-2:] for line in lines(table, "subtotal", "total")] == [
        *(("5635.00", "440.00"), ("156.00", "130.00"), ("5479.00", "310.00")),
    ]
    first = income_statement_table(Figures.of(books, Period.parse("2024")))
    assert [column.key for column in first.columns[2:]][-1] == "amount"  # None before it.


@pytest.mark.parametrize(
    ("label", "keys"),
    [
        ("2025-03", ["m03"]),
        ("2025Q4", ["m10", "m11", "m12"]),
        ("2025H2", ["q3", "q4"]),
        ("2025", ["q1", "q2", "q3", "q4"]),
    ],
)
def test_the_parts_of_a_period(label: str, keys: list[str]) -> None:
    assert [part_key(part) for part in parts(Period.parse(label))] == keys


def test_the_year_so_far_holds_what_was_brought_forward(tmp_path: Path) -> None:
    text = (
        voucher("2025-05-0001", (BANK, "100.00"), (OPENING, "-100.00"), day=1)
        + f'2025-05-01 custom "brought-forward" {GRANT} 700.00 CNY\n'
        + f'2025-05-01 custom "brought-forward" {OFFICE} 40.00 CNY\n'
        + voucher("2025-06-0001", (OFFICE, "20.00"), (BANK, "-20.00"))
    )
    books = load(tmp_path, text)
    table = income_statement_table(Figures.of(books, QUARTER))
    assert [line[-2:] for line in lines(table, "subtotal")] == [
        *(("0.00", "700.00"), ("20.00", "60.00")),
    ]
    assert untied(monthly(books, Period.parse("2025-06"), QUARTER.last)) == ()


# --- net assets and funds -----------------------------------------------------------------------------

_NOTHING = ("0.00",) * 6


def test_funds_and_the_free_part(books: Books) -> None:
    """Of 助老: 400 − 90 − 150 for the wheelchair, which the committee has now."""
    figures = Figures.of(books, HALF)
    net = net_assets_of(figures)
    assert lines(net_assets_table(figures, net)) == [
        ("助老", "某基金会", "0.00", "400.00", "90.00", "-150.00", "0.00", "160.00"),
        ("有剩", None, "60.00", "0.00", "0.00", "0.00", "0.00", "60.00"),
        ("到期", None, *_NOTHING),
        ("专项资金（限定）小计", None, "60.00", "400.00", "90.00", "-150.00", "0.00", "220.00"),
        ("日常经费（非限定）", None, "1250.00", "235.00", "66.00", "150.00", "0.00", "1569.00"),
        ("净资产合计", None, "1310.00", "635.00", "156.00", "0.00", "0.00", "1789.00"),
    ]
    assert (net.funds_at_new_year, net.free_at_new_year) == (60_00, 1250_00)
    later = Figures.of(books, QUARTER)
    found = net_assets_of(later)
    assert (found.funds_at_new_year, found.free_at_new_year) == (60_00, 1250_00)
    assert (found.restricted.opening, found.free.opening) == (220_00, 1570_00)


def test_of_the_funds_what_is_spent_and_over_is_left_out(books: Books) -> None:
    table = fund_table(Figures.of(books, HALF))
    assert lines(table) == [
        ("助老", "某基金会", None, "0.00", "400.00", "240.00", "160.00"),
        ("有剩", None, "2024-12-31", "60.00", "0.00", "0.00", "60.00"),
        ("到期", None, "2025-01-01", "0.00", "0.00", "0.00", "0.00"),
        ("合计", None, None, "60.00", "400.00", "240.00", "220.00"),
    ]
    then = fund_table(Figures.of(books, Period.parse("2024")))
    assert [line[0] for line in lines(then, "item")] == ["助老", "花完", "有剩", "到期"]
    assert fund_table(Figures.of(books, Period.parse("2023"))).rows == ()


def test_a_fund_that_nobody_declared(tmp_path: Path) -> None:
    text = voucher("2025-02-0001", (BANK, "10.00"), (GIFT, "-10.00"), fund="没立过")
    figures = Figures.of(load(tmp_path, text), HALF)
    assert lines(fund_table(figures), "item")[0][:3] == ("没立过", "（未立专项）", None)
    net = net_assets_table(figures, net_assets_of(figures))
    assert lines(net, "item")[0][:2] == ("没立过", "（未立专项）")


def test_what_is_posted_to_net_assets_and_what_brings_a_fund_forward(tmp_path: Path) -> None:
    """30 of the opening are the fund's; 7 are put right of an earlier year."""
    text = voucher("2025-01-0001", (BANK, "100.00"), (OPENING, "-100.00"), day=1).replace(
        f"  {OPENING}  -100.00 CNY\n",
        f'  {OPENING}  -30.00 CNY\n    fund: "助老"\n  {OPENING}  -70.00 CNY\n',
    ) + voucher("2025-02-0001", (BANK, "7.00"), (NET, "-7.00"))
    figures = Figures.of(load(tmp_path, text), HALF)
    found = lines(net_assets_table(figures, net_assets_of(figures)))
    assert found[0] == ("助老", "（未立专项）", "30.00", *("0.00",) * 4, "30.00")
    assert found[2] == ("日常经费（非限定）", None, "70.00", *("0.00",) * 3, "7.00", "77.00")


@pytest.mark.parametrize(("day", "at_new_year"), [("2025-01-01", 100_00), ("2024-12-31", 107_00)])
def test_the_year_begins_on_its_first_day(day: str, at_new_year: int, tmp_path: Path) -> None:
    text = voucher("2024-01-0001", (BANK, "100.00"), (OPENING, "-100.00"), day=1)
    text += voucher(f"{day[:7]}-0002", (BANK, "7.00"), (GRANT, "-7.00"), day=int(day[8:]))
    net = net_assets_of(Figures.of(load(tmp_path, text), QUARTER))
    assert (net.free_at_new_year, net.free.opening) == (at_new_year, 107_00)


# --- the balance sheet --------------------------------------------------------------------------------


def test_what_there_is_and_whose_it_is(books: Books) -> None:
    """Bank: 1310 + 400 − 90 − 150 + 200 − 100 + 70 + 9 = 1649; petty cash 80."""
    figures = Figures.of(books, HALF)
    table = balance_sheet_table(figures, net_assets_of(figures))
    assert lines(table) == [
        ("货币资金", None, None, "负债", None, None),
        ("库存现金", "0.00", "80.00", "应付款", "0.00", "30.00"),
        ("银行存款", "1310.00", "1649.00", "押金", "0.00", "70.00"),
        ("货币资金合计", "1310.00", "1729.00", "负债合计", "0.00", "100.00"),
        ("应收款和其他资产", None, None, None, None, None),
        ("应收款", "0.00", "25.00", None, None, None),
        ("应收和其他资产合计", "0.00", "25.00", None, None, None),
        ("固定资产", None, None, "净资产", None, None),
        ("固定资产原值", "0.00", "150.00", "专项资金（限定）", "60.00", "220.00"),
        ("减：累计折旧", "0.00", "15.00", "日常经费（非限定）", "1250.00", "1569.00"),
        ("固定资产净值", "0.00", "135.00", "净资产合计", "1310.00", "1789.00"),
        ("资产总计", "1310.00", "1889.00", "负债和净资产总计", "1310.00", "1889.00"),
    ]


# --- from accounts to money -----------------------------------------------------------------------------


def test_what_makes_accounts_and_money_differ(books: Books) -> None:
    figures = Figures.of(books, HALF)
    assert lines(bridge_table(figures)) == [
        ("收入合计（按科目）", "635.00"),
        ("加：收到了钱、不算收入（押金）", "70.00"),
        ("减：算作收入、没有收到钱（应收款·某户）", "25.00"),
        ("资金收入（实际收进的钱）", "680.00"),
        ("支出合计（按科目）", "156.00"),
        ("加：付出了钱、不算支出（固定资产）", "150.00"),
        ("减：算作支出、没有付钱（累计折旧）", "15.00"),
        ("减：算作支出、没有付钱（应付款）", "30.00"),
        ("资金支出（实际付出的钱）", "261.00"),
    ]
    table = without_money_table(figures)
    places = [
        [c.key for c in table.columns].index(k)
        for k in ("voucher", "account", "income", "spending")
    ]
    assert [tuple(str(row.values[p]) for p in places) for row in table.rows] == [
        ("2025-03-0002", "办公费", "None", "30.00"),
        ("2025-06-0001", "捐赠", "25.00", "None"),
        ("2025-06-0002", "折旧费", "None", "15.00"),
        ("None", "None", "25.00", "45.00"),
    ]
    assert without_money_table(Figures.of(books, Period.parse("2025-01"))).rows == ()


def test_what_was_given_in_kind_and_used_at_once_moved_no_money(tmp_path: Path) -> None:
    text = voucher("2025-02-0001", (GIFT, "-50.00"), (OFFICE, "50.00"))
    text += voucher("2025-03-0001", (GIFT, "20.00"), (OFFICE, "-20.00"), reverses="2025-02-0001")
    figures = Figures.of(load(tmp_path, text), HALF)
    assert lines(bridge_table(figures)) == [
        ("收入合计（按科目）", "30.00"),
        ("减：算作收入、没有收到钱（同一凭证里收支相抵）", "30.00"),
        ("资金收入（实际收进的钱）", "0.00"),
        ("支出合计（按科目）", "30.00"),
        ("减：算作支出、没有付钱（同一凭证里收支相抵）", "30.00"),
        ("资金支出（实际付出的钱）", "0.00"),
    ]


def test_a_voucher_that_earns_and_pays_at_once_differs_on_one_side_only(tmp_path: Path) -> None:
    """50 earned, 20 used, of which 4 are a deposit kept: 16 went out for it."""
    legs = ((GRANT, "-50.00"), (OFFICE, "20.00"), (DEPOSIT, "-4.00"), (BANK, "34.00"))
    figures = Figures.of(load(tmp_path, voucher("2025-02-0001", *legs)), HALF)
    assert lines(bridge_table(figures), "item") == [("减：算作支出、没有付钱（押金）", "4.00")]


# --- the cash flow statement ---------------------------------------------------------------------------


def test_a_year_has_no_year_so_far_beside_it(books: Books) -> None:
    table = cash_flow_table(Figures.of(books, YEAR))
    assert [column.key for column in table.columns] == ["item", "amount"]
    assert lines(table, "total") == [("现金净增加额", "5419.00")]
    half = cash_flow_table(Figures.of(books, HALF))
    assert [column.key for column in half.columns] == ["item", "amount", "year_amount"]
