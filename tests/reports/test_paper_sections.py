"""Parts of papers at their edges: what is listed and what is not, one day, one fen and one line off."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.annual import annual
from juwu_ledger.papers.board import board
from juwu_ledger.papers.donor import donor_report
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.papers.review_record import review_record
from juwu_ledger.papers.sections.corrections_table import correction_table, correction_words
from juwu_ledger.papers.sections.donations import donation_tables
from juwu_ledger.papers.sections.large_payments import large_payments_table, resolutions_table
from juwu_ledger.papers.sections.month_table import month_table
from juwu_ledger.papers.sections.official_expenses import cap_table, official_tables
from juwu_ledger.papers.sections.paper_head import head_facts
from juwu_ledger.papers.sections.posted_papers import posted_table
from juwu_ledger.records.figures import Figures
from juwu_ledger.tables.paper_ties import untied
from juwu_ledger.tables.report import Report, Table
from paper_books import (
    BANK,
    CHART,
    DINNER,
    GIFT,
    OFFICE,
    OPENING,
    PROJECT,
    SERVICE,
    last_row,
    load,
    rows,
    voucher,
)

QUARTER = Period.parse("2026Q2")
AS_OF = dt.date(2026, 7, 20)
START = voucher("2026-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1)


def figures(folder: Path, text: str, period: Period = QUARTER, chart: str = CHART) -> Figures:
    return Figures.of(load(folder, text, chart), period)


def cells(table: Table, *keys: str, role: str = "item") -> list[tuple[Any, ...]]:
    """Return some columns of the lines of a table; amounts as text."""
    places = [[column.key for column in table.columns].index(key) for key in keys]
    return [
        tuple(
            str(value) if value is not None else None for value in (row.values[p] for p in places)
        )
        for row in table.rows
        if row.role == role
    ]


# --- what was put right of earlier quarters ---------------------------------------------------------


def spent(number: str, amount: str, day: int = 5, **more: str) -> str:
    return voucher(number, (OFFICE, amount), (BANK, f"-{amount}"), day=day, **more)


@pytest.mark.parametrize(
    ("text", "as_of", "listed"),
    [
        # A red letter in the quarter of a voucher before it.
        (spent("2026-03-0001", "9.00") + spent("2026-04-0001", "-9.00", reverses="2026-03-0001"), 20, 1),
        # On the first and last days of the quarter.
        (spent("2026-03-0001", "9.00") + spent("2026-04-0001", "-9.00", 1, reverses="2026-03-0001"), 20, 1),
        (spent("2026-03-0001", "9.00") + spent("2026-06-0001", "-9.00", 30, reverses="2026-03-0001"), 20, 1),
        # Of this quarter, put right later: by the paper's day, and after it.
        (spent("2026-06-0001", "9.00") + spent("2026-07-0001", "-9.00", 20, reverses="2026-06-0001"), 20, 1),
        (spent("2026-06-0001", "9.00") + spent("2026-07-0001", "-9.00", 21, reverses="2026-06-0001"), 20, 0),
        # Within the quarter; between two others; a number that there is not; its own.
        (spent("2026-04-0001", "9.00") + spent("2026-05-0001", "-9.00", reverses="2026-04-0001"), 20, 0),
        (spent("2026-03-0001", "9.00") + spent("2026-07-0001", "-9.00", reverses="2026-03-0001"), 20, 0),
        (spent("2026-04-0001", "-9.00", reverses="2026-03-0099"), 20, 0),
        (spent("2026-04-0001", "9.00", corrects="2026-04-0001"), 20, 0),
    ],
)  # fmt: skip
def test_which_corrections_are_listed(text: str, as_of: int, listed: int, tmp_path: Path) -> None:
    table = correction_table(figures(tmp_path, START + text), dt.date(2026, 7, as_of))
    assert len(cells(table, "voucher")) == listed


def posted(day: str, period: str, digest: str = "", **more: str) -> str:
    lines = [f'{day} custom "disclosure" "{period}"']
    lines += [f'  digest: "{digest}"'] * bool(digest)
    return "\n".join([*lines, *(f'  {key}: "{value}"' for key, value in more.items())]) + "\n"


def test_when_a_corrected_quarter_was_posted(tmp_path: Path) -> None:
    text = (
        START
        + spent("2026-03-0001", "9.00")
        + spent("2026-04-0001", "-9.00", reverses="2026-03-0001")
        + posted("2026-04-03", "2026Q1")
        + posted("2026-04-20", "2026Q1")
        + posted("2026-07-21", "2026Q1")
    )
    found = figures(tmp_path, text)
    for day, said in (
        (dt.date(2026, 4, 2), "没有登记公开"),
        (dt.date(2026, 4, 3), "2026-04-03"),
        (dt.date(2026, 4, 20), "2026-04-20"),
        (dt.date(2026, 7, 20), "2026-04-20"),
    ):
        table = correction_table(found, max(day, QUARTER.first))
        assert cells(table, "posted") == [(said,)]


@pytest.mark.parametrize(
    ("day", "period", "digest", "told"),
    [
        ("2026-07-20", "2026Q1", "other", True),
        ("2026-07-20", "2026Q2", "other", True),  # The paper's own quarter, posted before.
        ("2026-07-20", "2026Q3", "other", False),
        ("2026-07-21", "2026Q1", "other", False),
        ("2026-07-20", "2026Q1", "same", False),
        ("2026-07-20", "2026Q1", "SAME", False),
        ("2026-07-20", "2026Q1", "", False),
    ],
)
def test_which_postings_are_said_to_be_of_other_books(
    day: str, period: str, digest: str, told: bool, tmp_path: Path
) -> None:
    same = load(tmp_path, START).digest(Period.parse(period).last)
    given = {"other": "0" * 64, "same": same, "SAME": same.upper()}.get(digest, "")
    words = correction_words(figures(tmp_path, START + posted(day, period, given)), AS_OF)
    assert bool(words) is told


def test_of_each_quarter_its_last_posting_counts(tmp_path: Path) -> None:
    digest = load(tmp_path, START).digest(Period.parse("2026Q1").last)
    text = posted("2026-04-03", "2026Q1", "0" * 64) + posted("2026-04-20", "2026Q1", digest)
    assert correction_words(figures(tmp_path, START + text), AS_OF) == ()


# --- what was handed in and posted ------------------------------------------------------------------


def test_papers_about_the_period_known_on_the_day(tmp_path: Path) -> None:
    text = (
        START
        + '2026-07-05 custom "filing" "2026Q2"\n  received-by: "吕"\n'
        + "".join(
            f'2026-{month + 1:02d}-05 custom "filing" "2026-{month:02d}"\n'
            for month in (3, 4, 5, 6)
        )
        + '2026-07-20 custom "filing" "2026-06"\n'
        + '2026-07-21 custom "filing" "2026-05"\n'
        + '2026-04-05 custom "filing" "2026Q1"\n'
        + posted("2026-07-06", "2026Q2", officer="孙")
        + posted("2026-07-21", "2026Q2", officer="孙")
        + '2026-07-20 custom "conference-report" "2026H1"\n'
        + '2026-07-20 custom "donor-report" "甲" "2026Q2"\n'
    )
    table = posted_table(figures(tmp_path, text), AS_OF)
    assert cells(table, "kind", "date", "who") == [
        ("财务报表报街道办事处", "2026-07-05", "吕"),
        ("公开栏公开", "2026-07-06", "孙"),
        *[line for line in cells(table, "kind", "date", "who") if line[1] == "2026-07-20"],
    ]
    assert table.note == "另有月报 4 份按月报街道办事处。"  # Of April, of May, twice of June.


def test_papers_stand_in_order_of_day_and_kind(tmp_path: Path) -> None:
    text = START + posted("2026-07-09", "2026Q2") + posted("2026-07-06", "2026-04")
    assert cells(posted_table(figures(tmp_path, text), AS_OF), "date") == [
        ("2026-07-06",),
        ("2026-07-09",),
    ]


# --- heads and months -----------------------------------------------------------------------------


def test_receipts_are_the_numbers_that_vouchers_say(tmp_path: Path) -> None:
    text = START + "".join(
        spent(f"2026-04-{n:04d}", "1.00").replace("  Exp", f"  attachments: {said}\n  Exp", 1)
        for n, said in enumerate(("2", "1", "0", "-3", '"四"'), 1)
    )
    facts = head_facts(figures(tmp_path, text), AS_OF)
    assert facts["凭证"] == "5 张，附原始单据 3 张"
    assert facts["会计期间"] == "2026年第二季度（2026-04-01 至 2026-06-30）"


def test_books_without_a_name_say_so(tmp_path: Path) -> None:
    chart = CHART.replace(CHART.splitlines()[0], 'option "title" ""', 1)
    facts = head_facts(figures(tmp_path, START, chart=chart), AS_OF)
    assert facts["单位"] == "（账本没有写单位名称）"
    assert head_facts(figures(tmp_path, START), AS_OF)["单位"] == "示例市桂花里社区居民委员会"


def months(table: Table, role: str = "item") -> list[tuple[Any, ...]]:
    return cells(table, "month", "opening", "income", "spending", "closing", role=role)


def test_months_begin_where_the_books_do(tmp_path: Path) -> None:
    text = voucher("2026-05-0001", (BANK, "100.00"), (OPENING, "-100.00"), day=10) + voucher(
        "2026-06-0001", (BANK, "7.00"), (GIFT, "-7.00")
    )
    table = month_table(figures(tmp_path, text))
    assert months(table) == [
        ("5月", "100.00", "0.00", "0.00", "100.00"),
        ("6月", "100.00", "7.00", "0.00", "107.00"),
    ]
    assert months(table, "head") == []
    assert table.note.endswith("账本从2026年5月开始记。")
    assert not table.adds_up
    whole = month_table(figures(tmp_path, START))
    assert [line[0] for line in months(whole)] == ["4月", "5月", "6月"]
    assert whole.note == "每月的数就是当月月报的数；上月末余额就是下月初余额。"


def test_what_a_later_month_brings_forward_is_a_line_of_its_own(tmp_path: Path) -> None:
    """The first voucher of the books, written anew in June after it was taken back."""
    text = voucher("2026-04-0001", (BANK, "50.00"), (GIFT, "-50.00")) + voucher(
        "2026-06-0001", (BANK, "100.00"), (OPENING, "-100.00"), day=10
    )
    assert months(month_table(figures(tmp_path, text)), "head") == []  # A stray one brings nothing.
    anew = (
        voucher("2026-04-0001", (BANK, "100.00"), (OPENING, "-100.00"))
        + voucher("2026-06-0001", (BANK, "-100.00"), (OPENING, "100.00"), reverses="2026-04-0001")
        + voucher("2026-06-0002", (BANK, "130.00"), (OPENING, "-130.00"), corrects="2026-04-0001")
    )
    table = month_table(figures(tmp_path, anew))
    assert months(table, "head") == [("6月登记期初余额", "30.00", None, None, None)]


# --- large payments and resolutions -----------------------------------------------------------------

LIMIT = '2026-01-01 custom "limit" "street-sign-off" 500.00 CNY\n'


@pytest.mark.parametrize(
    ("amount", "limit", "listed"),
    [
        ("500.00", LIMIT, True),
        ("499.99", LIMIT, False),
        ("900.00", "", False),
        ("900.00", LIMIT.replace("500.00", "0.00"), False),
        ("900.00", LIMIT.replace("2026-01-01", "2026-05-06"), False),  # Not yet in force.
    ],
)
def test_which_payments_are_large(amount: str, limit: str, listed: bool, tmp_path: Path) -> None:
    text = START + limit + spent("2026-05-0001", amount)
    table = large_payments_table(figures(tmp_path, text))
    assert cells(table, "amount") == ([(amount,)] if listed else [])
    assert ("分不出大额" in table.note) is (not limit)


def test_a_large_payment_that_came_back_is_large_too(tmp_path: Path) -> None:
    text = START + LIMIT + spent("2026-03-0001", "500.00")
    text += spent("2026-05-0001", "-500.00", reverses="2026-03-0001")
    assert cells(large_payments_table(figures(tmp_path, text)), "amount") == [("-500.00",)]


DECIDED = (
    START
    + '2026-01-05 custom "resolution" "JY-1" "修路"\n'
    + '2026-05-05 custom "resolution" "JY-2" "买灯"\n'
    + '2026-01-05 custom "resolution" "JY-3" "没动"\n'
    + '2026-07-05 custom "resolution" "JY-4" "以后"\n'
    + "".join(
        f'2026-01-06 custom "approval" "SP-{n}" 900.00 CNY "用"\n  director: "赵一"\n'
        f'  resolution: "JY-{n}"\n'
        for n in (1, 3)
    )
    + '2026-01-06 custom "approval" "SP-9" 900.00 CNY "没有决议"\n  director: "赵一"\n'
    + spent("2026-03-0001", "10.00", approval="SP-1")
    + spent("2026-03-0002", "4.00", approval="SP-3")
    + spent("2026-04-0001", "20.00", 1, approval="SP-1")
    + spent("2026-06-0001", "30.00", 30, approval="SP-1")
    + spent("2026-07-0001", "40.00", 1, approval="SP-1")
    + spent("2026-06-0002", "50.00", approval="SP-9")
)


def test_resolutions_with_the_money_of_the_period_and_so_far(tmp_path: Path) -> None:
    table = resolutions_table(figures(tmp_path, DECIDED))
    assert cells(table, "resolution", "used", "used_so_far") == [
        ("JY-1", "50.00", "60.00"),
        ("JY-2", "0.00", "0.00"),
    ]


# --- official expenses and their caps ---------------------------------------------------------------


def test_official_and_entertainment_expenses_with_their_reasons(tmp_path: Path) -> None:
    text = (
        START
        + '2026-04-01 custom "approval" "SP-1" 90.00 CNY "招待"\n  director: "赵一"\n'
        + '2026-04-01 custom "approval" "SP-2" 90.00 CNY "招待"\n  director: "赵一"\n  reason: "检查"\n'
        + voucher("2026-04-0001", (DINNER, "30.00"), (BANK, "-30.00"), approval="SP-1")
        + voucher("2026-04-0002", (DINNER, "40.00"), (BANK, "-40.00"), approval="SP-2")
        + voucher("2026-04-0003", (DINNER, "5.00"), (BANK, "-5.00"), approval="SP-9")
        + spent("2026-04-0004", "7.00")
    )
    table, _ = official_tables(figures(tmp_path, text))
    assert cells(table, "nature", "reason", "amount") == [
        ("公务", None, "7.00"),
        ("招待", "招待", "30.00"),
        ("招待", "检查", "40.00"),
        ("招待", None, "5.00"),
    ]
    assert cells(table, "amount", role="subtotal") == [("7.00",), ("75.00",)]
    assert cells(table, "amount", role="total") == [("82.00",)]


def test_caps_of_the_year_as_last_set(tmp_path: Path) -> None:
    text = (
        START
        + f'2025-01-01 custom "budget-limit" {OFFICE} 1.00 CNY\n'
        + f'2026-01-01 custom "budget-limit" {DINNER} 100.00 CNY\n'
        + f'2026-06-30 custom "budget-limit" {DINNER} 80.00 CNY\n'
        + f'2026-07-01 custom "budget-limit" {DINNER} 70.00 CNY\n'
        + voucher("2026-02-0001", (DINNER, "30.00"), (BANK, "-30.00"))
    )
    table = cap_table(figures(tmp_path, text))
    assert cells(table, "account", "limit", "used", "left") == [
        ("招待费", "80.00", "30.00", "50.00")
    ]
    assert "更正凭证" not in table.note


# --- donations ------------------------------------------------------------------------------------

GIVEN = (
    '2026-01-01 custom "fund" "助老" Expenses:5301助老项目\n  until: 2026-12-31\n'
    '2026-01-01 custom "fund" "修路" Expenses:5301助老项目\n'
    + START
    + voucher("2026-03-0001", (BANK, "100.00"), (GIFT, "-100.00"), fund="助老", payee="甲")
    + voucher("2026-04-0001", (BANK, "50.00"), (GIFT, "-50.00"), fund="助老", payee="甲")
    + voucher("2026-04-0002", (BANK, "30.00"), (GIFT, "-30.00"), payee="甲")
    + voucher("2026-04-0003", (BANK, "20.00"), (GIFT, "-20.00"), fund="助老", payee="乙")
    + voucher("2026-04-0004", (BANK, "9.00"), (SERVICE, "-9.00"), fund="修路", payee="甲")
    + voucher("2026-05-0001", (PROJECT, "60.00"), (BANK, "-60.00"), fund="助老", payee="店")
    + voucher("2026-05-0002", (PROJECT, "2.00"), (BANK, "-2.00"), fund="修路", payee="店")
)


def test_donations_and_what_was_spent_of_donated_funds(tmp_path: Path) -> None:
    received, used = donation_tables(figures(tmp_path, GIVEN))
    assert cells(received, "voucher", "fund", "amount") == [
        ("2026-04-0001", "助老", "50.00"),
        ("2026-04-0002", "不限用途", "30.00"),
        ("2026-04-0003", "助老", "20.00"),
    ]
    assert cells(used, "voucher", "fund", "amount") == [("2026-05-0001", "助老", "60.00")]
    before = donation_tables(figures(tmp_path, GIVEN, Period.parse("2026Q1")))
    assert [len(cells(table, "voucher")) for table in before] == [1, 0]


def donor(folder: Path, text: str, name: str = "甲", period: str = "2026Q2") -> Report:
    return donor_report(load(folder, text), name, Period.parse(period) if period else None, AS_OF)


def test_what_a_donor_is_told(tmp_path: Path) -> None:
    paper = donor(tmp_path, GIVEN)
    assert rows(paper, "donor_funds") == [
        {
            "fund": "助老",
            "until": "2026-12-31",
            "opening": "100.00",
            "given": "50.00",
            "others": "20.00",
            "spending": "60.00",
            "closing": "110.00",
        }
    ]
    assert [(x["voucher"], x["fund"], x["amount"]) for x in rows(paper, "gifts")] == [
        ("2026-04-0001", "助老", "50.00"),
        ("2026-04-0002", "不限用途", "30.00"),
    ]
    assert last_row(paper, "gifts")["amount"] == "80.00"
    assert [(x["voucher"], x["amount"]) for x in rows(paper, "uses")] == [("2026-05-0001", "60.00")]
    assert paper.sections[0].paragraphs == (
        "甲：感谢捐赠。2026年第二季度，收到捐赠 80.00 元。",
        "指定用途的捐赠记在专项“助老”里，专款专用；这一期用去 60.00 元，"
        "到 2026-06-30 还有 110.00 元。",
        "不限用途的 30.00 元并入日常经费，用途见每季的财务公开。",
    )
    (table,) = (table for table in paper.tables if table.key == "donor_funds")
    assert table.note == "一个专项有几位捐赠人的，使用和结余是整个专项的，分不到每一位。"


def test_a_donor_whose_fund_is_his_alone(tmp_path: Path) -> None:
    paper = donor(tmp_path, GIVEN.replace("-20.00), ", "-20.00), ").replace('"乙"', '"甲"'))
    (table,) = (table for table in paper.tables if table.key == "donor_funds")
    assert (table.note, rows(paper, "donor_funds")[0]["given"]) == ("", "70.00")


def test_without_a_period_a_donor_is_told_from_the_first_gift_on(tmp_path: Path) -> None:
    paper = donor(tmp_path, GIVEN, period="")
    assert paper.facts["报告期间"] == "2026-03-05 至 2026-07-20"
    assert last_row(paper, "gifts")["amount"] == "180.00"
    nobody = donor(tmp_path, GIVEN, "丁", "")
    assert nobody.facts["报告期间"] == "2026-07-20 至 2026-07-20"
    assert nobody.sections[0].paragraphs == (
        "丁：感谢捐赠。2026-07-20 至 2026-07-20，没有收到新的捐赠。",
    )
    assert [rows(nobody, key) for key in ("gifts", "uses", "donor_funds")] == [[], [], []]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("", "还没有"),
        ('2026-07-20 custom "donor-report" "甲"\n', "1 次，最近一次 2026-07-20"),
        ('2026-07-21 custom "donor-report" "甲"\n', "还没有"),
        ('2026-07-19 custom "donor-report" "乙"\n', "还没有"),
        (
            '2026-07-01 custom "donor-report" "甲"\n2026-07-19 custom "donor-report" "甲"\n',
            "2 次，最近一次 2026-07-19",
        ),
    ],
)
def test_how_often_a_donor_was_told(told: str, said: str, tmp_path: Path) -> None:
    assert donor(tmp_path, GIVEN + told).facts["已报告"] == said


# --- the record of a review -------------------------------------------------------------------------


def test_only_a_review_of_the_very_period_stands_on_its_record(tmp_path: Path) -> None:
    text = START + '2026-05-05 custom "review" "2026-04" "passed"\n  leader: "吴六"\n'
    assert review_record(load(tmp_path, text), QUARTER, AS_OF).facts["参加人"] == "________________"
    text += '2026-07-05 custom "review" "2026Q2" "passed"\n  leader: "吴六"\n'
    text += '2026-07-06 custom "review" "2026Q2" "refused"\n'
    paper = review_record(load(tmp_path, text), QUARTER, AS_OF)
    assert (paper.facts["理财日期"], paper.facts["参加人"]) == ("2026年7月6日", "没有写")


def test_of_a_period_without_vouchers_nothing_is_counted(tmp_path: Path) -> None:
    paper = review_record(load(tmp_path, START), QUARTER, AS_OF)
    assert rows(paper, "reviewed") == []
    (blank,) = (table for table in paper.tables if table.key == "refused")
    assert (len(blank.rows), blank.adds_up) == (5, False)


# --- whole papers ---------------------------------------------------------------------------------


def test_the_year_so_far_begins_in_january(tmp_path: Path) -> None:
    text = START + voucher("2026-01-0002", (BANK, "5.00"), (GIFT, "-5.00"), day=2)
    text += spent("2026-01-0003", "3.00") + spent("2026-02-0001", "2.00")
    paper = monthly(load(tmp_path, text), Period.parse("2026-02"), AS_OF)
    assert untied(paper) == ()
    assert [
        last_row(paper, key)["year_amount"] for key in ("income_by_account", "spending_by_account")
    ] == [
        *("5.00", "5.00"),
    ]


def test_the_sheet_for_the_board_has_no_table_of_checks(tmp_path: Path) -> None:
    paper = board(load(tmp_path, START + spent("2026-05-0001", "2.00")), QUARTER, AS_OF)
    assert [table.key for table in paper.tables] == ["income_classes", "spending_classes"]
    assert paper.checked > 0


def test_the_plan_of_distribution_is_a_page_of_its_own(tmp_path: Path) -> None:
    paper = annual(load(tmp_path, START), Period.parse("2026"), AS_OF)
    assert [section.key for section in paper.appendices] == ["distribution", "details"]
