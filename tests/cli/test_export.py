"""``juwu export audit``: what it writes, what it says, and how it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import openpyxl
import pytest

from audit_books import year_books
from invoking import invoke
from juwu_ledger.cli.shell.whole_folder import whole_folder
from paper_books import BANK, GRANT, TITLE, voucher

ROOT_WRITES_ANYWHERE = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def books(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    folder.mkdir()
    year_books(folder)
    return folder


FOUND = 3
"""The status of an export with anything red on its cover: these books have open findings."""


def export(books: Path, *words: str) -> tuple[int, str, str]:
    result = invoke(["export", "audit", "--books", str(books), "--as-of", "2026-01-31", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def test_writes_the_workbook_and_says_what_is_in_it(books: Path, tmp_path: Path) -> None:
    target = tmp_path / "审计.xlsx"
    status, said, _ = export(books, "--year", "2025", "-o", str(target))
    assert status == FOUND
    assert f"已写出 {target}：23 张表，24 张凭证" in said
    assert "全部相符。" in said
    book = openpyxl.load_workbook(target)
    assert "勾稽核对" in book.sheetnames
    assert sorted(p.name for p in tmp_path.iterdir()) == ["books", "审计.xlsx"]
    before = target.read_bytes()
    assert export(books, "--year", "2025", "-o", str(target))[0] == FOUND
    assert target.read_bytes() == before


def test_without_a_name_it_goes_into_the_current_folder(
    books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export(books, "--year", "2025")[0] == FOUND
    assert (tmp_path / f"{TITLE}-审计账册-2025.xlsx").is_file()
    folder = tmp_path / "给审计"
    folder.mkdir()
    assert export(books, "--year", "2025", "-o", str(folder))[0] == FOUND
    assert (folder / f"{TITLE}-审计账册-2025.xlsx").is_file()


def test_ties_that_do_not_hold_are_named(books: Path, tmp_path: Path) -> None:
    with (books / "main.beancount").open("a", encoding="utf-8") as file:
        file.write('2025-10-01 custom "asset" "GD-3" "没有入账的柜子" 2500.00 CNY\n')
    status, said, _ = export(books, "--year", "2025", "-o", str(tmp_path / "a.xlsx"))
    assert status == FOUND
    assert "1 项不符：" in said
    assert "固定资产  在册卡片原值合计＝科目余额表固定资产期末余额" in said
    assert "规则检查 AST002" in said


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            ("--year", "2031"),
            "2031年度没有凭证，没有账可导出。账本里的凭证从 2025-01-01 到 2025-12-31",
        ),
        (("--year", "2025-03"), "这里要写年（2026）"),
        (("--year", "2024-2026"), "2024年度、2026年度没有凭证，没有账可导出。"),
        (("--year", "2025-2024"), "前后写反了，请写成 2024-2025"),
        (("--year", "1990-2025"), "一次最多导出 30 年"),
        (("--year", "2025", "--format", "ods"), "没有 ods 这个格式；可用：xlsx、csv、parquet"),
        (("--year", "2025", "--format", "csv", "-o", "没有/的"), "没有 没有 这个文件夹"),
        (("--year", "今年"), "不是期间"),
        (("--year", "2025", "-o", "账.xls"), "文件名要以 .xlsx 结尾"),
        (("--year", "2025", "-o", "没有/的/a.xlsx"), "没有 没有/的 这个文件夹"),
    ],
)
def test_wrong_usage_is_said_plainly(books: Path, words: tuple[str, ...], wanted: str) -> None:
    status, _, complaint = export(books, *words)
    assert status == 2
    assert wanted in complaint
    assert "Traceback" not in complaint


def test_books_that_do_not_balance_are_refused(books: Path, tmp_path: Path) -> None:
    with (books / "main.beancount").open("a", encoding="utf-8") as file:
        file.write("2025-10-01 balance Assets:1001库存现金:01备用金  1.00 CNY\n")
    target = tmp_path / "a.xlsx"
    status, _, complaint = export(books, "--year", "2025", "-o", str(target))
    assert status == 4
    assert "改正以后再来" in complaint
    assert not target.exists()


def later_year(books: Path) -> None:
    with (books / "main.beancount").open("a", encoding="utf-8") as file:
        file.write(voucher("2026-01-0001", (BANK, "5.00"), (GRANT, "-5.00")))


@pytest.mark.parametrize("words", [("2025-2026",), ("2026", "--year", "2025"), ("2025至2026",)])
def test_several_years_in_one_workbook(
    books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    later_year(books)
    monkeypatch.chdir(tmp_path)
    status, said, _ = export(books, "--year", *words)
    assert status == FOUND
    assert f"已写出 {TITLE}-审计账册-2025-2026.xlsx：23 张表，25 张凭证" in said
    book = openpyxl.load_workbook(tmp_path / f"{TITLE}-审计账册-2025-2026.xlsx", read_only=True)
    assert {row[0].value for row in book["序时账"].iter_rows(min_row=4)} == {2025, 2026}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_go_into_a_folder_of_their_own(
    books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    monkeypatch.chdir(tmp_path)
    status, said, _ = export(books, "--year", "2025", "--format", form)
    assert status == FOUND
    folder = tmp_path / f"{TITLE}-审计账册-2025-{form}"
    assert f"已写出 {TITLE}-审计账册-2025-{form}：23 张表，24 张凭证" in said
    names = {path.name for path in folder.iterdir()}
    assert len(names) == 23
    assert f"记账凭证.{form}" in names
    first = (folder / f"序时账.{form}").read_bytes()
    (folder / f"总账.{form}").unlink()
    assert export(books, "--year", "2025", "--format", form, "--force")[0] == FOUND
    assert {path.name for path in folder.iterdir()} == names
    assert (folder / f"序时账.{form}").read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["books", folder.name]


def test_a_folder_with_other_files_is_left_alone(books: Path, tmp_path: Path) -> None:
    folder = tmp_path / "别的"
    folder.mkdir()
    (folder / "信.txt").write_text("旧的", encoding="utf-8")
    status, _, complaint = export(books, "--year", "2025", "--format", "csv", "-o", str(folder))
    assert status == 2
    assert "里有别的文件（信.txt）" in complaint
    assert [path.name for path in folder.iterdir()] == ["信.txt"]
    status, _, complaint = export(
        books, "--year", "2025", "--format", "csv", "-o", str(folder / "信.txt")
    )
    assert status == 2
    assert "是一个文件" in complaint


@pytest.mark.parametrize(
    ("call", "error", "wanted"),
    [
        ("os.fsync", OSError(28, "No space left on device"), "磁盘满了"),
        ("tempfile.mkdtemp", PermissionError(13, "Permission denied"), "没有权限"),
    ],
)
def test_tables_that_cannot_be_written_leave_the_old_ones(
    books: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    error: OSError,
    wanted: str,
) -> None:
    folder = tmp_path / "表"
    folder.mkdir()
    (folder / "说明.csv").write_bytes(b"old")

    def fail(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(call, fail)
    status, _, complaint = export(books, "--year", "2025", "--format", "csv", "-o", str(folder))
    assert status == 2
    assert wanted in complaint
    assert (folder / "说明.csv").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["books", "表"]


def test_a_folder_that_cannot_be_moved_in_brings_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "表"
    target.mkdir()
    (target / "a.csv").write_bytes(b"old")
    rename = Path.rename

    def fail(self: Path, to: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(5, "Input/output error")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="Input/output"), whole_folder(target, {"a.csv"}) as made:
        (made / "a.csv").write_bytes(b"new")
    assert (target / "a.csv").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["表"]


def test_without_pyarrow_parquet_is_refused(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    status, _, complaint = export(books, "--year", "2025", "--format", "parquet")
    assert status == 2
    assert "pip install 'juwu-ledger[parquet]'" in complaint


@pytest.mark.skipif(ROOT_WRITES_ANYWHERE, reason="root may write into a read-only folder")
def test_a_folder_that_cannot_be_written(books: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    status, _, complaint = export(books, "--year", "2025", "-o", str(locked / "a.xlsx"))
    assert status == 2
    assert "没有权限" in complaint


@pytest.mark.parametrize(
    ("call", "error", "wanted"),
    [
        ("os.fsync", OSError(28, "No space left on device"), "磁盘满了"),
        ("tempfile.mkstemp", PermissionError(13, "Permission denied"), "没有权限"),
        ("tempfile.mkstemp", OSError(30, "Read-only file system"), "这个盘只能读"),
        ("pathlib.Path.replace", PermissionError(13, "in use"), "正在 Excel 里打开"),
    ],
)
def test_a_write_that_fails_leaves_the_old_file(
    books: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    error: OSError,
    wanted: str,
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def fail(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(call, fail)
    status, _, complaint = export(books, "--year", "2025", "-o", str(target))
    assert status == 2
    assert wanted in complaint
    assert target.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "books"]


def test_help_shows_an_example() -> None:
    for words in (["export"], ["export", "--help"], ["export", "audit", "--help"]):
        result = invoke(words)
        assert "juwu export audit --year 2025" in result.output
