"""``juwu report`` and ``juwu disclose`` as a user runs them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import Result

from invoking import invoke
from paper_books import BANK, GRANT, OPENING, TITLE, load, voucher

TEXT = voucher("2026-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1) + voucher(
    "2026-03-0001", (BANK, "600.00"), (GRANT, "-600.00")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    books = tmp_path / "ledger"
    books.mkdir()
    load(books, TEXT)
    return tmp_path


RED = 3
"""The status of a paper with anything red: these books have open findings, and no review."""


def run(folder: Path, *words: str) -> Result:
    return invoke([*words, "--books", str(folder / "ledger"), "--as-of", "2026-04-09"])


def test_text_on_the_screen(folder: Path) -> None:
    result = run(folder, "report", "monthly", "2026-03")
    assert result.exit_code == RED
    assert "2026年3月财务月报" in result.stdout
    result = run(folder, "disclose", "2026Q1")
    assert result.exit_code == RED
    assert "2026年第一季度财务收支公开" in result.stdout


def test_json_on_the_screen(folder: Path) -> None:
    result = run(folder, "report", "monthly", "2026-03", "--format", "json")
    assert json.loads(result.stdout)["totals"]["income"] == "600.00"


def test_findings_are_on_the_monthly_report(folder: Path) -> None:
    result = run(folder, "report", "monthly", "2026-03", "--format", "json")
    tables = {table["key"]: table["rows"] for table in json.loads(result.stdout)["tables"]}
    assert "RCP001" in {row["values"]["rule"] for row in tables["findings"]}


def test_files(folder: Path) -> None:
    out = folder / "报表"
    result = run(
        folder, "report", "monthly", "2026-03", "--format", "html,JSON,text", "-o", str(out)
    )
    assert result.exit_code == RED, result.stderr
    names = [f"{TITLE}-月报-2026-03{ending}" for ending in (".html", ".json", ".txt")]
    assert sorted(p.name for p in out.iterdir()) == names
    assert "月报-2026-03.html" in result.stdout
    result = run(folder, "disclose", "2026Q1", "-o", str(out))
    assert (
        (out / f"{TITLE}-公开-2026Q1.html")
        .read_text(encoding="utf-8")
        .startswith("<!DOCTYPE html>")
    )


def test_files_are_replaced_only_where_it_is_wanted(folder: Path) -> None:
    """All formats of one paper have one number; ``--force`` writes over the first."""
    out, name = folder / "out", f"{TITLE}-公开-2026Q1"
    words = ("disclose", "2026Q1", "-o", str(out), "--format")
    assert run(folder, *words, "text").exit_code == RED
    kept = (out / f"{name}.txt").read_bytes()
    (out / f"{name}.txt").write_bytes(b"mine")
    run(folder, *words, "text,json")
    run(folder, *words, "text")
    named = [f"{name}-2.json", f"{name}-2.txt", f"{name}-3.txt", f"{name}.txt"]
    assert sorted(p.name for p in out.iterdir()) == named
    assert (out / f"{name}.txt").read_bytes() == b"mine"
    run(folder, *words, "text", "--force")
    assert sorted(p.name for p in out.iterdir()) == named
    assert (out / f"{name}.txt").read_bytes() == kept


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "yearly", "2026"), "monthly"),
        (("report", "monthly", "2026Q1"), "月"),
        (("report", "monthly", "三月"), "期间"),
        (("disclose", "2026-03"), "季"),
        (("report", "monthly", "2026-03", "--format", "doc"), "doc"),
        (("report", "monthly", "2026-03", "--format", ","), "格式"),
        (("report", "monthly", "2026-03", "--format", "pdf"), "-o"),
        (("report", "monthly", "2026-03", "--format", "html,json"), "-o"),
    ],
)
def test_wrong_usage(folder: Path, words: tuple[str, ...], said: str) -> None:
    result = run(folder, *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    (folder / "file").write_text("x")
    result = run(folder, "disclose", "2026Q1", "-o", str(folder / "file"))
    assert result.exit_code == 2
    assert "写不了" in result.stderr


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(folder: Path) -> None:
    out = folder / "out"
    out.mkdir(mode=0o500)
    result = run(folder, "disclose", "2026Q1", "-o", str(out))
    assert result.exit_code == 2
    assert list(out.iterdir()) == []


def test_books_that_do_not_balance(folder: Path) -> None:
    with (folder / "ledger" / "main.beancount").open("a", encoding="utf-8") as file:
        file.write(f'2026-03-09 * "x"\n  {BANK} 1.00 CNY\n  {GRANT} -2.00 CNY\n')
    assert run(folder, "disclose", "2026Q1").exit_code == 4


@pytest.mark.parametrize("command", ["report", "disclose"])
def test_help_has_an_example(command: str) -> None:
    result = invoke([command, "--help"])
    assert result.exit_code == 0
    assert "例：juwu" in result.stdout


def test_a_period_that_the_books_do_not_reach_is_said(tmp_path: Path) -> None:
    ledger = Path(__file__).parents[2] / "ledger"
    for command in (["report", "monthly", "2030-01"], ["disclose", "2030Q1"]):
        result = invoke([*command, "-b", str(ledger)])
        assert result.exit_code == (RED if command[0] == "disclose" else 0)
        assert "账本从 2025-01-01 记到" in result.stderr
