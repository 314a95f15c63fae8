"""``juwu print`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from juwu_ledger.cli.look import printing
from paper_books import CHART, PETTY, TITLE, load, voucher

LEDGER = Path(__file__).parents[2] / "ledger"
app = typer.Typer()
printing.register(app)


@app.callback()
def _root() -> None:
    """So that ``print`` is a command and not the program."""


def run(*words: str, books: Path = LEDGER) -> Result:
    return CliRunner().invoke(
        app, ["print", *words, "--books", str(books), "--as-of", "2026-02-28"]
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("voucher", "2025-06-0004"), "负柒佰捌拾元整"),
        (("voucher", "２０２５-06-0004"), "负柒佰捌拾元整"),
        (("voucher", "--month", "2025-06"), "记账凭证封面"),
        (("approval", "sp-2025-0001"), "柒仟捌佰元整"),
        (("receipts", "--period", "2025Q3"), "收据领用登记簿"),
        (("count", "2025-03-31"), "库存现金·待缴款"),
        (("reconciliation", "基本户", "2025-03"), "112,889.27"),
        (("reconciliation", "100201", "2025-03"), "112,889.27"),
        (("reconciliation", "Assets:1002银行存款:01基本户", "2025-03"), "112,889.27"),
        (("reconciliation", "1012", "2025-03"), "微信收款"),
        (("reconciliation", "100", "2025-03"), "112,889.27"),
        (("card", "GD-2025-001"), "示例办公设备公司"),
        (("review", "2025Q4"), "褚十全（组长）、卫百川、蒋千里"),
        (("stocktake", "2025Q4"), "31,899.00"),
    ],
)
def test_text_on_the_screen(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    assert said in result.stdout


def test_several_vouchers_in_the_order_given() -> None:
    result = run("voucher", "2025-06-0005", "2025-06-0004", "2025-06-0005", "--format", "json")
    forms = json.loads(result.stdout)["forms"]
    assert [form["fields"][0]["value"] for form in forms] == ["2025-06-0005", "2025-06-0004"]


def test_a_stretch_of_a_month() -> None:
    result = run(
        "voucher", "--month", "2025-06", "--from", "3", "--to", "2025-06-0005", "--format", "json"
    )
    cover, *forms = json.loads(result.stdout)["forms"]
    assert cover["key"] == "cover"
    assert [f["fields"][0]["value"] for f in forms] == [f"2025-06-{n:04d}" for n in (3, 4, 5)]


def test_one_account_of_a_count() -> None:
    result = run("count", "2025-03-31", "--account", "备用", "--format", "json")
    (form,) = json.loads(result.stdout)["forms"]
    assert form["title"] == "库存现金·备用金"


def test_files(tmp_path: Path) -> None:
    for words in (
        ("voucher", "2025-06-0004"),
        ("voucher", "--month", "2025-06"),
        ("voucher", "--month", "2025-06", "--from", "28"),
        ("approval", "SP-2025-0001"),
        ("receipts",),
        ("count", "2025-03-31", "--account", "备用金"),
        ("reconciliation", "基本户", "2025-03"),
    ):
        result = run(*words, "-o", str(tmp_path))
        assert result.exit_code == 0, result.stderr
    assert sorted(
        path.name.removeprefix("示例市样板区柳荫街道桂花里社区居民委员会-")
        for path in tmp_path.iterdir()
    ) == [
        "付款审批单-SP-2025-0001.html",
        "余额调节表-2025-03-银行存款·基本户.html",
        "凭证-2025-06-0004.html",
        "凭证-2025-06-28至末.html",
        "凭证-2025-06.html",
        "收据登记簿-2026.html",
        "现金盘点表-2025-03-31-库存现金·备用金.html",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("voucher",), "--month"),
        (("voucher", "2025-06-0001", "--month", "2025-06"), "两样写一样"),
        (("voucher", "2025-06-0001", "--from", "3"), "合用"),
        (("voucher", "2025-06-0099"), "2025-06-0001 到 2025-06-0030"),
        (("voucher", "2026-06-0001"), "2025-01-0001 到 2025-12"),
        (("voucher", "5"), "2026-01-0005"),
        (("voucher", "--month", "2026-02"), "2025-12-31"),
        (("voucher", "--month", "2025-06", "--from", "90"), "这一段没有凭证"),
        (("voucher", "--month", "2025-06", "--from", "2025-07-0001"), "2025-06-0005"),
        (("voucher", "--month", "2025-06", "--to", "三"), "2025-06-0005"),
        (("voucher", "--month", "2025Q1"), "月"),
        (("voucher", "2025-06-0001", "--format", "xlsx", "-o", "x"), "xlsx"),
        (("approval", "SP-2025-0999"), "SP-2025-00"),
        (("card", "GD-2025-999"), "GD-2025-00"),
        (("review", "三月"), "期间"),
        (("approval", "\x1b[31m"), "没有签批"),
        (("receipts", "--period", "三月"), "期间"),
        (("count", "2025-03-30"), "2025-03-31"),
        (("count", "昨天"), "日期"),
        (("count", "2025-03-31", "--account", "基本户"), "备用金"),
        (("reconciliation", "10", "2025-03"), "几个科目"),
        (("reconciliation", "金库", "2025-03"), "基本户"),
        (("reconciliation", "", "2025-03"), "基本户"),
        (("reconciliation", "基本户", "2026-03"), "2025-12"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr


def test_a_hostile_number_stays_in_the_folder(tmp_path: Path) -> None:
    books = tmp_path / "books"
    books.mkdir()
    load(books, '2026-01-02 custom "approval" "../../SP-1" 400.00 CNY "用品"\n')
    out = tmp_path / "out"
    result = run("approval", "../../SP-1", "-o", str(out), books=books)
    assert result.exit_code in (0, 3), result.stderr
    assert [path.name for path in out.iterdir()] == [f"{TITLE}-付款审批单-.._.._SP-1.html"]


def count_books(folder: Path, tail: str = "") -> Path:
    text = voucher("2026-01-0001", (PETTY, "5.00"), ("Equity:3001期初余额", "-5.00"))
    text += f"2026-02-01 balance {PETTY} 4.00 CNY\n{tail}"
    (folder / "main.beancount").write_text(CHART + text, encoding="utf-8")
    return folder


def test_a_count_that_differs_can_be_printed(tmp_path: Path) -> None:
    books = count_books(tmp_path)
    result = run("count", "2026-01-31", books=books)
    assert result.exit_code == 3, result.stderr
    assert "短款 1.00 元" in result.stdout
    assert "短款 1.00 元" in result.stderr
    assert "差 1.00" in result.stderr
    assert run("voucher", "2026-01-0001", books=books).exit_code == 4


def test_other_errors_stop_a_count(tmp_path: Path) -> None:
    wrong = f"2026-03-01 balance {PETTY} 3.00 CNY\n"
    assert run("count", "2026-01-31", books=count_books(tmp_path, wrong)).exit_code == 4
    (tmp_path / "main.beancount").write_bytes(b"\xff\xfe")
    assert run("count", "2026-01-31", books=tmp_path).exit_code == 4


def test_empty_books(tmp_path: Path) -> None:
    load(tmp_path, "")
    for words in (
        ("voucher", "2026-01-0001"),
        ("voucher", "--month", "2026-01"),
        ("approval", "SP-1"),
        ("count", "2026-01-31"),
        ("reconciliation", "基本户", "2026-01"),
    ):
        result = run(*words, books=tmp_path)
        assert result.exit_code == 2
        assert "没有" in result.stderr


@pytest.mark.parametrize("command", ["voucher", "approval", "receipts", "count", "reconciliation"])
def test_help_has_an_example(command: str) -> None:
    result = CliRunner().invoke(app, ["print", command, "--help"])
    assert result.exit_code == 0
    assert "例：juwu print" in result.stdout
