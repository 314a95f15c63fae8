"""``juwu batch``: lists filled in as a spreadsheet; what the books hold afterwards, and what is refused."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from batch_files import edit, empty, fill, first_row
from libreoffice import needs_soffice, recalculated
from written_books import DAY, example, read, run, snapshot

COLUMNS = ("收据号码", "日期", "交款人", "金额")
SETTINGS = {"收入科目": "4003-01", "钱到哪里": "基本户", "事由": "楼道保洁费"}
BANK, SERVICE = "Assets:1002银行存款:01基本户", "Income:4003便民服务:01复印打印"
TODAY = dt.date(2026, 1, 5)


@pytest.fixture(scope="module")
def with_receipts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = example(tmp_path_factory.mktemp("with-receipts"))
    issued = ("--issued-by", "街道办事处财务室", "--keeper", "郑七星", "--date", "2026-01-02")
    done = run(folder, "receipt-book", "issue", "B0000001", "B0000300", *issued)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def books(with_receipts: Path, tmp_path: Path) -> Path:
    """The example books with a book of 300 receipts, B0000001 on."""
    return Path(shutil.copytree(with_receipts, tmp_path / "ledger"))


def households(first: int, last: int) -> list[list[Any]]:
    return [[f"B{n:07d}", TODAY, f"{n} 号楼住户", 20] for n in range(first, last + 1)]


def levy(books: Path, rows: list[list[Any]], name: str = "名单.xlsx") -> Path:
    return fill(empty(books, "levy", name), SETTINGS, COLUMNS, rows)


def refused(books: Path, file: Path, *words: str, status: int = 5) -> str:
    before = snapshot(books)
    done = run(books, "batch", "add", str(file), *words)
    assert done.exit_code == status, done.output
    assert snapshot(books) == before, "拒绝了，什么也不该写"
    return done.output


def added(books: Path, file: Path, *words: str) -> str:
    done = run(books, "batch", "add", str(file), *words)
    assert done.exit_code == 0, done.output
    return done.output


def of_today(books: Path) -> list[Any]:
    return [v.txn for v in read(books).vouchers if v.date == TODAY]


# --- what is written -----------------------------------------------------------------------------


def test_a_receipt_a_household_is_a_voucher_each(books: Path) -> None:
    added(books, levy(books, households(1, 3)))
    made = of_today(books)
    assert [t.meta["voucher"] for t in made] == ["2026-01-0001", "2026-01-0002", "2026-01-0003"]
    assert [t.meta["receipt"] for t in made] == ["B0000001", "B0000002", "B0000003"]
    assert [t.payee for t in made] == ["1 号楼住户", "2 号楼住户", "3 号楼住户"]
    assert [(p.account, str(p.units)) for p in made[0].postings] == [
        (BANK, "20.00 CNY"),
        (SERVICE, "-20.00 CNY"),
    ]


@pytest.mark.parametrize("words", [(), ("--by", "day")])
def test_the_list_is_kept_with_what_it_made(books: Path, words: tuple[str, ...]) -> None:
    file = levy(books, households(1, 3))
    added(books, file, *words)
    (named,) = {txn.meta["document"] for txn in of_today(books)}
    assert named.startswith("documents/batches/") and named.endswith(".xlsx")
    assert (books / named).read_bytes() == file.read_bytes()


def test_a_voucher_a_day_carries_the_receipts_on_its_lines(books: Path) -> None:
    added(books, levy(books, households(1, 70)), "--by", "day")
    (made,) = of_today(books)
    money, *lines = made.postings
    assert (money.account, str(money.units)) == (BANK, "1400.00 CNY")
    assert [line.meta["receipt"] for line in lines] == [f"B{n:07d}" for n in range(1, 71)]
    assert {line.account for line in lines} == {SERVICE}
    assert made.meta["attachments"] == 70
    register = run(books, "register", "receipts", "--period", "2026-01")
    assert register.exit_code == 0 and "70 号楼住户" in register.output


def test_adding_twice_adds_nothing_and_a_longer_list_only_what_is_new(books: Path) -> None:
    added(books, levy(books, households(1, 3)))
    assert "都已经记过" in refused(books, levy(books, households(1, 3), "改名.xlsx"))
    assert "5 行，新的 2 行" in added(books, levy(books, households(1, 5), "长.xlsx"))
    assert [t.meta["receipt"][-1] for t in of_today(books)] == list("12345")


def test_a_row_that_was_changed_after_it_was_booked_is_named(books: Path) -> None:
    added(books, levy(books, households(1, 2)), "--by", "day")
    rows = households(1, 3)
    rows[1][3] = 30
    told = refused(books, levy(books, rows, "改.xlsx"))
    assert "已经记过（凭证 2026-01-0001）" in told and "juwu reverse 2026-01-0001" in told


def test_what_was_taken_back_may_be_booked_again(books: Path) -> None:
    file = levy(books, households(1, 1))
    added(books, file)
    back = run(books, "reverse", "2026-01-0001", "--reason", "退回", "--explain", "写错")
    assert back.exit_code == 0, back.output
    done = run(books, "batch", "add", str(file), "--explain", "重记")
    assert done.exit_code == 0, done.output


def test_the_check_writes_nothing_and_says_what_to_do_next(books: Path) -> None:
    file, before = levy(books, households(1, 3)), snapshot(books)
    done = run(books, "batch", "check", str(file))
    assert done.exit_code == 0 and f"juwu batch add {file}" in done.output
    assert snapshot(books) == before


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("--by", "day")])
def test_two_hundred_households_take_two_seconds(books: Path, words: tuple[str, ...]) -> None:
    resource = pytest.importorskip("resource")  # Not on Windows.
    file = levy(books, households(1, 200))
    command = [sys.executable, "-m", "juwu_ledger", "batch", "add", str(file), *words]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "-b", str(books), "--as-of", DAY], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert sum(p.account == SERVICE for t in of_today(books) for p in t.postings) == 200
    assert took < 3  # Of the processor, however busy; 1.3 when nothing else runs.


# --- what is refused -----------------------------------------------------------------------------


def _merge(sheet: Any, row: int) -> None:
    sheet.merge_cells(f"D{row}:D{row + 1}")


def _hide(sheet: Any, row: int) -> None:
    sheet.row_dimensions[row].hidden = True


def _hide_column(sheet: Any, row: int) -> None:
    sheet.column_dimensions["E"].hidden = True


SPOILED: dict[str, tuple[Callable[[Any, int], None], str]] = {
    "merged": (_merge, "合并的单元格"),
    "hidden row": (_hide, "隐藏的"),
    "hidden column": (_hide_column, "这一栏是隐藏的"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_hides_something_is_refused_by_cell(books: Path, name: str) -> None:
    spoil, told = SPOILED[name]
    file = levy(books, households(1, 3))
    book = openpyxl.load_workbook(file)
    spoil(book.worksheets[0], first_row(file))
    book.save(file)
    assert told in refused(books, file)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("E", "=10+10", "这是公式，还没有算出数来"),
        ("E", "1,2,3", "读不懂"),
        ("E", 0, "要大于零"),
        ("E", -20, "要大于零"),
        ("E", 20.005, "不到分"),
        ("E", None, "没有写金额"),
        ("B", 1234567890123456, "超过 15 位"),
        ("B", "1.23457E+15", "超过 15 位"),
        ("B", "第二张", "收据号码看不懂"),
        ("C", "2026-02-30", "没有"),
        ("C", "昨天", "读不懂"),
        ("C", dt.date(2026, 2, 1), "不是同一个月的"),
        ("B", "B0000001", "写了两次"),
    ],
)
def test_one_bad_row_of_many_writes_nothing(
    books: Path, column: str, value: Any, told: str
) -> None:
    file = levy(books, households(1, 20))
    row = first_row(file) + 11
    said = refused(books, edit(file, f"{column}{row}", value))
    assert told in said and ("一行也没有记" in said)
    copy = openpyxl.load_workbook(file.with_name("名单-有错.xlsx")).worksheets[0]
    red = [
        cell.value for cell in copy[row] if cell.font.color and cell.font.color.rgb == "FFC00000"
    ]
    assert len(red) == 1 and told in red[0]


def test_one_bad_row_of_two_hundred_writes_nothing_and_the_copy_put_right_does(books: Path) -> None:
    file = levy(books, households(1, 200))
    row = first_row(file) + 149
    refused(books, edit(file, f"E{row}", "二十"))
    copy = file.with_name("名单-有错.xlsx")
    added(books, edit(copy, f"E{row}", 20), "--by", "day")
    assert len(of_today(books)[0].postings) == 201


def test_a_rule_refuses_the_whole_list_and_the_copy_names_the_row(books: Path) -> None:
    rows = households(1, 3)
    rows[2][0] = "C0000009"  # No such book was drawn.
    said = refused(books, levy(books, rows))
    assert "C0000009" in said and "名单-有错.xlsx" in said


def test_the_example_alone_is_no_list(books: Path) -> None:
    assert "一行也没有填" in refused(books, fill(empty(books, "levy"), SETTINGS, COLUMNS, []))


def test_an_account_that_is_not_offered_is_named_by_its_cell(books: Path) -> None:
    file = levy(books, households(1, 1))
    assert "B3：没有合用的科目" in refused(books, edit(file, "B3", "5101"))


def test_another_version_another_kind_and_no_kind_are_told(books: Path) -> None:
    file = levy(books, households(1, 1))
    for cell, value, told in (("B2", 9, "第 1 版"), ("B1", "gifts", "认不得")):
        book = openpyxl.load_workbook(file)
        book["juwu"][cell] = value
        book.save(file.with_name("别的.xlsx"))
        assert told in refused(books, file.with_name("别的.xlsx"))
    plain = openpyxl.Workbook()
    plain.save(file.with_name("空.xlsx"))
    assert "看不出是哪一种名单" in refused(books, file.with_name("空.xlsx"))


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"", 5), (b"PK\x03\x04cut off", 5), (b"not a workbook", 5), (b"%PDF-1.4", 5), (None, 2)],
)
def test_what_is_no_workbook_is_refused_without_a_traceback(
    books: Path, data: bytes | None, status: int
) -> None:
    file = books.parent / "坏.xlsx"
    if data is not None:
        file.write_bytes(data)
    assert "Traceback" not in refused(books, file, status=status)


def test_an_old_workbook_is_told_how_to_come_again(books: Path) -> None:
    file = books.parent / "旧.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    told = refused(books, file)
    assert "另存为 .xlsx" in told and len(told.splitlines()) == 1


def test_a_cut_off_list_and_a_list_with_two_headings_are_refused(books: Path) -> None:
    file = levy(books, households(1, 3))
    cut = file.with_name("断.xlsx")
    cut.write_bytes(file.read_bytes()[:-700])
    assert "没有下载完" in refused(books, cut)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    for column, title in enumerate(COLUMNS, 2):
        sheet.cell(first_row(file) + 9, column, title)
    book.save(file)
    assert "有几行都像表头" in refused(books, file)


def _with_part(file: Path, name: str, data: bytes) -> Path:
    """Return the list with one more part in its zip."""
    worse = file.with_name("毒.xlsx")
    worse.write_bytes(file.read_bytes())
    with zipfile.ZipFile(worse, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return worse


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("xl/media/a.bin", bytes(100 * 1024 * 1024), "解开大于"),
        ("xl/media/b.zip", b"PK\x03\x04inside", "压缩包里还有压缩包"),
        ("xl/c.xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "DOCTYPE"),
    ],
)
def test_bombs_are_refused_before_they_are_opened(
    books: Path, name: str, data: bytes, told: str
) -> None:
    assert told in refused(books, _with_part(levy(books, households(1, 1)), name, data))


def test_a_file_with_one_bit_turned_is_read_or_refused_and_never_a_traceback(books: Path) -> None:
    """Whatever is written is judged by all rules; here only that nothing breaks."""
    file = levy(books, households(1, 2))
    good, chance = file.read_bytes(), random.Random(13)
    worse = file.with_name("坏.xlsx")
    for _ in range(int(os.environ.get("JUWU_EVERY_CASE", 0)) * 500 + 8):
        data = bytearray(good)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        worse.write_bytes(data)
        done = run(books, "batch", "check", str(worse))
        assert done.exit_code in (0, 5), done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)


def test_by_takes_days_only(books: Path) -> None:
    assert "只写 day" in refused(books, levy(books, households(1, 1)), "--by", "week", status=2)


# --- templates -----------------------------------------------------------------------------------


def test_a_template_replaces_nothing_and_knows_its_kinds(books: Path) -> None:
    file = empty(books, "levy")
    again = run(books, "batch", "template", "levy", "-o", str(file))
    assert again.exit_code == 2 and "已经有了" in again.output
    assert run(books, "batch", "template", "levy", "-o", str(file), "--force").exit_code == 0
    none = run(books, "batch", "template", "gifts")
    assert none.exit_code == 2 and "levy（收费名单）" in none.output


@needs_soffice
@pytest.mark.slow
def test_libreoffice_opens_a_template_and_what_it_saves_is_read(
    books: Path, tmp_path: Path
) -> None:
    file = levy(books, households(1, 3))
    book = openpyxl.load_workbook(file)
    book.worksheets[0][f"E{first_row(file)}"] = "=10+10"
    book.save(file)
    saved = recalculated(file, tmp_path)
    other = openpyxl.load_workbook(saved)
    assert other["juwu"].sheet_state == "hidden"
    lists = [v for v in other.worksheets[0].data_validations.dataValidation if v.type == "list"]
    assert {str(v.sqref) for v in lists} >= {"B3", "B4", "B6"}  # Account, money, fund.
    added(books, saved)
    assert str(of_today(books)[0].postings[0].units) == "20.00 CNY"


# --- a run of equal receipts ---------------------------------------------------------------------

_RUN = (
    "receive",
    "--from",
    "居民 70 户",
    "--for",
    "楼道保洁费",
    "--account",
    "4003-01",
    "--to",
    "bank",
)


def test_a_run_of_equal_receipts_is_one_voucher_with_a_line_each(books: Path) -> None:
    done = run(books, *_RUN, "--receipt", "B0000001-B0000070", "--each", "20")
    assert done.exit_code == 0, done.output
    (made,) = of_today(books)
    assert str(made.postings[0].units) == "1400.00 CNY" and made.meta["attachments"] == 70
    assert [p.meta["receipt"] for p in made.postings[1:]] == [f"B{n:07d}" for n in range(1, 71)]
    assert run(books, "check").exit_code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--receipt", "B0000001", "--each", "20"), "要和一段收据一起写"),
        (("--each", "20"), "要和一段收据一起写"),
        (("--receipt", "B0000001-B0000070", "--each", "20", "--amount", "9"), "不再写 --amount"),
        (("--receipt", "B0000070-B0000001", "--each", "20"), "不成一段"),
        (("--receipt", "B0000001-B9999999", "--each", "20"), "一次最多"),
        (("--receipt", "B0000001-B0000002", "--each", "-1"), "看不懂"),
    ],
)
def test_a_run_that_makes_no_sense_is_told(books: Path, words: tuple[str, ...], told: str) -> None:
    done = run(books, *_RUN, *words)
    assert done.exit_code == 2 and told in done.output, done.output
