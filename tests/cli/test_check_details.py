"""What a reader of ``check`` relies on beyond its shape: places, explanations, honest summaries."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sealed_books import make_sealed_books

COMMON = Path(__file__).parents[1] / "rules" / "common.beancount"
SPENDING = """
2026-03-09 * "示例文具店" "打印纸"
  voucher: "2026-03-0002"
  approval: "SP-2026-0002"
  invoice: "26372000000011110001"
  handler: "李四安"
  witness: "周五福"
  Expenses:5101办公用品         500.00 CNY
  Assets:1001库存现金:01备用金
"""
SIGNED = '2026-03-08 custom "approval" "SP-2026-0002" 400.00 CNY "打印纸"\n  director: "赵一清"\n'


def check(folder: Path, text: str, *arguments: str) -> tuple[int, Any]:
    shutil.copy(COMMON, folder / "common.beancount")
    title = 'option "title" "示例市样板区柳荫街道桂花里社区居民委员会"\n'
    main = folder / "main.beancount"
    main.write_text(title + 'include "common.beancount"\n' + text, encoding="utf-8")
    command = [sys.executable, "-m", "juwu_ledger", "check", "-b", str(main)]
    command += ["--as-of", "2026-03-20", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def told(*words: str) -> str:
    command = [sys.executable, "-m", "juwu_ledger", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout


def found(output: str) -> list[tuple[str, str, str | None, str]]:
    findings = json.loads(output)["findings"]
    return [(f["rule"], f["about"], f["voucher"], f["status"]) for f in findings]


@pytest.mark.parametrize("about", ["SP-2026-0002", "2026-03-0002"])
def test_a_approval_is_explained_by_its_id_or_by_the_voucher_under_it(
    tmp_path: Path, about: str
) -> None:
    said = f'2026-03-10 custom "explanation" "SPD003" "已追回"\n  about: "{about}"\n'
    status, output = check(tmp_path, SIGNED + SPENDING + said, "--format", "json")
    assert found(output) == [("SPD003", "SP-2026-0002", "2026-03-0002", "explained")]
    assert status == 0


def test_an_explanation_holds_from_its_day(tmp_path: Path) -> None:
    said = '2026-03-25 custom "explanation" "SPD003" "已追回"\n  about: "SP-2026-0002"\n'
    status, output = check(tmp_path, SIGNED + SPENDING + said, "--format", "json")
    assert found(output) == [("SPD003", "SP-2026-0002", "2026-03-0002", "open")]
    assert status == 3


def test_one_explanation_does_not_cover_every_line_of_a_kind(tmp_path: Path) -> None:
    text = '2026-03-08 custom "approval" "SP-8"\n2026-03-08 custom "approval" "SP-9"\n'
    text += '2026-03-10 custom "explanation" "FMT001" "知道了"\n  about: "SP-8"\n'
    _status, output = check(tmp_path, text, "--format", "json")
    assert [(about, status) for _, about, _, status in found(output)] == [
        ("SP-8", "explained"),
        ("SP-9", "open"),
    ]


def test_a_approval_out_of_office_names_the_voucher_under_it(tmp_path: Path) -> None:
    signed = SIGNED.replace("赵一清", "钱二宁").replace("400.00", "500.00")
    _status, output = check(tmp_path, signed + SPENDING, "--format", "json")
    assert found(output) == [("SPD005", "SP-2026-0002", "2026-03-0002", "open")]


def test_an_amount_left_out_is_not_blamed_for_the_one_written(tmp_path: Path) -> None:
    text = SIGNED.replace("400.00", "600.00") + SPENDING.replace("500.00", "500.005")
    _status, output = check(tmp_path, text, "--format", "json", "--select", "VCH005")
    assert len(found(output)) == 1


def test_a_refused_file_is_named_from_the_books_folder(tmp_path: Path) -> None:
    (tmp_path / "more.beancount").write_bytes("； 说明\n".encode("gbk"))
    status, output = check(tmp_path, 'include "more.beancount"\n', "--format", "json")
    assert status == 4
    assert [error["file"] for error in json.loads(output)["errors"]] == ["more.beancount"]


def test_a_part_of_the_rules_does_not_call_the_books_clean(tmp_path: Path) -> None:
    status, output = check(tmp_path, SIGNED + SPENDING, "--select", "RCP")
    assert status == 0
    assert "只查了 7 条规则" in output


def test_who_goes_by_seals_is_told(tmp_path: Path) -> None:
    """A forged seal deceives who goes by seals: only who reads everything is not told."""
    make_sealed_books(tmp_path / "ledger")
    books = ("--books", str(tmp_path / "ledger"), "--as-of", "2025-09-30")
    line = "信任封账（核对请用 --full）"
    assert line in told("check", *books).splitlines()
    assert line not in told("check", *books, "--full")
    assert json.loads(told("check", *books, "--format", "json"))["trusts_seals"]
    full = told("check", *books, "--format", "json", "--full")
    assert not json.loads(full)["trusts_seals"]
