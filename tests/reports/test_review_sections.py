"""What papers say of the review group: its opinions, its queries, the days on the board; on each side of an edge."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.review_opinions import (
    Posting,
    is_passed,
    posting_facts,
    query_table,
    review_table,
    reviews,
)
from juwu_ledger.records.figures import Figures
from paper_books import BANK, OFFICE, OPENING, load, voucher

QUARTER = Period.parse("2026Q1")
AS_OF = dt.date(2026, 4, 30)
START = (
    voucher("2026-01-0001", (BANK, "90.00"), (OPENING, "-90.00"), day=1)
    + voucher("2026-03-0001", (OFFICE, "20.00"), (BANK, "-20.00"), approval="SP-1")
    + voucher("2026-04-0001", (OFFICE, "10.00"), (BANK, "-10.00"), approval="SP-2")
    + '2026-03-02 custom "approval" "SP-1" 20.00 CNY "墨盒"\n  director: "赵一"\n'
    + '2026-04-02 custom "approval" "SP-2" 10.00 CNY "纸"\n  director: "赵一"\n'
)


def review(day: str, period: str, opinion: str = "passed", **more: str) -> str:
    lines = [f'2026-{day} custom "review" "{period}" "{opinion}"', '  leader: "吴六合"']
    return "\n".join([*lines, *(f'  {key}: "{value}"' for key, value in more.items())]) + "\n"


def books_with(folder: Path, *texts: str) -> Books:
    return load(folder, START + "".join(texts))


# --- opinions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "as_of", "shown"),
    [
        ([("04-10", "2026Q1")], "2026-04-09", []),
        ([("04-10", "2026Q1")], "2026-04-10", ["2026Q1"]),
        ([("02-05", "2026-01"), ("04-05", "2026-03")], "2026-04-30", ["2026-01", "2026-03"]),
        ([("02-05", "2026-01"), ("04-10", "2026Q1")], "2026-04-30", ["2026Q1"]),
        ([("01-05", "2025-12"), ("04-29", "2026-04")], "2026-04-30", []),
        ([("04-29", "2026"), ("01-05", "2025Q4")], "2026-04-30", []),
    ],
)
def test_a_papers_opinions_are_its_periods_or_else_its_months(
    given: list[tuple[str, str]], as_of: str, shown: list[str], tmp_path: Path
) -> None:
    figures = Figures.of(books_with(tmp_path, *(review(*one) for one in given)), QUARTER)
    day = dt.date.fromisoformat(as_of)
    assert [one.period.label for one in reviews(figures, day)] == shown
    assert [row.values[0] for row in review_table(figures, day).rows] == shown


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], False),
        ([("04-10", "2026Q1")], True),
        ([("04-10", "2026Q1", "passed-with-remarks")], True),
        ([("04-10", "2026Q1", "refused")], False),
        ([("04-10", "2026Q1", "refused"), ("04-12", "2026Q1")], True),
        ([("04-10", "2026Q1"), ("04-12", "2026Q1", "refused")], False),
        ([("04-10", "2026")], False),  # An opinion on a longer period is none on this.
        ([(f"04-1{n}", f"2026-0{n}") for n in (1, 2, 3)], True),
        ([(f"04-1{n}", f"2026-0{n}") for n in (1, 3)], False),
        ([("05-01", "2026Q1")], False),  # Not known yet on the paper's day.
    ],
)
def test_what_counts_as_a_pass(given: list[tuple[str, ...]], passed: bool, tmp_path: Path) -> None:
    figures = Figures.of(books_with(tmp_path, *(review(*one) for one in given)), QUARTER)
    assert is_passed(figures, AS_OF) is passed


def test_an_opinion_on_other_figures_is_said_not_to_hold(tmp_path: Path) -> None:
    good = Figures.of(books_with(tmp_path), QUARTER)
    digest = good.books.digest(QUARTER.last)
    for given, said, passed in (
        (digest, "通过", True),
        (digest.upper(), "通过", True),
        ("0" * 64, "通过（审核以后账改过，不再有效）", False),
    ):
        figures = Figures.of(books_with(tmp_path, review("04-10", "2026Q1", digest=given)), QUARTER)
        (row,) = review_table(figures, AS_OF).rows
        assert row.values[2] == said
        assert is_passed(figures, AS_OF) is passed


def test_an_opinion_on_other_scans_is_said_not_to_hold(tmp_path: Path) -> None:
    digest = books_with(tmp_path).digest(QUARTER.last)
    given = review("04-10", "2026Q1", digest=digest, scans="0" * 64)
    figures = Figures.of(books_with(tmp_path, given), QUARTER)
    (row,) = review_table(figures, AS_OF).rows
    assert row.values[2] == "通过（审核以后扫描件变了，不再有效）"
    assert not is_passed(figures, AS_OF)


def test_who_gave_the_opinion(tmp_path: Path) -> None:
    alone = review("04-10", "2026Q1")
    three = review("04-11", "2026Q1", members="郑七星、冯八方", remarks="附清单")
    figures = Figures.of(books_with(tmp_path, alone, three), QUARTER)
    rows = [row.values[3:6] for row in review_table(figures, AS_OF).rows]
    assert rows == [("吴六合", None, None), ("吴六合", "郑七星、冯八方", "附清单")]


# --- queries --------------------------------------------------------------------------------------


def query(number: int, day: str, about: str) -> str:
    words = f'2026-{day} custom "query" "ZX-{number}" "第 {number} 问"\n'
    return words + f'  about: "{about}"\n  raised-by: "郑七星"\n'


def reply(number: int, day: str, text: str, by: str | None = "赵一") -> str:
    words = f'2026-{day} custom "reply" "ZX-{number}" "{text}"\n'
    return words + (f'  by: "{by}"\n' if by else "")


@pytest.mark.parametrize(
    ("day", "about", "belongs"),
    [
        ("03-31", "2026-04-0001", True),  # Raised in the quarter.
        ("04-01", "2026-03-0001", True),  # About a voucher of it.
        ("04-01", "SP-1", True),  # About an approval of it.
        ("04-05", "2026-04-0001", False),
        ("04-05", "SP-2", False),
        ("04-05", "SP-9", False),
    ],
)
def test_which_queries_belong_to_a_period(
    day: str, about: str, belongs: bool, tmp_path: Path
) -> None:
    figures = Figures.of(books_with(tmp_path, query(1, day, about)), QUARTER)
    assert bool(query_table(figures, AS_OF).rows) is belongs


@pytest.mark.parametrize(
    ("as_of", "shown"),
    [
        ("2026-03-09", None),
        ("2026-03-10", (None, "还没有答复")),
        ("2026-03-11", (None, "还没有答复")),
        ("2026-03-12", (dt.date(2026, 3, 12), "再查。（赵一）")),
        ("2026-04-30", (dt.date(2026, 3, 20), "再查。（赵一）；查到了。")),
    ],
)
def test_queries_and_replies_are_those_of_the_day(
    as_of: str, shown: tuple[object, str] | None, tmp_path: Path
) -> None:
    asked = query(1, "03-10", "2026-03-0001")
    answers = reply(1, "03-12", "再查。") + reply(1, "03-20", "查到了。", None)
    figures = Figures.of(books_with(tmp_path, asked, answers), QUARTER)
    rows = query_table(figures, dt.date.fromisoformat(as_of)).rows
    assert [row.values[5:] for row in rows] == ([] if shown is None else [shown])


# --- the days on the board ------------------------------------------------------------------------


def disclosure(day: str, period: str, until: str = "", officer: str = "") -> str:
    lines = [f'2026-{day} custom "disclosure" "{period}"']
    lines += [f"  until: 2026-{until}"] * bool(until)
    lines += [f'  officer: "{officer}"'] * bool(officer)
    return "\n".join(lines) + "\n"


_BLANK = ("____年__月__日 至 ____年__月__日（不少于 15 天）", "____________")


@pytest.mark.parametrize(
    ("as_of", "period", "shown"),
    [
        ("2026-04-11", "2026Q1", _BLANK),
        ("2026-04-12", "2026Q1", ("2026-04-12 至 2026-04-30", "周五")),
        ("2026-04-19", "2026Q1", ("2026-04-12 至 2026-04-30", "周五")),
        (
            "2026-04-20",
            "2026Q1",
            ("2026-04-20 起，至 ____年__月__日（不少于 15 天）", "____________"),
        ),
        ("2026-04-30", "2026-03", _BLANK),
    ],
)
def test_the_days_on_the_board_are_the_last_ones_known(
    as_of: str, period: str, shown: tuple[str, str], tmp_path: Path
) -> None:
    posted = (disclosure("04-12", "2026Q1", "04-30", "周五"), disclosure("04-20", "2026Q1"))
    figures = Figures.of(books_with(tmp_path, *posted), Period.parse(period))
    facts = posting_facts(figures, dt.date.fromisoformat(as_of))
    assert facts == {"张贴": shown[0], "公开专人": shown[1]}


@pytest.mark.parametrize("posted", ["", disclosure("04-12", "2026Q1", "04-30", "周五")])
def test_a_posting_that_is_about_to_be_made_stands_before_what_was_posted(
    posted: str, tmp_path: Path
) -> None:
    figures = Figures.of(books_with(tmp_path, posted), QUARTER)
    new = Posting(dt.date(2026, 4, 25), dt.date(2026, 5, 12), "孙三")
    facts = posting_facts(figures, AS_OF, new)
    assert facts == {"张贴": "2026-04-25 至 2026-05-12", "公开专人": "孙三"}
