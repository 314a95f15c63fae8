"""Bad statements and invoices through the command line: refused by name, in a line, with nothing written."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from evoucher_files import ILL_TAG, NUMBER, ofd, pdf, vat_xml
from invoking import invoke
from statement_files import (
    MOVES,
    OPENING,
    OURS,
    boc,
    bocom,
    ccb_v2,
    csv_bytes,
    icbc_v3,
    ministry,
    xlsx_bytes,
)
from written_books import example, snapshot

BANK = "Assets:1002银行存款:01基本户"
APRIL = "2026-04-05"
HUGE = 100 * 1024 * 1024
MOST_MEMORY = 160 * 1024
"""KiB that reading a bomb may take, the program itself among it."""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """The example books, whose bank account says its number."""
    folder = example(tmp_path)
    accounts = folder / "accounts.beancount"
    text = accounts.read_text(encoding="utf-8")
    accounts.write_text(
        text.replace(f"open {BANK} CNY\n", f'open {BANK} CNY\n  bank-account: "{OURS}"\n'),
        encoding="utf-8",
    )
    return folder


def icbc(old: str, new: str) -> bytes:
    """A statement in which one text is another."""
    text = icbc_v3(MOVES, OPENING)[1].decode("gb18030")
    assert old in text
    return text.replace(old, new, 1).encode("gb18030")


def two_headings() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(ccb_v2(MOVES, OPENING)[1]))
    sheet = book.worksheets[0]
    sheet.append([cell.value for cell in sheet[1]])
    return saved(book)


def formula() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(ccb_v2(MOVES, OPENING)[1]))
    book.worksheets[0]["F2"] = "=5000+1000"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    out = io.BytesIO(xlsx_bytes([["交易时间"]]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def bomb() -> bytes:
    return with_part("xl/media/a.bin", bytes(HUGE))


def big_sheet(size: int) -> tuple[bytes, int]:
    """A workbook whose sheet has so many bytes when it is unpacked, and how many exactly."""
    row = b"<row><c><v>1</v></c></row>"
    sheet = b"<worksheet><sheetData>" + row * (size // len(row)) + b"</sheetData></worksheet>"
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes([["交易时间"]]))) as old,
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            new.writestr(part.filename, sheet if is_sheet else old.read(part))
    return whole.getvalue(), len(sheet)


def lying_bomb() -> bytes:
    """A workbook whose sheet says that it is small, and is 100 MB when it is unpacked."""
    whole, unpacked = big_sheet(HUGE)
    data = bytearray(whole)
    size = struct.pack("<I", unpacked)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<I", 2048)
    return bytes(data)


def bad_count() -> bytes:
    """A file that prints one receipt more than it has."""
    book = openpyxl.load_workbook(io.BytesIO(bocom(MOVES, OPENING)[1]))
    sheet = book.worksheets[0]
    last = sheet.max_row
    assert str(sheet.cell(last, 5).value).startswith("贷方笔数")
    sheet.cell(last, 6, 3)
    return saved(book)


STATEMENTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "断.csv": (lambda: boc(MOVES, OPENING)[1][:-60], ""),
    "断.xlsx": (lambda: ccb_v2(MOVES, OPENING)[1][:-900], "没有下载完"),
    "别人的.csv": (lambda: icbc(OURS, "62220000000000000999"), "不是账上任何一个账户的"),
    "余额.csv": (lambda: icbc("52713.98", "52713.89"), "余额接不上"),
    "笔数.xlsx": (bad_count, "收入笔数印的是 3，读到 2"),
    "两行栏目.xlsx": (two_headings, "都像栏目"),
    "金额.csv": (lambda: icbc(",386.00,", ',"1,2,3",'), "'1,2,3' 读不懂"),
    "公式.xlsx": (formula, "是公式"),
    "炸弹.xlsx": (bomb, "解开大于"),
    "谎话.xlsx": (lying_bomb, "文件打不开"),
    "套包.xlsx": (lambda: with_part("xl/a.zip", xlsx_bytes([["a"]])), "压缩包里还有压缩包"),
    "实体.xml": (
        lambda: ministry(MOVES, OPENING)[1].replace(
            b"<xbrl", b'<!DOCTYPE x [<!ENTITY a "b">]><xbrl', 1
        ),
        "DOCTYPE",
    ),
    "扫描.pdf": (lambda: pdf({}), "没有文字"),
    "空.csv": (lambda: b"", "空的"),
    "信用卡.csv": (
        lambda: csv_bytes(
            [
                ["交易日", "银行记账日", "卡号后四位", "交易描述", "存入", "支出", "币种"],
                ["2026-03-01", "2026-03-02", "1234", "饭", "", "50.00", "CNY"],
            ]
        ),
        "信用卡",
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_bad_statement_is_refused_by_name(books: Path, name: str) -> None:
    make, said = STATEMENTS[name]
    if name.endswith(".pdf"):
        pytest.importorskip("pdfplumber")
    path = books.parent / name
    path.write_bytes(make())
    before = snapshot(books)
    done = invoke(["import", str(path), "--books", str(books), "--as-of", APRIL])
    assert done.exit_code == 5, done.output
    assert name in done.output and said in done.output
    assert "Traceback" not in done.output and len(done.stderr.splitlines()) == 1, done.output
    assert snapshot(books) == before


@pytest.mark.parametrize("make", [bomb, lying_bomb])
def test_a_bomb_takes_little_memory(books: Path, make: Callable[[], bytes]) -> None:
    path = books.parent / "炸弹.xlsx"
    path.write_bytes(make())
    script = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'juwu_ledger', *sys.argv[1:]])\n"
        "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    pytest.importorskip("resource")  # Not on Windows.
    for words in (("import", str(path)), ("batch", "check", str(path))):
        told = subprocess.run(
            [sys.executable, "-c", script, *words, "-b", str(books), "--as-of", APRIL],
            capture_output=True,
            text=True,
            check=True,
        )
        status, kilobytes = map(int, told.stdout.split()[-2:])
        assert status == 5, told.stderr
        assert kilobytes < MOST_MEMORY


def test_a_list_of_sixty_megabytes_is_not_opened(books: Path) -> None:
    """Just below what a bomb is; a list has a thousandth of it."""
    path = books.parent / "大.xlsx"
    path.write_bytes(big_sheet(60 * 1024 * 1024)[0])
    before = snapshot(books)
    done = invoke(["batch", "add", str(path), "--books", str(books), "--as-of", APRIL])
    assert done.exit_code == 5 and "不是名单" in done.output
    assert snapshot(books) == before


INVOICES: dict[str, tuple[Callable[[], bytes], str]] = {
    "只有坏标签.ofd": (
        lambda: ofd({"Tags/Tag_Invoice.xml": ILL_TAG}),
        "读不出",
    ),
    "两说.pdf": (
        lambda: pdf({"a.xml": vat_xml(day="2026-01-04"), "b.xml": vat_xml(day="2026-01-03")}),
        "不一样",
    ),
    "十九位.xml": (lambda: vat_xml(number=NUMBER[:-1], day="2026-01-04"), "19 位"),
    "实体.xml": (lambda: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
    "套包.ofd": (lambda: ofd({"Attachs/a.zip": ofd({})}), "压缩包里还有压缩包"),
    "炸弹.ofd": (lambda: ofd({"Attachs/a.bin": bytes(HUGE)}), "解开大于"),
    "扫描.pdf": (lambda: pdf({}), "没有文字"),
    "断.ofd": (lambda: ofd({})[:-40], "没有下载完"),
}


@pytest.mark.parametrize("name", INVOICES)
def test_a_bad_invoice_is_refused_by_name(books: Path, name: str) -> None:
    make, said = INVOICES[name]
    path = books.parent / name
    path.write_bytes(make())
    before = snapshot(books)
    done = invoke(["invoice", "add", str(path), "--books", str(books), "--as-of", APRIL])
    assert done.exit_code == 5, done.output
    assert name in done.output and said in done.output
    assert "Traceback" not in done.output and len(done.stderr.splitlines()) == 1, done.output
    assert snapshot(books) == before
