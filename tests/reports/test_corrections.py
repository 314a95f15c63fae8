"""What was put right of quarters that hang on the board already is told on the next sheet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.annual import annual
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.tables.paper_ties import untied
from paper_books import (
    BANK,
    DINNER,
    OFFICE,
    OPENING,
    RELIEF,
    as_json,
    last_row,
    load,
    rows,
    voucher,
)

AS_OF = dt.date(2026, 7, 20)
START = voucher("2026-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1)
WRONG = voucher(
    "2026-02-0001", (OFFICE, "368.00"), (BANK, "-368.00"), payee="示例文具店", said="打印纸"
)
RED = voucher(
    "2026-04-0001", (OFFICE, "-368.00"), (BANK, "368.00"), payee="示例文具店",
    said="注销2026年2月5日2026-02-0001号凭证：写颠倒", reverses="2026-02-0001",
)  # fmt: skip
ANEW = voucher(
    "2026-04-0002", (DINNER, "386.00"), (BANK, "-386.00"), payee="示例文具店",
    said="订正2026年2月5日2026-02-0001号凭证：打印纸",
)  # fmt: skip
OWN = voucher(
    "2026-05-0001", (OFFICE, "20.00"), (BANK, "-20.00"), said="信封"
) + voucher(
    "2026-06-0001", (OFFICE, "-20.00"), (BANK, "20.00"), said="退信封", reverses="2026-05-0001"
)  # fmt: skip
POSTED = '2026-04-03 custom "disclosure" "2026Q1"\n  officer: "孙三平"\n'
FIRST, SECOND = Period.parse("2026Q1"), Period.parse("2026Q2")


def test_red_letters_of_earlier_quarters_have_a_section(tmp_path: Path) -> None:
    books = load(tmp_path, START + WRONG + POSTED + RED + ANEW + OWN)
    paper = disclosure(books, SECOND, AS_OF)
    assert not untied(paper)
    assert [section["key"] for section in as_json(paper)["sections"]].count("corrections") == 1
    lines = rows(paper, "corrections")
    assert [(x["voucher"], x["reverses"], x["quarter"], x["posted"]) for x in lines] == [
        ("2026-04-0001", "2026-02-0001", "2026Q1", "2026-04-03"),
        ("2026-04-0002", "2026-02-0001", "2026Q1", "2026-04-03"),
    ]
    assert [x["spending"] for x in lines] == ["-368.00", "386.00"]
    assert last_row(paper, "corrections")["spending"] == "18.00"


def test_what_is_put_right_within_its_quarter_is_no_correction(tmp_path: Path) -> None:
    books = load(tmp_path, START + WRONG + OWN)
    assert rows(disclosure(books, SECOND, AS_OF), "corrections") == []


def test_a_quarter_that_is_printed_again_says_what_became_of_it(tmp_path: Path) -> None:
    books = load(tmp_path, START + WRONG + RED + ANEW)
    before = disclosure(books, FIRST, dt.date(2026, 3, 31))
    after = disclosure(books, FIRST, AS_OF)
    assert rows(before, "corrections") == []
    assert [x["voucher"] for x in rows(after, "corrections")] == ["2026-04-0001", "2026-04-0002"]
    assert {x["posted"] for x in rows(after, "corrections")} == {"没有登记公开"}
    assert before.totals == after.totals
    assert after.totals is not None
    assert after.totals.spending == Decimal("368.00")


def test_changed_books_are_told_by_their_codes(tmp_path: Path) -> None:
    posted = POSTED + f'  digest: "{"ab" * 32}"\n'
    books = load(tmp_path, START + WRONG + posted)
    (words,) = [
        section["paragraphs"]
        for section in as_json(disclosure(books, SECOND, AS_OF))["sections"]
        if section["key"] == "corrections"
    ]
    assert len(words) == 1
    assert "2026-04-03 公开时的核对码是 ABAB-ABAB-ABAB-ABAB" in words[0]
    same = POSTED + f'  digest: "{books.digest(FIRST.last)}"\n'
    (tmp_path / "same").mkdir()
    again = disclosure(load(tmp_path / "same", START + WRONG + same), SECOND, AS_OF)
    assert [s.paragraphs for s in again.sections if s.key == "corrections"] == [()]


def test_a_correction_of_relief_names_nobody(tmp_path: Path) -> None:
    paid = voucher("2026-02-0001", (RELIEF, "500.00"), (BANK, "-500.00"), payee="阮小七")
    back = voucher(
        "2026-04-0001", (RELIEF, "-500.00"), (BANK, "500.00"), payee="社区",
        said="注销2026年2月5日2026-02-0001号凭证：鲁达代领", reverses="2026-02-0001",
    )  # fmt: skip
    paper = disclosure(load(tmp_path, START + paid + back), SECOND, AS_OF)
    (line,) = rows(paper, "corrections")
    assert line["payee"] == "社区"
    assert line["summary"] == "注销2026年2月5日2026-02-0001号凭证（详情不公开）"
    assert line["posted"] == "没有登记公开"
    assert line["spending"] == "-500.00"


CAPPED = "".join(
    f'{year}-01-01 custom "budget-limit" {DINNER} 800.00 CNY\n' for year in (2026, 2027)
)


def test_caps_count_in_the_year_of_the_meal(tmp_path: Path) -> None:
    """600 eaten in 2026, put right to 500 in 2027, 400 more eaten then: by hand 500 and 400."""
    meal = voucher("2026-12-0001", (DINNER, "600.00"), (BANK, "-600.00"))
    red = voucher("2027-01-0001", (DINNER, "-600.00"), (BANK, "600.00"), reverses="2026-12-0001")
    anew = voucher("2027-01-0002", (DINNER, "500.00"), (BANK, "-500.00"), corrects="2026-12-0001")
    more = voucher("2027-01-0003", (DINNER, "400.00"), (BANK, "-400.00"), day=6)
    books = load(tmp_path, START + meal + red + anew + more + CAPPED)

    def caps(year: str) -> list[tuple[str, ...]]:
        paper = annual(books, Period.parse(year), dt.date(2027, 12, 31))
        assert not untied(paper)
        return [(x["account"].strip(), x["used"], x["left"]) for x in rows(paper, "budget_limits")]

    assert caps("2026") == [("招待费", "500.00", "300.00"), ("含：以后更正", "-100.00", None)]
    assert caps("2027") == [("招待费", "400.00", "400.00"), ("不含：以前年度更正", "-100.00", None)]
    assert not [f for f in judge(books, CATALOGUE, dt.date(2027, 12, 31)) if f.rule == "FND004"]


def test_a_meal_that_was_taken_back_in_the_next_year_is_none_of_that_years(tmp_path: Path) -> None:
    """600 eaten in 2026 come back whole in 2027: of 2026 nothing is left, of 2027 nothing was eaten."""
    meal = voucher("2026-12-0001", (DINNER, "600.00"), (BANK, "-600.00"))
    red = voucher("2027-01-0001", (DINNER, "-600.00"), (BANK, "600.00"), reverses="2026-12-0001")
    books = load(tmp_path, START + meal + red + CAPPED)
    paper = annual(books, Period.parse("2027"), dt.date(2027, 12, 31))
    lines = rows(paper, "budget_limits")
    assert [(x["account"].strip(), x["used"]) for x in lines] == [
        ("招待费", "0.00"),
        ("不含：以前年度更正", "-600.00"),
    ]
