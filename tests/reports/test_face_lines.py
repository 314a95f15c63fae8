"""The four lines of a paper's face, each at its edges; without a command."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.rules.support.rule import ERROR, WARNING, Finding
from juwu_ledger.tables.face import finding_line, review_line, sealing_line, tie_line
from juwu_ledger.tables.report import FaceLine
from paper_books import BANK, OFFICE, OPENING, load, voucher

QUARTER, AS_OF = Period.parse("2026Q1"), dt.date(2026, 4, 30)


def found(day: str | None, severity: str = ERROR, **more: Any) -> Finding:
    date = dt.date.fromisoformat(day) if day else None
    return Finding("SPD001", severity, (), Place("x", 1), "有事", "改", date, **more)


# --- findings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("findings", "bad", "minor"),
    [
        ([], 0, 0),
        ([found("2026-01-01"), found("2026-03-31")], 2, 0),
        ([found("2025-12-31"), found("2026-04-01")], 0, 0),
        ([found(None)], 1, 0),
        ([found("2026-02-02", explanation="说过了")], 0, 0),
        ([found("2026-02-02", explanation="")], 0, 0),
        ([found("2026-02-02", WARNING), found("2026-02-02")], 1, 1),
        ([found("2026-05-05", about="2026-03")], 1, 0),  # Of one of its months, found later.
    ],
)
def test_findings_of_the_period_that_nobody_explained(
    findings: list[Finding], bad: int, minor: int
) -> None:
    line = finding_line(findings, QUARTER)
    assert line.text == f"未说明的严重问题 {bad} 处，提醒 {minor} 处"
    assert (line.is_red, len(line.told)) == (bad > 0, bad)


def test_six_findings_are_told_and_the_rest_counted() -> None:
    six = finding_line([found("2026-01-01")] * 6, QUARTER)
    assert six.told == ("SPD001 有事。改法：改",) * 6
    seven = finding_line([found("2026-01-01")] * 7, QUARTER)
    assert (len(seven.told), seven.told[-1]) == (7, "还有 1 处，用 juwu check 看全部。")


# --- figures --------------------------------------------------------------------------------------


def test_what_is_said_of_figures() -> None:
    assert tie_line(0, 0) == FaceLine("勾稽", "没有要核对的数")
    assert tie_line(3, 0) == FaceLine("勾稽", "3 处相符")
    assert tie_line(3, 1, ["差 1 元"]) == FaceLine(
        "勾稽", "未核平：核对 3 处，1 处不符", True, ("差 1 元",)
    )


# --- months ---------------------------------------------------------------------------------------

START = voucher("2026-02-0001", (BANK, "90.00"), (OPENING, "-90.00"), day=1) + voucher(
    "2026-03-0001", (OFFICE, "20.00"), (BANK, "-20.00")
)


def closed(month: int, day: str) -> str:
    return f'2026-{day} custom "close" "2026-{month:02d}"\n  director: "赵一"\n'


_RUNS = "（本期还没有结束，数字会变）"


@pytest.mark.parametrize(
    ("text", "as_of", "said"),
    [
        ("", "2026-04-30", "没有月结"),
        ("", "2026-03-31", f"没有月结{_RUNS}"),
        ("", "2026-04-01", "没有月结"),
        (closed(2, "03-05") + closed(3, "04-05"), "2026-04-30", "已月结，没有封账"),
        (closed(2, "03-05") + closed(3, "04-05"), "2026-04-05", "已月结，没有封账"),
        (
            closed(2, "03-05") + closed(3, "04-05"),
            "2026-04-04",
            "2026年2月已月结，没有封账；2026年3月没有月结",
        ),
    ],
)
def test_months_from_the_books_first_on(text: str, as_of: str, said: str, tmp_path: Path) -> None:
    books = load(tmp_path, START + text)
    line = sealing_line(books, QUARTER, dt.date.fromisoformat(as_of))
    assert line == FaceLine("封账", said)


def test_a_period_before_the_books_is_not_closed(tmp_path: Path) -> None:
    line = sealing_line(load(tmp_path, START), Period.parse("2025Q4"), AS_OF)
    assert line.text == "没有月结"


# --- the review -----------------------------------------------------------------------------------


def review(day: str, period: str, opinion: str = "passed", **more: str) -> str:
    lines = [f'2026-{day} custom "review" "{period}" "{opinion}"', '  leader: "吴六"']
    return "\n".join([*lines, *(f'  {key}: "{value}"' for key, value in more.items())]) + "\n"


@pytest.mark.parametrize(
    ("text", "period", "said", "is_red"),
    [
        ("", "2026Q1", "没有审核", False),
        (review("04-10", "2026Q1"), "2026Q1", "审核没有写明核对码", False),
        (review("04-10", "2026Q1", "refused"), "2026Q1", "民主理财小组不予通过", True),
        (review("05-10", "2026Q1"), "2026Q1", "没有审核", False),  # After the paper's day.
        (
            review("04-10", "2026Q1"),
            "2026H1",
            "2026年第一季度审核没有写明核对码；2026年第二季度没有审核",
            False,
        ),
        (
            review("04-10", "2026Q1", supersedes="改好了"),
            "2026Q1",
            "审核没有写明核对码；2026年第一季度的审核代替了网页上签的意见，理由：改好了",
            False,
        ),
        (
            review("04-10", "2026-02") + review("04-11", "2026-03", "refused"),
            "2026Q1",
            "2026年3月民主理财小组不予通过；2026年2月审核没有写明核对码；2026年1月没有审核",
            True,
        ),
    ],
)
def test_what_the_review_group_said(
    text: str, period: str, said: str, is_red: bool, tmp_path: Path
) -> None:
    line = review_line(load(tmp_path, START + text), Period.parse(period), AS_OF)
    assert (line.text, line.is_red) == (said, is_red)


def test_an_opinion_on_these_and_on_other_figures(tmp_path: Path) -> None:
    digest = load(tmp_path, START).digest(QUARTER.last)
    same = review_line(
        load(tmp_path, START + review("04-10", "2026Q1", digest=digest)), QUARTER, AS_OF
    )
    assert same == FaceLine("审核", "民主理财小组审核通过，正是这些数")
    books = load(tmp_path, START + review("04-10", "2026Q1", digest="0" * 64))
    other = review_line(books, QUARTER, AS_OF)
    assert (other.text, other.is_red) == ("审核的是另外的数", True)
    (told,) = other.told
    assert told.startswith("2026-04-10 审核的账是 0000-0000-0000-0000，现在是 ")
    assert told.endswith("：请民主理财小组重新审核（juwu review 2026Q1）。")


@pytest.mark.parametrize(("number", "more"), [(6, ""), (7, "；还有 1 份"), (9, "；还有 3 份")])
def test_six_scans_that_changed_are_named_and_the_rest_counted(
    number: int, more: str, tmp_path: Path
) -> None:
    names = [f"documents/{n}.pdf" for n in range(number)]
    text = START + "".join(
        voucher(f"2026-03-{n + 2:04d}", (OFFICE, "1.00"), (BANK, "-1.00"), document=name)
        for n, name in enumerate(names)
    )
    were = "".join(f"{'1' * 64}  {name}\n" for name in names)
    signed = hashlib.sha256(were.replace("  ", " ").encode()).hexdigest()
    kept = tmp_path / "seals"
    kept.mkdir()
    books = load(tmp_path, text)
    (kept / f"2026Q1-{signed[:16]}.scans").write_text(were, encoding="utf-8")
    given = review("04-10", "2026Q1", digest=books.digest(QUARTER.last), scans=signed)
    line = review_line(load(tmp_path, text + given), QUARTER, AS_OF)
    assert line.is_red
    assert line.text.startswith("审核以后扫描件变了；2026-04-10 审核以后，")
    assert line.text.count("不见了：documents/") == 6
    assert line.text.endswith(f".pdf{more}")
    assert line.told == (
        line.text.partition("；")[2] + "。请民主理财小组重新审核（juwu review 2026Q1）。",
    )
