"""What can be distributed at the year's end (DR-4): every sum by hand, from the money and from the net assets."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.annual import annual, annual_ties
from juwu_ledger.papers.sections.distribution import KEY, SOURCES_KEY, distribution_section
from juwu_ledger.records.figures import Figures
from juwu_ledger.statements.net_assets import net_assets_of
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import HEAD, Report, Row, Table
from juwu_ledger.tables.ties import failed as not_holding
from juwu_ledger.tables.ties import settle
from paper_books import (
    ASSET,
    BANK,
    CHART,
    DEPOSIT,
    GIFT,
    GRANT,
    INTEREST,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    PROJECT,
    SERVICE,
    WEAR,
    WORN,
    load,
    voucher,
)

YEAR, AS_OF = Period.parse("2025"), dt.date(2026, 1, 10)
HELD = "Liabilities:2242代管款"
CLAIM = "Assets:1122应收款:01某户"
MORE = f'2020-01-01 open {HELD}\n  role: "agency"\n'
FUND = '2025-01-01 custom "fund" "助老" Expenses:5301助老项目\n'

TEXT = (
    FUND
    + '2025-04-01 custom "asset" "GD-1" "电脑" 300.00 CNY\n'
    + voucher("2025-01-0001", (BANK, "1000.00"), (OPENING, "-1000.00"), day=1)
    + voucher("2025-01-0002", (BANK, "600.00"), (GRANT, "-600.00"))
    + voucher("2025-02-0001", (BANK, "500.00"), (GIFT, "-500.00"), fund="助老")
    + voucher("2025-02-0002", (BANK, "70.00"), (GIFT, "-70.00"))
    + voucher("2025-03-0001", (PROJECT, "120.00"), (BANK, "-120.00"), fund="助老")
    + voucher("2025-03-0002", (BANK, "40.00"), (SERVICE, "-40.00"))
    + voucher("2025-04-0001", (ASSET, "300.00"), (BANK, "-300.00"), asset="GD-1")
    + voucher("2025-05-0001", (BANK, "55.00"), (DEPOSIT, "-55.00"))
    + voucher("2025-05-0002", (BANK, "33.00"), (HELD, "-33.00"))
    + voucher("2025-06-0001", (OFFICE, "21.00"), (OWED, "-21.00"))
    + voucher("2025-07-0001", (CLAIM, "17.00"), (BANK, "-17.00"))
    + voucher("2025-08-0001", (PETTY, "90.00"), (BANK, "-90.00"))
    + voucher("2025-09-0001", (BANK, "6.40"), (INTEREST, "-6.40"))
    + voucher("2025-10-0001", (SERVICE, "15.00"), (BANK, "-15.00"), reverses="2025-03-0002")
    + voucher("2025-12-0001", (WEAR, "60.00"), (WORN, "-60.00"), day=31)
    + voucher("2026-01-0001", (BANK, "5000.00"), (SERVICE, "-5000.00"))
)
"""Money by hand: 1000 + 600 + 500 + 70 − 120 + 40 − 300 + 55 + 33 − 17 + 6.40 − 15 = 1852.40. The fund has
500 − 120 = 380. Net assets: 1852.40 + 17 + 300 − 60 − 55 − 33 − 21 = 2000.40, of which 1620.40 are free."""
PLAN = [
    ("年末货币资金", "1852.40"),
    ("减：专项资金结余（专款专用，不能分配）", "380.00"),
    ("减：押金和代管款（别人的钱）", "88.00"),
    ("减：应付款和其他负债", "21.00"),
    ("账面可供分配", "1363.40"),
    ("年末净资产中的日常经费（非限定）", "1620.40"),
    ("减：固定资产净值（已经变成东西）", "240.00"),
    ("减：应收款和其他资产（还没有收到钱）", "17.00"),
    ("账面可供分配", "1363.40"),
]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return load(tmp_path_factory.mktemp("books"), TEXT, CHART + MORE)


def tables(books: Books) -> dict[str, Table]:
    figures = Figures.of(books, YEAR)
    section = distribution_section(figures, net_assets_of(figures))
    return {table.key: table for table in section.tables}


def amounts(table: Table) -> list[tuple[str, str]]:
    return [(str(row.values[0]), f"{row.values[1]}") for row in table.rows if row.role != HEAD]


def test_what_can_be_distributed_both_ways(books: Books) -> None:
    table = tables(books)[KEY]
    assert amounts(table) == PLAN
    assert table.note == "两种算法应当相等。"
    assert not table.adds_up


def test_income_free_of_any_purpose_by_source(books: Books) -> None:
    """The gift that is the fund's is not free; a red letter is taken off; next year's is next year's."""
    assert amounts(tables(books)[SOURCES_KEY]) == [
        *(("财政拨款", "600.00"), ("捐赠", "70.00"), ("服务收入", "25.00"), ("利息", "6.40")),
        ("合计", "701.40"),
    ]


def test_where_nothing_was_earned_nothing_is_listed(tmp_path: Path) -> None:
    text = voucher("2025-01-0001", (BANK, "1000.00"), (OPENING, "-1000.00"), day=1)
    found = tables(load(tmp_path, text))
    assert (found[SOURCES_KEY].rows, found[SOURCES_KEY].empty) == ((), "本年没有日常经费收入。")
    assert amounts(found[KEY])[4] == ("账面可供分配", "1000.00")


def test_income_that_was_wholly_taken_back_is_no_source(tmp_path: Path) -> None:
    text = voucher("2025-03-0002", (BANK, "40.00"), (SERVICE, "-40.00")) + voucher(
        "2025-10-0001", (SERVICE, "40.00"), (BANK, "-40.00"), reverses="2025-03-0002"
    )
    assert tables(load(tmp_path, text))[SOURCES_KEY].rows == ()


@pytest.mark.parametrize(
    ("owed", "left", "is_short"), [("1000", "0.00", False), ("1001", "-1.00", True)]
)
def test_what_is_short_is_said_to_be(owed: str, left: str, is_short: bool, tmp_path: Path) -> None:
    text = voucher("2025-01-0001", (BANK, "1000.00"), (OPENING, "-1000.00"), day=1) + voucher(
        "2025-06-0001", (OFFICE, f"{owed}.00"), (OWED, f"-{owed}.00")
    )
    table = tables(load(tmp_path, text))[KEY]
    assert amounts(table)[4] == ("账面可供分配", left)
    assert ("负数" in table.note) is is_short


def test_the_plan_is_blank_and_all_add_up(books: Books) -> None:
    rows = tables(books)["proposal"].rows
    assert [row.role for row in rows] == ["item"] * 5 + ["subtotal", "total"]
    assert all(row.values[1:] == (None, None) for row in rows)


# --- the checks of the paper ----------------------------------------------------------------------


def failed(paper: Report, figures: Figures) -> list[str]:
    settled = settle(list(annual_ties(Printed(paper), figures)))
    return [item.tie.title for item in not_holding(settled)]


@pytest.fixture(scope="module")
def paper(books: Books) -> Report:
    return annual(books, YEAR, AS_OF)


def test_what_is_printed_ties(paper: Report, books: Books) -> None:
    assert failed(paper, Figures.of(books, YEAR)) == []


def altered(paper: Report, key: str, place: int) -> Report:
    """Return the paper with 0.01 more in one line of a table."""
    sections = []
    for section in paper.sections:
        changed = [
            table if table.key != key else replace(table, rows=_with_more(table.rows, place))
            for table in section.tables
        ]
        sections.append(replace(section, tables=tuple(changed)))
    return replace(paper, sections=tuple(sections))


def _with_more(rows: tuple[Row, ...], place: int) -> tuple[Row, ...]:
    item, amount = rows[place].values
    assert isinstance(amount, Decimal)
    line = replace(rows[place], values=(item, amount + Decimal("0.01")))
    return (*rows[:place], line, *rows[place + 1 :])


FIRST, SECOND, BOTH = (
    "可供分配（1）：各行相加减＝账面可供分配",
    "可供分配（2）：各行相加减＝账面可供分配",
    "可供分配：从资金看＝从净资产看",
)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        *((line, [FIRST]) for line in (1, 2, 3, 4)),
        (5, [FIRST, BOTH]),
        *((line, [SECOND]) for line in (7, 8, 9)),
        (10, [SECOND, BOTH]),
    ],
)
def test_a_fen_in_any_line_of_the_plan_is_noticed(
    place: int, wrong: list[str], paper: Report, books: Books
) -> None:
    assert failed(altered(paper, KEY, place), Figures.of(books, YEAR)) == wrong


def test_a_fen_in_the_free_income_is_noticed(paper: Report, books: Books) -> None:
    assert failed(altered(paper, SOURCES_KEY, 2), Figures.of(books, YEAR)) == [
        "本年日常经费的来源＝净资产变动的日常经费收入"
    ]
