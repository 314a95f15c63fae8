"""``juwu due``: expectations by hand; a thing is late exactly when its rule finds it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from invoking import invoke
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from paper_books import BANK, GIFT, OPENING, SERVICE, TILL, load, voucher

TEXT = (
    voucher("2026-10-0001", (BANK, "900.00"), (OPENING, "-900.00"), day=1)
    + voucher("2026-10-0002", (TILL, "57.50"), (SERVICE, "-57.50"), day=27, receipt="A0000001")
    + '2026-10-20 custom "query" "ZX-2026-01" "为什么？"\n'
    + '2026-10-01 custom "fund" "悦读角" Expenses:5301助老项目\n  until: 2026-11-05\n'
    + voucher("2026-10-0003", (BANK, "50.00"), (GIFT, "-50.00"), day=28, fund="悦读角")
)


def due(books: Path, day: str, *more: str) -> list[dict[str, Any]]:
    """Return the list without the backup, which has tests of its own."""
    result = invoke(("due", "--format", "json", "-b", str(books), "--as-of", day, *more))
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return [item for item in found if item["source"] != "backup"]


@pytest.fixture
def books(tmp_path: Path) -> Path:
    load(tmp_path, TEXT)
    return tmp_path


def days(found: list[dict[str, Any]]) -> dict[str, str]:
    return {item["title"]: item["due"] for item in found}


def test_what_is_to_be_done_in_the_next_days(books: Path) -> None:
    said = days(due(books, "2026-10-28"))
    assert said == {
        "2026-10-27 收的现金存银行": "2026-10-27",  # The same day, at the latest.
        "答复质询 ZX-2026-01：为什么？": "2026-10-30",  # Ten days.
        "2026年10月月末点现金": "2026-10-31",
        "2026年10月银行存款·基本户和银行对账": "2026-10-31",
        "专项资金“悦读角”到期，还剩 50.00 元": "2026-11-05",
        "2026年10月月结": "2026-11-10",  # Ten days behind the month.
        "2026年10月月报报送": "2026-11-10",
    }


def test_one_can_look_less_far_and_further(books: Path) -> None:
    assert list(days(due(books, "2026-10-28", "--days", "2"))) == [
        "2026-10-27 收的现金存银行",
        "答复质询 ZX-2026-01：为什么？",
    ]
    assert "2026年第四季度收支公开" in days(due(books, "2026-10-28", "--days", "100"))


@pytest.mark.parametrize(
    "day", ["2026-10-27", "2026-10-28", "2026-11-01", "2026-11-11", "2027-03-05"]
)
def test_late_is_what_the_rules_find(books: Path, day: str) -> None:
    late = {item["source"] for item in due(books, day) if item["late"]}
    as_of = dt.date.fromisoformat(day)
    loaded = load(books, TEXT)
    found = {f.rule for f in judge(loaded, (r for r in CATALOGUE if r.omission), as_of)}
    assert late == found - {"AST004", "DSC005"}


def test_what_was_done_or_explained_is_not_due(tmp_path: Path) -> None:
    done = (
        voucher("2026-10-0004", (BANK, "57.50"), (TILL, "-57.50"), day=28)
        + '2026-10-29 custom "reply" "ZX-2026-01" "因为。"\n'
        + '2026-11-03 custom "close" "2026-10"\n'
        + '2026-11-04 custom "explanation" "CSH006" "当时封存了"\n  about: "2026-10"\n'
    )
    load(tmp_path, TEXT + done)
    titles = set(days(due(tmp_path, "2026-11-20")))
    assert titles == {
        "2026年10月银行存款·基本户和银行对账",
        "专项资金“悦读角”到期，还剩 50.00 元",
        "2026年10月月报报送",
    }


def test_what_cannot_be_done_any_more_is_left_out(tmp_path: Path) -> None:
    card = '2026-10-02 custom "asset" "GD-1" "柜子" 3000.00 CNY\n  keeper: "某人"\n'
    load(tmp_path, TEXT + card)
    assert "2026 年末盘点固定资产" in days(due(tmp_path, "2026-12-20"))
    assert "2026 年末盘点固定资产" not in days(due(tmp_path, "2027-01-05"))


def test_the_list_for_people_names_the_command(books: Path) -> None:
    said = invoke(("due", "-b", str(books), "--as-of", "2026-11-12")).stdout
    assert "过期 16 天  2026-10-27  2026-10-27 收的现金存银行\n    juwu deposit\n" in said
    assert "    juwu close 2026-10\n" in said
    assert "    juwu reconcile 100201 2026-10\n" in said


def test_a_draft_is_waiting(books: Path) -> None:
    folder = books / "drafts"
    folder.mkdir()
    (folder / "D0001.txt").write_text("command = spend\namount = 5\n", encoding="utf-8")
    (folder / "D0002.txt").write_text("乱写的\n", encoding="utf-8")
    drafts = [item for item in due(books, "2026-10-28") if item["source"] == "draft"]
    assert [item["title"] for item in drafts] == [
        "草稿 D0001（spend）还没有记账",
        "草稿 D0002（读不懂）还没有记账",
    ]
    assert {item["due"] for item in drafts} == {None}


def test_nothing_is_due(tmp_path: Path) -> None:
    load(tmp_path, voucher("2026-10-0001", (BANK, "9.00"), (OPENING, "-9.00"), day=1))
    result = invoke(("due", "-b", str(tmp_path), "--as-of", "2026-10-02"))
    assert result.stdout.startswith("没有待办")


@pytest.mark.parametrize("words", [("--days", "-1"), ("--days", "367"), ("--format", "xml")])
def test_wrong_options_are_told(books: Path, words: tuple[str, str]) -> None:
    result = invoke(("due", *words, "-b", str(books)))
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
