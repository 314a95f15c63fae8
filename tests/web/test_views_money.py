"""What the pages say of money: petty cash, earmarked money, journals, years; figures by hand, without a browser."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.journals.money_journals import bank_lines, cash_lines
from juwu_ledger.tables.report import TOTAL, Column, Row, Table
from juwu_ledger.web.review.views.bank_row_list import (
    narrowed,
    outstanding,
    row_lines,
    sums_of,
)
from juwu_ledger.web.review.views.cash_line import CashDay, Step, cash_line, shown_until
from juwu_ledger.web.review.views.fund_story import FundStory, fund_stories
from juwu_ledger.web.review.views.money_journal import MoneyJournal, money_journal
from juwu_ledger.web.review.views.outside_papers import Compared, OutsidePaper, outside_papers
from juwu_ledger.web.review.views.screen_table import screen_table
from juwu_ledger.web.review.views.words import days_away, listed, yuan
from juwu_ledger.web.review.views.year_beside import bar, year_comparison
from paper_books import (
    BANK,
    CHART,
    GIFT,
    GRANT,
    OFFICE,
    OPENING,
    PETTY,
    PROJECT,
    TITLE,
    load,
    voucher,
)

DAY = dt.date
JANUARY = Period.parse("2026-01")
FIRST = voucher("2026-01-0001", (BANK, "5000.00"), (PETTY, "200.00"), (OPENING, "-5200.00"), day=1)


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-01-17", "还有 2 天"),
        ("2026-01-16", "还有 1 天"),
        ("2026-01-15", "今天到期"),
        ("2026-01-14", "已经过期 1 天"),
    ],
)
def test_how_far_off_a_day_is(due: str, said: str) -> None:
    assert days_away(DAY.fromisoformat(due), DAY(2026, 1, 15)) == said


def test_amounts_and_lists_in_words() -> None:
    assert [yuan(123450), yuan(-5), yuan(0)] == ["1,234.50", "−0.05", "0.00"]
    assert listed(["甲", "", "乙", "甲"]) == "甲、乙"


def test_columns_that_are_blank_in_every_line_are_left_out() -> None:
    columns = tuple(Column(key, key) for key in "abcd")
    rows = (Row(("x", None, "", 0)), Row((None, None, "", None), TOTAL))
    shown = screen_table(Table("t", "表", columns, rows))
    assert [column.key for column in shown.columns] == ["a", "d"]
    assert [(row.values, row.role) for row in shown.rows] == [
        (("x", 0), "item"),
        ((None, None), "total"),
    ]


# --- petty cash beside its limit --------------------------------------------------------------------

LIMITED = (
    '2025-01-01 custom "limit" "petty-cash" 300.00 CNY\n'
    '2026-01-01 custom "limit" "petty-cash" 250.00 CNY\n'
    '2026-01-20 custom "limit" "petty-cash" 400.00 CNY\n'
    '2026-01-31 custom "limit" "petty-cash" 420.00 CNY\n'
    '2026-02-01 custom "limit" "petty-cash" 500.00 CNY\n'
)
CASH = (
    voucher("2025-12-0001", (BANK, "5000.00"), (PETTY, "200.00"), (OPENING, "-5200.00"), day=1)
    + voucher("2026-01-0002", (PETTY, "50.00"), (BANK, "-50.00"), day=3)
    + voucher("2026-01-0003", (PETTY, "0.01"), (BANK, "-0.01"), day=4)
    + voucher("2026-01-0004", (PETTY, "149.99"), (BANK, "-149.99"), day=20)
    + voucher("2026-01-0005", (OFFICE, "100.00"), (PETTY, "-100.00"), day=31)
    + voucher("2026-02-0001", (PETTY, "900.00"), (BANK, "-900.00"), day=2)
)


def test_petty_cash_beside_the_limit_of_each_day(tmp_path: Path) -> None:
    """200; 250.00 is the limit and not over it, 250.01 is; 400 under the new limit, 300 at the end."""
    line = cash_line(load(tmp_path, LIMITED + CASH), JANUARY)
    over = CashDay(DAY(2026, 1, 4), "250.01", "250.00", "0.01", "2026-01-0003")
    highest = CashDay(DAY(2026, 1, 20), "400.00", "400.00", "", "2026-01-0004")
    assert line.days == (
        CashDay(DAY(2026, 1, 3), "250.00", "250.00", "", "2026-01-0002"),
        over,
        highest,
        CashDay(DAY(2026, 1, 31), "300.00", "420.00", "", "2026-01-0005"),
    )
    assert (line.highest, line.over) == (highest, 1)
    assert line.balances == (
        *(Step(DAY(2026, 1, 1), 20000), Step(DAY(2026, 1, 3), 25000), Step(DAY(2026, 1, 4), 25001)),
        *(Step(DAY(2026, 1, 20), 40000), Step(DAY(2026, 1, 31), 30000)),
    )
    assert line.limits == (
        Step(DAY(2026, 1, 1), 25000),
        *(Step(DAY(2026, 1, 20), 40000), Step(DAY(2026, 1, 31), 42000)),
    )


def test_without_a_limit_nothing_is_over_it_and_without_moves_nothing_is_highest(
    tmp_path: Path,
) -> None:
    line = cash_line(load(tmp_path, CASH), JANUARY)
    assert {(day.limit, day.over) for day in line.days} == {("", "")}
    assert (line.over, line.limits) == (0, (Step(DAY(2026, 1, 1), None),))
    calm = cash_line(load(tmp_path, CASH), Period.parse("2026-03"))
    assert (calm.days, calm.highest, calm.over) == ((), None, 0)
    assert calm.balances == (Step(DAY(2026, 3, 1), 120000),)


@pytest.mark.parametrize(
    ("period", "today", "until"),
    [
        ("2026-01", "2026-06-01", "2026-01-31"),
        ("2026Q1", "2026-03-15", "2026-03-15"),
        ("2026Q1", "2026-01-20", "2026-02-02"),  # The books' last voucher.
        ("2026-05", "2026-01-20", "2026-05-02"),  # A line has two ends.
        ("2026-05", "2026-05-03", "2026-05-03"),
    ],
)
def test_a_line_is_drawn_to_what_is_known(
    period: str, today: str, until: str, tmp_path: Path
) -> None:
    books = load(tmp_path, CASH)
    found = shown_until(books, Period.parse(period), DAY.fromisoformat(today))
    assert found.isoformat() == until


def test_of_books_without_vouchers_the_line_ends_today(tmp_path: Path) -> None:
    assert shown_until(load(tmp_path, ""), JANUARY, DAY(2026, 1, 9)) == DAY(2026, 1, 9)


# --- earmarked money ------------------------------------------------------------------------------

FUNDS = (
    '2025-06-01 custom "fund" "助老" Expenses:5301助老项目\n'
    '  grantor: "某基金会"\n  until: 2026-02-28\n'
    '2025-06-01 custom "fund" "旧账" Expenses:5301助老项目\n  until: 2025-12-31\n'
    '2025-06-01 custom "fund" "到期" Expenses:5301助老项目\n  until: 2026-01-01\n'
    '2025-06-01 custom "fund" "没动" Expenses:5301助老项目\n'
    + voucher("2025-06-0001", (BANK, "900.00"), (OPENING, "-900.00"), day=1).replace(
        f"  {OPENING}  -900.00 CNY\n",
        f'  {OPENING}  -100.00 CNY\n    fund: "助老"\n  {OPENING}  -800.00 CNY\n',
    )
    + voucher("2025-07-0001", (BANK, "300.00"), (GIFT, "-300.00"), fund="助老")
    + voucher("2025-08-0001", (PROJECT, "60.00"), (BANK, "-60.00"), fund="助老")
    + voucher("2025-08-0002", (BANK, "20.00"), (GIFT, "-20.00"), fund="旧账")
    + voucher("2025-09-0001", (PROJECT, "20.00"), (BANK, "-20.00"), fund="旧账")
    + voucher("2026-01-0001", (OFFICE, "80.00"), (BANK, "-80.00"), fund="助老", day=6)
    + voucher("2026-01-0002", (BANK, "10.00"), (PROJECT, "-10.00"), fund="助老", day=7)
    + voucher("2026-02-0001", (BANK, "50.00"), (GIFT, "-50.00"), fund="助老", day=7)
    + voucher("2026-02-0002", (GIFT, "30.00"), (BANK, "-30.00"), fund="助老", day=8)
    + voucher("2026-03-0001", (PROJECT, "300.00"), (BANK, "-300.00"), fund="助老")
    + voucher("2026-03-0002", (PROJECT, "7.00"), (BANK, "-7.00"), fund="没立过", day=6)
)


def story(books: Books, name: str, period: str) -> FundStory:
    (found,) = (one for one in fund_stories(books, Period.parse(period)) if one.name == name)
    return found


@pytest.fixture(scope="module")
def funds(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return load(tmp_path_factory.mktemp("funds"), FUNDS)


def test_a_fund_from_its_opening_to_what_is_left(funds: Books) -> None:
    """Before: 100 brought forward + 300 − 60 = 340. In January 80 went and 10 came back of it."""
    one = story(funds, "助老", "2026-01")
    assert (one.grantor, one.until) == ("某基金会", DAY(2026, 2, 28))
    assert (one.is_declared, one.may_pay) == (True, ("助老项目",))
    assert (one.opening, one.came, one.went, one.left) == ("340.00", "0.00", "70.00", "270.00")
    assert (one.received, one.spent, one.share_spent) == ("400.00", "130.00", 32)  # 32.5 %
    assert [tuple(purpose) for purpose in one.purposes] == [
        ("办公费", "80.00", 62),
        ("助老项目", "50.00", 38),
    ]
    assert [(m.voucher, m.account, m.came, m.went, m.left) for m in one.moves] == [
        ("2026-01-0001", "办公费", "", "80.00", "260.00"),
        ("2026-01-0002", "助老项目", "", "−10.00", "270.00"),
    ]


def test_a_gift_that_goes_back_is_no_spending(funds: Books) -> None:
    one = story(funds, "助老", "2026-02")
    assert (one.opening, one.came, one.went, one.left) == ("270.00", "20.00", "0.00", "290.00")
    assert [(m.came, m.went, m.left) for m in one.moves] == [
        ("50.00", "", "320.00"),
        ("−30.00", "", "290.00"),
    ]
    assert (one.received, one.spent) == ("420.00", "130.00")


@pytest.mark.parametrize(
    ("period", "is_over", "is_overspent"),
    [("2026-01", False, False), ("2026-02", True, False), ("2026-03", False, True)],
)
def test_a_fund_is_over_when_its_last_day_has_passed_and_something_is_left(
    period: str, is_over: bool, is_overspent: bool, funds: Books
) -> None:
    one = story(funds, "助老", period)
    assert (one.is_over, one.is_overspent) == (is_over, is_overspent)


def test_more_than_all_is_a_hundred_per_cent(funds: Books) -> None:
    """290 − 300 = −10: of 420 received, 430 are spent."""
    one = story(funds, "助老", "2026-03")
    assert (one.left, one.spent, one.share_spent) == ("−10.00", "430.00", 100)


def test_which_funds_are_told(funds: Books) -> None:
    """One that was spent and over before the days begin is not; one on its last day is."""
    assert [one.name for one in fund_stories(funds, JANUARY)] == ["助老", "到期", "没动"]
    assert "旧账" in [one.name for one in fund_stories(funds, Period.parse("2025-12"))]
    assert "旧账" in [one.name for one in fund_stories(funds, Period.parse("2025"))]
    empty = story(funds, "没动", "2026-01")
    assert (empty.received, empty.share_spent, empty.purposes, empty.is_over) == (
        *("0.00", 0, ()),
        False,
    )


def test_a_fund_that_nobody_declared_is_told_to_be_one(funds: Books) -> None:
    one = story(funds, "没立过", "2026-03")
    assert (one.is_declared, one.grantor, one.until, one.may_pay) == (False, "", None, ())
    assert (one.left, one.is_overspent, one.share_spent) == ("−7.00", True, 0)


# --- journals -------------------------------------------------------------------------------------

COUNT = '2026-01-05 custom "cash-count" "petty-cash" 130.00 CNY\n'
JOURNAL = (
    FIRST
    + voucher("2026-01-0002", (OFFICE, "40.00"), (PETTY, "-40.00"), day=3)
    + voucher("2026-01-0003", (OFFICE, "20.00"), (PETTY, "-20.00"), day=5)
    + voucher("2026-01-0004", (OFFICE, "10.00"), (PETTY, "-10.00"), day=5)
    + voucher("2026-01-0005", (BANK, "60.00"), (GIFT, "-60.00"), day=8)
)


def journal(folder: Path, text: str, number: int = 1, account: str = "") -> MoneyJournal:
    found = money_journal(load(folder, text), JANUARY, DAY(2026, 2, 9), cash_lines, account, number)
    assert found is not None
    return found


def test_a_journal_from_day_to_day(tmp_path: Path) -> None:
    """The sum of a day with one line says nothing and is left out; that of two stays."""
    found = journal(tmp_path, JOURNAL)
    assert (found.opening, found.closing) == ("200.00", "130.00")
    lines = [(line.voucher, line.came, line.went, line.left) for line in found.page.items]
    assert lines[1:-1] == [
        ("2026-01-0002", "", "40.00", "160.00"),
        ("2026-01-0003", "", "20.00", "140.00"),
        ("2026-01-0004", "", "10.00", "130.00"),
        ("", "0.00", "30.00", "130.00"),
        *[("", "0.00", "70.00", "130.00")] * 2,  # The month's sum, and the year's so far.
    ]
    assert [account.is_chosen for account in found.accounts] == [
        account.name == PETTY for account in found.accounts
    ]


def test_the_account_that_is_asked_for_and_the_first_for_any_other(tmp_path: Path) -> None:
    till = "Assets:1001库存现金:02待缴款"
    moved = JOURNAL + voucher("2026-01-0006", (till, "5.00"), (GIFT, "-5.00"), day=9)
    other = journal(tmp_path, moved, account=till)
    assert (other.opening, other.closing) == ("0.00", "5.00")
    assert [a.is_chosen for a in other.accounts] == [False, True]
    assert journal(tmp_path, moved, account="没有这户").closing == "130.00"


def test_long_journals_have_sixty_lines_a_page(tmp_path: Path) -> None:
    many = "".join(
        voucher(f"2026-01-{n:04d}", (OFFICE, "0.01"), (PETTY, "-0.01"), day=2) for n in range(2, 82)
    )
    pages = [journal(tmp_path, FIRST + many, number).page for number in (0, 1, 2, 3)]
    # Brought forward, 80 lines, the sums of the day, of the month and of the year, carried forward.
    assert [len(page.items) for page in pages] == [60, 60, 25, 25]
    assert [(page.number, page.first, page.pages, page.total) for page in pages] == [
        *[(1, 1, 2, 85)] * 2,
        *[(2, 61, 2, 85)] * 2,
    ]


def test_without_accounts_there_is_no_journal(tmp_path: Path) -> None:
    books = load(tmp_path, "", CHART.replace('  role: "bank"', '  role: "receivable"'))
    assert money_journal(books, JANUARY, DAY(2026, 2, 9), bank_lines, "", 1) is None


# --- years beside each other ----------------------------------------------------------------------

YEARS = (
    voucher("2024-03-0001", (BANK, "1000.00"), (OPENING, "-1000.00"), day=1)
    + voucher("2024-04-0001", (BANK, "200.00"), (GIFT, "-200.00"))
    + voucher("2024-05-0001", (OFFICE, "80.00"), (BANK, "-80.00"))
    + voucher("2025-04-0001", (BANK, "150.00"), (GRANT, "-150.00"))
    + voucher("2025-05-0001", (OFFICE, "90.00"), (BANK, "-90.00"))
)


@pytest.mark.parametrize(
    ("period", "before", "is_cut"),
    [
        ("2025", "2024", True),
        ("2025Q1", "2024Q1", True),
        ("2025-03", "2024-03", False),
        ("2025-04", "2024-04", False),
        ("2025-02", None, False),
        ("2024", None, False),
    ],
)
def test_what_a_period_is_held_against(
    period: str, before: str | None, is_cut: bool, tmp_path: Path
) -> None:
    found = year_comparison(load(tmp_path, YEARS), Period.parse(period))
    assert (found.before.label if found.before else None) == before
    if before:
        assert found.is_cut is is_cut


def test_classes_and_years_with_their_bars(tmp_path: Path) -> None:
    found = year_comparison(load(tmp_path, YEARS), Period.parse("2025"))
    income, spending = found.sides
    assert [tuple(line) for line in income.lines] == [
        ("财政拨款", "150.00", "0.00", "+150.00", 75, 0, False),
        ("捐赠", "0.00", "200.00", "−200.00", 0, 100, False),
        ("合计", "150.00", "200.00", "−50.00", 75, 100, True),
    ]
    assert [tuple(line)[1:5] for line in spending.lines] == [("90.00", "80.00", "+10.00", 100)] * 2
    assert [tuple(year) for year in found.years] == [
        ("2024年", "200.00", "80.00", "1,120.00", 100, 40),
        ("2025年", "150.00", "90.00", "1,180.00", 75, 45),
    ]


def test_bars_are_held_against_the_largest_class_and_the_sum_has_none_that_is_longer(
    tmp_path: Path,
) -> None:
    text = voucher("2025-04-0001", (BANK, "60.00"), (GRANT, "-60.00")) + voucher(
        "2025-04-0002", (BANK, "40.00"), (GIFT, "-40.00")
    )
    income, _ = year_comparison(load(tmp_path, text), Period.parse("2025")).sides
    assert [(line.now, line.now_bar) for line in income.lines] == [
        *(("60.00", 100), ("40.00", 67), ("100.00", 0)),
    ]


def test_without_a_year_before_nothing_is_compared(tmp_path: Path) -> None:
    income, _ = year_comparison(load(tmp_path, YEARS), Period.parse("2024")).sides
    assert {(line.then, line.change) for line in income.lines} == {("", "")}


def test_at_most_eight_years_stand_below_each_other(tmp_path: Path) -> None:
    chart = CHART.replace("2020-01-01 open", "2010-01-01 open")
    text = "".join(
        voucher(f"{year}-04-0001", (BANK, "1.00"), (GIFT, "-1.00")) for year in range(2016, 2026)
    )
    years = year_comparison(load(tmp_path, text, chart), Period.parse("2025")).years
    assert [year.title for year in years] == [f"{year}年" for year in range(2018, 2026)]


def test_books_without_vouchers_have_no_years(tmp_path: Path) -> None:
    assert year_comparison(load(tmp_path, ""), Period.parse("2025")).years == ()


@pytest.mark.parametrize(
    ("fen", "highest", "length"),
    [
        *((0, 1000, 0), (1, 1000, 1), (14, 1000, 1), (15, 1000, 2), (1000, 1000, 100)),
        *((1001, 1000, 0), (-5, 1000, 0), (0, 0, 0), (500, 1000, 50)),
    ],
)
def test_the_length_of_a_bar(fen: int, highest: int, length: int) -> None:
    assert bar(fen, highest) == length


# --- rows of the bank beside vouchers ---------------------------------------------------------------

HEADINGS = (
    "key,date,time,in,out,balance,serial,receipt,party,party_account,summary,purpose,statement"
)
MARK = "ab12cd34ef56ab78"


def rows_beside(folder: Path, *rows: str) -> None:
    """Keep rows of a statement: ``key,date,in,out,party,summary,purpose``."""
    kept = folder / "statements" / BANK.replace(":", ".") / "2026-01.csv"
    kept.parent.mkdir(parents=True)
    lines = []
    for row in rows:
        key, day, into, out, party, summary, purpose = row.split(",")
        lines.append(f"{key},{day},,{into},{out},,,,{party},,{summary},{purpose},{MARK}")
    kept.write_text("\n".join([HEADINGS, *lines, ""]), encoding="utf-8")


def ticked(number: str, day: int, keys: str, tier: str = "") -> str:
    text = f'2026-01-{day:02d} custom "cleared" "{number}" {BANK}\n  bank-line: "{keys}"\n'
    return text + (f'  tier: "{tier}"\n' if tier else "")


STATEMENT = f'2026-01-31 custom "statement" {BANK} 1.00 CNY\n  from: 2026-01-01\n  digest: "{MARK}{"0" * 48}"\n'
BANKED = (
    FIRST
    + voucher("2026-01-0002", (OFFICE, "30.00"), (BANK, "-30.00"), payee="文具店", day=3)
    + voucher("2026-01-0003", (OFFICE, "20.00"), (BANK, "-20.00"), payee="五金店", day=4)
    + voucher("2026-01-0004", (BANK, "9.00"), (GIFT, "-9.00"), payee="张三", day=5)
    + voucher("2026-01-0005", (OFFICE, "7.00"), (BANK, "-7.00"), payee="茶叶店", day=10)
    + voucher("2026-01-0006", (OFFICE, "6.00"), (PETTY, "-6.00"), payee="现金付", day=10)
    + voucher("2026-01-0007", (OFFICE, "5.00"), (BANK, "-5.00"), payee="付错", day=11)
    + voucher(
        *("2026-01-0008", (BANK, "5.00"), (OFFICE, "-5.00")),
        day=11,
        payee="付错",
        reverses="2026-01-0007",
    )
    + voucher("2026-01-0009", (OFFICE, "4.00"), (BANK, "-4.00"), payee="后来的", day=20)
    + STATEMENT
    + ticked("2026-01-0002", 4, "aa01", "B")
    + ticked("2026-01-0003", 5, "aa02 aa03", "P")
    + ticked("2026-01-0004", 19, "aa04")
)


@pytest.fixture(scope="module")
def banked(tmp_path_factory: pytest.TempPathFactory) -> Books:
    folder = tmp_path_factory.mktemp("banked")
    rows_beside(
        folder,
        "aa01,2026-01-04,,30.00,文具店,转账,打印纸",
        "aa02,2026-01-05,,12.00,批发部,转账,",
        "aa03,2026-01-05,,8.00,批发部,转账,",
        "aa04,2026-01-19,9.00,,,现存,",
        "aa05,2026-01-07,,1.50,银行,扣费,账户管理费",
        "aa06,2026-01-12,2.50,,李四,转账,",
    )
    return load(folder, BANKED)


AS_OF = DAY(2026, 1, 15)


def test_rows_of_the_bank_beside_their_vouchers(banked: Books) -> None:
    lines = row_lines(banked, JANUARY, AS_OF)
    assert [
        (line.is_in, line.amount, [v.id for v in line.vouchers], line.days, line.is_other_party)
        for line in lines
    ] == [
        (False, "30.00", ["2026-01-0002"], 11, False),
        (False, "12.00", ["2026-01-0003"], 10, True),
        (False, "8.00", ["2026-01-0003"], 10, True),
        (False, "1.50", [], 8, False),
        (True, "2.50", [], 3, False),
        (True, "9.00", ["2026-01-0004"], -4, False),  # The bank names nobody.
    ]
    assert [line.said for line in lines][0] == "唯一一对，户名相同"
    assert [line.said for line in lines][-1] == ""
    assert lines[0].purpose == "转账、打印纸"
    assert row_lines(banked, Period.parse("2026-02"), AS_OF) == []


def test_what_the_rows_add_up_to(banked: Books) -> None:
    lines = row_lines(banked, JANUARY, AS_OF)
    assert sums_of(banked, JANUARY, lines) == (6, "11.50", "51.50", 2, 8)
    matched = narrowed(lines, "matched")
    assert sums_of(banked, JANUARY, matched)[3:] == (0, 0)


@pytest.mark.parametrize(
    ("shown", "amounts"),
    [
        ("all", ["30.00", "12.00", "8.00", "1.50", "2.50", "9.00"]),
        ("nonsense", ["30.00", "12.00", "8.00", "1.50", "2.50", "9.00"]),
        ("open", ["1.50", "2.50"]),
        ("matched", ["30.00", "12.00", "8.00", "9.00"]),
        ("other", ["12.00", "8.00"]),
    ],
)
def test_rows_are_narrowed(shown: str, amounts: list[str], banked: Books) -> None:
    lines = row_lines(banked, JANUARY, AS_OF)
    assert [line.amount for line in narrowed(lines, shown)] == amounts


@pytest.mark.parametrize(
    ("as_of", "shown"),
    [
        # The bank shows 0004 on the 19th; 0007 was taken back whole; 0006 is cash; 0009 is of the 20th.
        (15, [("2026-01-0004", True, "9.00", 10), ("2026-01-0005", False, "7.00", 5)]),
        (18, [("2026-01-0004", True, "9.00", 13), ("2026-01-0005", False, "7.00", 8)]),
        (19, [("2026-01-0005", False, "7.00", 9)]),
        (20, [("2026-01-0005", False, "7.00", 10), ("2026-01-0009", False, "4.00", 0)]),
    ],
)
def test_what_the_bank_does_not_show_yet(
    as_of: int, shown: list[tuple[str, bool, str, int]], banked: Books
) -> None:
    found = outstanding(banked, JANUARY, DAY(2026, 1, as_of))
    assert [(one.voucher.id, one.is_in, one.amount, one.days) for one in found] == shown


def test_without_a_statement_nothing_is_missing_in_it(tmp_path: Path) -> None:
    assert outstanding(load(tmp_path, BANKED.replace(STATEMENT, "")), JANUARY, AS_OF) == []


# --- papers of others beside a voucher --------------------------------------------------------------


def papers(books: Books, number: str) -> dict[str, dict[str, Compared]]:
    return {p.title: {line.label: line for line in p.lines} for p in outside_papers(books, number)}


def test_two_rows_of_the_bank_for_one_voucher(banked: Books) -> None:
    (paper,) = outside_papers(banked, "2026-01-0003")
    lines = {line.label: line for line in paper.lines}
    assert lines["金额"] == ("金额", "付 20.00（2 笔合计）", "付 20.00", False)
    assert lines["日期"].theirs == "2026-01-05"
    assert lines["对方"] == ("对方", "批发部", "五金店", True)
    assert (paper.differs, paper.note) == (True, "勾对依据：人工认定。")


def test_a_row_of_the_bank_that_is_as_it_was_booked(banked: Books) -> None:
    (paper,) = outside_papers(banked, "2026-01-0002")
    assert not paper.differs
    (nameless,) = outside_papers(banked, "2026-01-0004")
    lines = {line.label: line for line in nameless.lines}
    assert (lines["对方"].theirs, lines["对方"].differs) == ("", False)
    assert lines["金额"].theirs == "收 9.00"
    assert nameless.note == ""


def test_a_row_for_two_vouchers_and_one_of_another_amount(tmp_path: Path) -> None:
    text = (
        FIRST
        + voucher("2026-01-0002", (OFFICE, "30.00"), (BANK, "-30.00"), day=3)
        + voucher("2026-01-0003", (OFFICE, "20.00"), (BANK, "-20.00"), day=3)
        + voucher("2026-01-0004", (OFFICE, "5.00"), (BANK, "-5.00"), day=3)
        + STATEMENT
        + "".join(ticked(f"2026-01-000{n}", 4, "bb01") for n in (2, 3))
        + ticked("2026-01-0004", 4, "bb02 bb99")
    )
    rows_beside(tmp_path, "bb01,2026-01-04,,50.00,,,", "bb02,2026-01-04,,5.01,,,")
    books = load(tmp_path, text)
    for number in ("2026-01-0002", "2026-01-0003"):
        (lines,) = papers(books, number).values()
        assert lines["金额"] == ("金额", "付 50.00", "付 50.00（2 张合计）", False)
    (lines,) = papers(books, "2026-01-0004").values()
    assert lines["金额"] == ("金额", "付 5.01", "付 5.00", True)
    assert outside_papers(books, "2026-01-0099") == ()
    assert outside_papers(books, "2026-01-0001") == ()


NUMBER = "26372000000011111111"


def invoiced(day: int = 5, payee: str = "文具店", amount: str = "30.00", **more: str) -> str:
    legs = ((OFFICE, amount), (BANK, f"-{amount}"))
    return voucher("2026-01-0002", *legs, day=day, payee=payee, invoice=NUMBER, **more)


def told(**facts: str) -> str:
    lines = [f'2026-01-20 custom "invoice" "{NUMBER}"']
    lines += [f"  invoice-{key}: {value}" for key, value in facts.items()]
    return "\n".join(lines) + "\n"


SELLER, TOTALS = {"seller": '"文具店"'}, {"total": "30.00 CNY"}


def invoice_paper(folder: Path, booked: str, known: str) -> OutsidePaper:
    (paper,) = outside_papers(load(folder, FIRST + booked + known), "2026-01-0002")
    return paper


@pytest.mark.parametrize(
    ("booked", "known", "differing"),
    [
        (invoiced(), told(date="2026-01-05", **SELLER, **TOTALS), []),
        (invoiced(), told(date="2026-01-06", **SELLER, **TOTALS), ["日期"]),
        (invoiced(), told(**SELLER, **TOTALS), []),
        (invoiced(payee="五金店"), told(**SELLER, **TOTALS), ["开票的、收款的"]),
        (invoiced(payee="五金店"), told(**TOTALS), []),
        (invoiced(payee="周五", advanced_by="周五"), told(**SELLER, **TOTALS), []),
        (invoiced(), told(buyer=f'"{TITLE}"', **SELLER, **TOTALS), []),
        (invoiced(), told(buyer='"别家"', **SELLER, **TOTALS), ["买方"]),
        (invoiced(amount="30.01"), told(**SELLER, **TOTALS), ["价税合计"]),
        (invoiced(), told(net="29.00 CNY", **SELLER), []),
    ],
)
def test_what_an_invoice_says_otherwise(
    booked: str, known: str, differing: list[str], tmp_path: Path
) -> None:
    paper = invoice_paper(tmp_path, booked, known)
    assert [line.label for line in paper.lines if line.differs] == differing
    assert paper.differs is bool(differing)


def test_what_stands_on_the_invoice_and_what_was_booked(tmp_path: Path) -> None:
    known = told(net="29.00 CNY", source='"XML"', checked='"2026-01-20 李四"')
    paper = invoice_paper(tmp_path, invoiced(payee="周五", advanced_by="周五"), known)
    assert [tuple(line) for line in paper.lines] == [
        ("号码", NUMBER, NUMBER, False),
        ("日期", "", "2026-01-05", False),
        ("开票的、收款的", "", "周五（周五 垫付）", False),
        ("金额", "不含税 29.00", "30.00", False),
    ]
    assert paper.note == "从XML读出。税务局网页查过：2026-01-20 李四。"
    bare = invoice_paper(tmp_path, invoiced(), told())
    assert bare.note == "从原件读出。没有人登记查过税务局网页。"
    assert bare.lines[-1] == ("金额", "", "30.00", False)


def test_an_invoice_of_several_vouchers(tmp_path: Path) -> None:
    also = voucher("2026-01-0003", (OFFICE, "12.00"), (BANK, "-12.00"), day=6, invoice=NUMBER)
    paper = invoice_paper(tmp_path, invoiced() + also, told(total="42.00 CNY"))
    assert paper.lines[-1] == ("价税合计", "42.00", "30.00，几张凭证一共 42.00", False)
