"""``juwu check``: exit statuses, text, JSON, which books, which day, and never a traceback."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from invoking import invoke
from juwu_ledger.rules import CATALOGUE

COMMON = Path(__file__).parents[1] / "rules" / "common.beancount"
HEAD = (
    'option "title" "示例市样板区柳荫街道桂花里社区居民委员会"\n'
    'option "operating_currency" "CNY"\ninclude "common.beancount"\n'
)
CLEAN = """\
2026-03-05 * "张大爷" "活动室场地费"
  voucher: "2026-03-0002"
  receipt: "A0000101"
  Assets:1002银行存款:01基本户   200.00 CNY
    cleared: 2026-03-05
  Income:4003服务收入
"""
NO_RECEIPT = CLEAN.replace('  receipt: "A0000101"\n', "")
OVER_LIMIT = """\
2026-03-05 * "支取备用金"
  voucher: "2026-03-0002"
  Assets:1001库存现金:01备用金   2500.00 CNY
  Assets:1002银行存款:01基本户
    cleared: 2026-03-05
"""
EXPLAINED = (
    OVER_LIMIT
    + '2026-03-06 custom "explanation" "CSH001" "次日发放救助"\n  about: "2026-03-0002"\n'
)
LARGE_CASH = """\
2026-03-06 custom "limit" "cash-payment" 500.00 CNY
2026-03-06 * "示例打印社" "印制公开栏"
  voucher: "2026-03-0002"
  approval: "SP-2026-0001"
  invoice: "26372000000000000101"
  handler: "李四安"
  witness: "周五福"
  Expenses:5101办公用品   600.00 CNY
  Assets:1001库存现金:01备用金
"""
WAITING = """\
2026-03-05 * "张大爷" "活动室场地费，现金"
  voucher: "2026-03-0002"
  receipt: "A0000101"
  Assets:1001库存现金:02待缴款   200.00 CNY
  Income:4003服务收入
"""
UNBALANCED = CLEAN.replace("Income:4003服务收入", "Income:4003服务收入  -199.99 CNY")


@pytest.fixture(autouse=True)
def _no_books_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("JUWU_BOOKS", raising=False)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)


def make(folder: Path, text: str = CLEAN) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(COMMON, folder)
    main = folder / "main.beancount"
    main.write_text(HEAD + text, encoding="utf-8")
    return main


def check(*words: str | Path) -> Result:
    result = invoke(["check", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def check_json(*words: str | Path) -> tuple[int, dict[str, Any]]:
    result = check("--format", "json", *words)
    return result.exit_code, json.loads(result.stdout)


def on(main: Path, day: str = "2026-03-31") -> tuple[str, ...]:
    return "--books", str(main), "--as-of", day


# --- what it says, how it ends ---------------------------------------------------------------


def test_clean_books_are_one_line_and_status_0(tmp_path: Path) -> None:
    result = check(*on(make(tmp_path)))
    assert result.exit_code == 0
    assert result.stdout == "账本清楚：2 张凭证，没有发现问题。\n"
    assert result.stderr == ""


def test_a_finding_is_status_3_and_says_all_there_is_to_know(tmp_path: Path) -> None:
    result = check(*on(make(tmp_path, NO_RECEIPT)))
    assert result.exit_code == 3
    assert result.stdout == (
        "RCP001 收入没有统一收据  FM-1.4\n"
        "  [严重]  2026-03-0002  main.beancount:4\n"
        "      收入 200.00 元（活动室场地费）没有收据号\n"
        "      改法：给交款人补开统一收据，把号码写到凭证的 receipt；以前付出的钱退回来的，写明 reverses。\n"
        "\n"
        "共 2 张凭证：1 个严重问题。\n"
    )


def test_a_warning_alone_is_status_0(tmp_path: Path) -> None:
    result = check(*on(make(tmp_path, LARGE_CASH), "2026-03-31"))
    assert result.exit_code == 0
    assert "[提醒]  2026-03-0002" in result.stdout
    assert result.stdout.endswith("共 2 张凭证：没有严重问题，1 个提醒。\n")


def test_an_explained_finding_stays_listed_and_is_status_0(tmp_path: Path) -> None:
    result = check(*on(make(tmp_path, EXPLAINED)))
    assert result.exit_code == 0
    assert "CSH001" in result.stdout
    assert "[已说明]" in result.stdout
    assert "说明：次日发放救助" in result.stdout
    assert "改法" not in result.stdout
    assert "1 个已说明" in result.stdout


def test_an_explanation_of_another_voucher_does_not_count(tmp_path: Path) -> None:
    main = make(tmp_path, EXPLAINED.replace('about: "2026-03-0002"', 'about: "2026-03-0001"'))
    assert check(*on(main)).exit_code == 3


def test_books_that_do_not_balance_are_status_4(tmp_path: Path) -> None:
    result = check(*on(make(tmp_path, UNBALANCED)))
    assert result.exit_code == 4
    assert "错误  main.beancount:4  凭证借贷不平" in result.stdout
    assert "1 处错误（账本读不全或不平）" in result.stdout


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", "; 好".encode("gbk"), b"\0", b'include "/etc/passwd"\n']
)
def test_books_that_cannot_be_read_are_status_4(data: bytes, tmp_path: Path) -> None:
    main = tmp_path / "main.beancount"
    main.write_bytes(data)
    result = check("--books", main)
    assert result.exit_code == 4
    assert re.search("错误  .*main.beancount", result.stdout)
    assert "账本读不了：1 处错误。" in result.stdout
    status, found = check_json("--books", main)
    assert status == 4
    assert found["findings"] == []
    assert len(found["errors"]) == 1


# --- JSON ------------------------------------------------------------------------------------


def test_json_is_as_cli_md_promises(tmp_path: Path) -> None:
    main = make(tmp_path, NO_RECEIPT)
    status, found = check_json(*on(main))
    assert status == 3
    assert found == {
        "books": str(main),
        "as_of": "2026-03-31",
        "counts": {"E": 1, "W": 0, "explained": 0},
        "errors": [],
        "findings": [
            {
                "rule": "RCP001",
                "severity": "E",
                "status": "open",
                "clause": ["FM-1.4"],
                "date": "2026-03-05",
                "about": "2026-03-0002",
                "voucher": "2026-03-0002",
                "file": "main.beancount",
                "line": 4,
                "message": "收入 200.00 元（活动室场地费）没有收据号",
                "remedy": "给交款人补开统一收据，把号码写到凭证的 receipt；以前付出的钱退回来的，写明 reverses。",
                "explanation": None,
            }
        ],
        "trusts_seals": False,
    }
    assert list(found) == ["books", "as_of", "counts", "errors", "findings", "trusts_seals"]
    assert list(found["findings"][0]) == [
        "rule",
        "severity",
        "status",
        "clause",
        "date",
        "about",
        "voucher",
        "file",
        "line",
        "message",
        "remedy",
        "explanation",
    ]


def test_json_of_clean_explained_and_broken_books(tmp_path: Path) -> None:
    status, found = check_json(*on(make(tmp_path / "a")))
    assert status == 0
    assert found["counts"] == {"E": 0, "W": 0, "explained": 0}
    assert found["errors"] == found["findings"] == []
    status, found = check_json(*on(make(tmp_path / "b", EXPLAINED)))
    assert status == 0
    assert found["counts"] == {"E": 0, "W": 0, "explained": 1}
    assert found["findings"][0]["status"] == "explained"
    assert found["findings"][0]["explanation"] == "次日发放救助"
    assert found["findings"][0]["about"] == "2026-03-0002"
    status, found = check_json(*on(make(tmp_path / "c", LARGE_CASH)))
    assert status == 0
    assert found["counts"] == {"E": 0, "W": 1, "explained": 0}
    status, found = check_json(*on(make(tmp_path / "d", UNBALANCED)))
    assert status == 4
    (error,) = found["errors"]
    assert set(error) == {"message", "file", "line"}
    assert (error["file"], error["line"]) == ("main.beancount", 4)


def test_a_file_in_a_folder_is_named_from_the_books(tmp_path: Path) -> None:
    main = make(tmp_path, 'include "2026/2026-03.beancount"\n')
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "2026-03.beancount").write_text(NO_RECEIPT, encoding="utf-8")
    _, found = check_json(*on(main))
    assert found["findings"][0]["file"] == "2026/2026-03.beancount"
    assert found["findings"][0]["line"] == 1
    assert "2026/2026-03.beancount:1" in check(*on(main)).stdout


# --- which rules, which day ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ((), {"RCP001", "VCH001"}),
        (("--select", "RCP"), {"RCP001"}),
        (("--select", "rcp001"), {"RCP001"}),
        (("--select", "RCP001,VCH001"), {"RCP001", "VCH001"}),
        (("--select", "RCP001，VCH"), {"RCP001", "VCH001"}),
        (("--select", " RCP001 , "), {"RCP001"}),
        (("--select", "SPD"), set()),
        (("--ignore", "RCP"), {"VCH001"}),
        (("--ignore", "RCP001,VCH001"), set()),
        (("--select", "RCP,VCH", "--ignore", "VCH001"), {"RCP001"}),
        (("--select", "RCP", "--ignore", "RCP"), set()),
    ],
)
def test_rules_are_chosen_by_code_or_family(
    words: tuple[str, ...], rules: set[str], tmp_path: Path
) -> None:
    main = make(tmp_path, NO_RECEIPT.replace("0002", "0003"))
    status, found = check_json(*on(main), *words)
    assert {f["rule"] for f in found["findings"]} == rules
    assert status == (3 if rules else 0)


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize("word", ["XYZ", "RCP999", "RCP001x", "RCP,坐支", "receipt-reused"])
def test_an_unknown_rule_is_wrong_usage(option: str, word: str, tmp_path: Path) -> None:
    result = check(*on(make(tmp_path)), option, word)
    assert result.exit_code == 2
    assert "没有规则" in result.stderr
    assert "juwu rules" in result.stderr


def test_books_that_do_not_load_are_status_4_whatever_rules_are_chosen(tmp_path: Path) -> None:
    assert check(*on(make(tmp_path, UNBALANCED)), "--select", "RCP").exit_code == 4


def test_the_day_judged_from_counts(tmp_path: Path) -> None:
    main = make(tmp_path, WAITING)
    assert check(*on(main, "2026-03-05")).exit_code == 0
    assert check(*on(main, "2026-03-06")).exit_code == 3
    assert "VCH003" in check(*on(main, "2026-03-04")).stdout


def test_without_a_day_it_is_today(tmp_path: Path) -> None:
    _, found = check_json("--books", make(tmp_path))
    assert found["as_of"] == dt.date.today().isoformat()


@pytest.mark.parametrize(
    "day",
    ["", "today", "2026-02-30", "2026-13-01", "20261305", "2026-W10-1"]
    + [
        "二〇二六年",
        "0001-01-01",
        "9999-12-31",
        "2026-03-05T00:00",
    ],
)
def test_a_wrong_day_is_wrong_usage(day: str, tmp_path: Path) -> None:
    result = check(*on(make(tmp_path), day))
    assert result.exit_code == 2
    assert "2026-04-10" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "day", ["20260305", "2026/3/5", " 2026.3.5", "２０２６-03-05", "二〇二六年三月五日"]
)
def test_the_day_is_read_however_it_is_written(day: str, tmp_path: Path) -> None:
    assert (
        json.loads(check(*on(make(tmp_path), day), "--format", "json").stdout)["as_of"]
        == "2026-03-05"
    )


@pytest.mark.parametrize("words", [("--format", "xml"), ("--no-such",), ("extra",), ("--books",)])
def test_wrong_usage_is_status_2(words: tuple[str, ...]) -> None:
    assert check(*words).exit_code == 2


# --- which books -----------------------------------------------------------------------------


def vouchers_seen(*words: str | Path) -> str:
    result = check("--as-of", "2026-03-31", *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_option_beats_the_environment_beats_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = CLEAN.replace("0002", "0003").replace("A0000101", "A0000102")
    third = second.replace("0003", "0004").replace("A0000102", "A0000103")
    make(tmp_path / "here" / "ledger", "")
    assert "1 张凭证" in vouchers_seen()
    monkeypatch.setenv("BEANCOUNT_FILE", str(make(tmp_path / "b")))
    assert "2 张凭证" in vouchers_seen()
    monkeypatch.setenv("JUWU_BOOKS", str(make(tmp_path / "c", CLEAN + second).parent))
    assert "3 张凭证" in vouchers_seen()
    assert "4 张凭证" in vouchers_seen("-b", make(tmp_path / "d", CLEAN + second + third))
    monkeypatch.setenv("JUWU_BOOKS", "")
    assert "2 张凭证" in vouchers_seen()


def test_books_are_looked_for_upward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "here" / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    make(tmp_path / "here")
    assert "2 张凭证" in vouchers_seen()
    make(tmp_path / "here" / "a" / "ledger", "")
    assert "1 张凭证" in vouchers_seen()


def test_a_folder_may_be_named(tmp_path: Path) -> None:
    make(tmp_path / "x")
    make(tmp_path / "y" / "ledger", "")
    assert "2 张凭证" in vouchers_seen("--books", tmp_path / "x")
    assert "1 张凭证" in vouchers_seen("--books", tmp_path / "y")


def test_a_relative_path_with_dots(tmp_path: Path) -> None:
    make(tmp_path / "账")
    assert "2 张凭证" in vouchers_seen("--books", "../here/../账/main.beancount")


@pytest.mark.parametrize(
    "books", ["", "none", "none/main.beancount", "x" * 300, "x" * 5000, "/proc/1/none", "甲\n乙"]
)
def test_books_that_are_not_there_are_wrong_usage(books: str) -> None:
    result = check("--books", books)
    assert result.exit_code == 2
    assert re.search("[一-龥]", result.stderr)


def test_a_folder_without_books_is_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "main.beancount" in check("--books", tmp_path / "here").stderr
    assert check("--books", tmp_path / "here").exit_code == 2
    result = check()
    assert result.exit_code == 2
    assert "--books" in result.stderr
    monkeypatch.setenv("JUWU_BOOKS", str(tmp_path / "none"))
    assert check().exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="an open folder cannot be deleted there")
def test_standing_in_a_deleted_folder(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = (
        "import os, sys; os.chdir(sys.argv[1]); os.rmdir(sys.argv[1]); sys.argv = ['juwu', 'check'];"
        "from juwu_ledger.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(gone)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


# --- the terminal and the process ------------------------------------------------------------


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    result = check(*on(make(tmp_path, NO_RECEIPT.replace("活动室", "\x1b[2J\x9b活动室\u202e"))))
    assert result.exit_code == 3
    assert not set("\x1b\x9b\u202e") & set(result.output)
    assert "活动室" in result.stdout


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "juwu_ledger", *words],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_any_terminal_can_be_printed_to(encoding: str, tmp_path: Path) -> None:
    main = make(tmp_path, NO_RECEIPT.replace("张大爷", "赵\U0002a6a5爷"))
    done = run("check", *on(main), PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 3
    assert b"RCP001" in done.stdout
    assert done.stderr == b""
    done = run("check", "--format", "json", *on(main), PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert json.loads(done.stdout.decode("utf-8"))["counts"]["E"] == 1


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "juwu_ledger", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    loaded = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "juwu_ledger" in loaded
    assert not loaded & {
        "beanquery",
        "cryptography",
        "prompt_toolkit",
        "fava",
        "flask",
        "openpyxl",
        "jinja2",
        "weasyprint",
    }


# --- the catalogue ---------------------------------------------------------------------------


@pytest.mark.slow
def test_every_rule_is_listed_and_explained() -> None:
    listed = invoke(["rules"])
    assert listed.exit_code == 0
    for rule in CATALOGUE:
        assert f"{rule.code}  " in listed.stdout
        told = invoke(["explain", rule.code.lower()])
        assert told.exit_code == 0
        assert rule.why in told.stdout
        assert "## 不对：" in told.stdout
        assert "## 对：" in told.stdout
    rows = json.loads(invoke(["rules", "--format", "json"]).stdout)
    assert [row["rule"] for row in rows] == [rule.code for rule in CATALOGUE]
    assert invoke(["explain", "XYZ"]).exit_code == 2
