"""Bad statements are refused by name and with their row; none is repaired, none ends in a traceback."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from juwu_ledger.intake import hostile_files
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.intake.statements.cells import UnreadableCell, amount_in, clock_in, day_in
from juwu_ledger.intake.statements.checks import checked, is_same_number
from juwu_ledger.intake.statements.reading import parse, read_statement
from juwu_ledger.intake.statements.statement import Printed, Statement, StatementRow
from statement_files import (
    HOLDER,
    MAKERS,
    MOVES,
    OPENING,
    OURS,
    abc,
    bocom,
    ceb,
    csv_bytes,
    html_bytes,
    icbc_v3,
    ministry,
    rural,
    spdb_card,
    wechat_merchant,
    xlsx_bytes,
)


def refusal(data: bytes, tmp_path: Path, name: str = "对账单.csv") -> FileRefused:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileRefused) as caught:
        read_statement(path)
    return caught.value


def _csv(tmp_path: Path, old: str, new: str) -> FileRefused:
    data = icbc_v3(MOVES, OPENING)[1].decode("gb18030")
    assert data.count(old) >= 1
    return refusal(data.replace(old, new, 1).encode("gb18030"), tmp_path)


def test_a_broken_running_balance(tmp_path: Path) -> None:
    error = _csv(tmp_path, "52713.98", "52713.89")
    assert (error.name, error.row) == ("broken-balance", 4)


def test_an_amount_that_is_none(tmp_path: Path) -> None:
    error = _csv(tmp_path, ",386.00,", ',"1,2,3",')
    assert (error.name, error.row) == ("unreadable-cell", 4)
    assert "1,2,3" in str(error)


def test_a_day_that_is_none(tmp_path: Path) -> None:
    assert _csv(tmp_path, "2026-03-05 14:40:59", "2026-02-30 14:40:59").name == "unreadable-cell"


def test_another_currency(tmp_path: Path) -> None:
    assert _csv(tmp_path, "人民币", "美元").name == "currency"


def test_a_side_that_nobody_knows(tmp_path: Path) -> None:
    assert _csv(tmp_path, ",借,", ",冲,").name == "unreadable-cell"


def test_counts_and_sums_that_do_not_agree(tmp_path: Path) -> None:
    data = wechat_merchant(MOVES, OPENING)[1].decode("utf-8-sig")
    assert refusal(data.replace("`6,`2", "`7,`2").encode(), tmp_path).name == "other-count"
    assert refusal(data.replace("`6000.01", "`6000.10").encode(), tmp_path).name == "other-sum"
    error = refusal(data.replace("`6,`2", f"`{'甲' * 41},`2").encode(), tmp_path)
    assert (error.name, "甲" * 40 in str(error)) == ("unreadable-count", True)
    assert "甲" * 41 not in str(error), "念四十个字就够了"


def test_a_row_taken_out_of_the_middle_or_the_end(tmp_path: Path) -> None:
    lines = abc(MOVES, OPENING)[1].decode().split("<tr>")
    gone = "<tr>".join(lines[:5] + lines[6:]).encode()
    assert refusal(gone, tmp_path, "a.xls").name == "broken-balance"
    cut = "<tr>".join(lines[:-3] + lines[-2:]).encode()
    assert refusal(cut, tmp_path, "a.xls").name == "other-count"


def test_a_row_outside_of_the_printed_period(tmp_path: Path) -> None:
    late = (*MOVES[:-1], MOVES[-1].__class__(**{**vars(MOVES[-1]), "day": dt.date(2026, 4, 1)}))
    assert refusal(ceb(late, OPENING)[1], tmp_path, "c.xlsx").name == "outside-period"


def test_two_heading_rows_and_two_sheets(tmp_path: Path) -> None:
    lines = icbc_v3(MOVES, OPENING)[1].decode("gb18030").splitlines()
    twice = "\n".join([*lines, lines[1], lines[2]]).encode("gb18030")
    error = refusal(twice, tmp_path)
    assert (error.name, error.row) == ("two-headings", 9)
    book = openpyxl.load_workbook(io.BytesIO(spdb_card(MOVES, OPENING)[1]))
    book.copy_worksheet(book.active)
    file = io.BytesIO()
    book.save(file)
    assert refusal(file.getvalue(), tmp_path, "s.xlsx").name == "two-headings"


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    assert _csv(tmp_path, ",附言,", ",余额,").name == "two-columns"


def test_two_accounts_in_one_file(tmp_path: Path) -> None:
    data = rural(MOVES, OPENING)[1].decode("gb18030").replace(OURS, "9999888877776666", 1)
    assert refusal(data.encode("gb18030"), tmp_path).name == "two-accounts"


def test_a_formula_where_a_number_belongs(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bocom(MOVES, OPENING)[1]))
    book.active["D4"] = "=D3-386"
    file = io.BytesIO()
    book.save(file)
    error = refusal(file.getvalue(), tmp_path, "b.xlsx")
    assert (error.name, error.row) == ("unreadable-cell", 4)
    assert "公式" in str(error)
    assert _csv(tmp_path, ",386.00,", ",=386,").name == "unreadable-cell"


def test_numbers_that_are_none(tmp_path: Path) -> None:
    data = bocom(MOVES, OPENING)[1]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    for word in (b"NaN", b"inf", b"1e999"):
        changed = re.sub(rb"<c r=\"A3\"[^>]*>.*?</c>", b'<c r="A3"><v>' + word + b"</v></c>", sheet)
        assert changed != sheet
        bad = _zip({**parts, "xl/worksheets/sheet1.xml": changed})
        assert refusal(bad, tmp_path, "n.xlsx").name in ("unreadable-cell", "cut-off", "unreadable")


def test_cut_off_files(tmp_path: Path) -> None:
    for name in ("ceb", "bocom", "ministry", "icbc_v2"):
        file, data = MAKERS[name](MOVES, OPENING)
        assert refusal(data[: len(data) * 2 // 3], tmp_path, file).name in (
            *("cut-off", "unreadable", "unreadable-cell", "broken-balance"),
        )
    data = icbc_v3(MOVES, OPENING)[1]
    assert refusal(data[:-40], tmp_path).name in ("unreadable-cell", "no-balance", "cut-off")


def test_the_row_that_lacks_its_balance_is_named(tmp_path: Path) -> None:
    error = _csv(tmp_path, ",52713.98,", ",,")
    assert (error.name, error.row) == ("no-balance", 4)


def held(*moves: tuple[int, int | None], **printed: int) -> Statement:
    """A statement of March: what each row moves, and what the account held after it; fen."""
    rows = tuple(
        StatementRow(number, dt.date(2026, 3, number), "", fen, balance)
        for number, (fen, balance) in enumerate(moves, 1)
    )
    first, last = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
    return Statement("icbc", OURS, HOLDER, first, last, rows, Printed(**printed))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (held((-500, 0), (700, 701)), "上一笔后 0.00 元，这一笔 7.00 元，应是 7.00 元，写的是 7.01 元"),
        (held((500, 500), (-501, 0)), "上一笔后 5.00 元，这一笔 -5.01 元，应是 -0.01 元，写的是 0.00 元"),
        (held((-500, 0), opening=501), "期初余额印的是 5.01 元，第一笔以前是 5.00 元"),
        (held((-500, 0), closing=1), "期末余额印的是 0.01 元，算下来是 0.00 元"),
        (held((-500, None), (700, None), opening=0, closing=1), "0.01 元，算下来是 2.00 元"),
        (held((500, 500), (0, None)), "别的行都有余额，这一行没有"),
    ],
)  # fmt: skip
def test_a_balance_that_does_not_hold_is_told_with_what_it_should_be(
    statement: Statement, said: str
) -> None:
    with pytest.raises(FileRefused) as caught:
        checked(statement)
    assert said in str(caught.value)


def test_balances_of_nothing_are_balances() -> None:
    moves = ((-500, 0), (0, 0), (500, 500), (-500, 0))
    taken = checked(held(*moves, opening=500, closing=0))
    assert [row.fen for row in taken.rows] == [-500, 500, -500]
    assert checked(held((-500, None), (700, None), opening=0, closing=200)).received == 700


def test_a_name_that_the_system_does_not_take(tmp_path: Path) -> None:
    none = "没有这个文件，或者不是普通文件"
    for name, said in (("很长" * 200, ("读不了（文件名太长了）", none)), ("空\0字节", (none,))):
        with pytest.raises(FileRefused) as caught:
            read_statement(tmp_path / name)
        assert caught.value.name == "no-file"
        assert str(caught.value) in said, "3.14 下面，太长的名字也只是没有"


def test_nothing_and_no_table(tmp_path: Path) -> None:
    assert refusal(b"", tmp_path).name == "empty"
    assert refusal(b"hello, world, again\n", tmp_path).name == "unknown-layout"
    assert refusal("二〇二六,三月,账\n".encode("gb18030"), tmp_path).name == "unknown-layout"
    with pytest.raises(FileRefused, match="没有这个文件"):
        read_statement(tmp_path / "没有")
    with pytest.raises(FileRefused, match="没有这个文件"):
        read_statement(tmp_path)


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_bombs_and_zips(tmp_path: Path) -> None:
    bomb = _zip({"xl/worksheets/sheet1.xml": b"0" * (100 * 1024 * 1024)})
    assert refusal(bomb, tmp_path, "b.xlsx").name == "bomb"
    assert refusal(b"0" * (hostile_files.LARGEST + 1), tmp_path).name == "too-large"
    assert refusal(_zip({"a.csv": b"1,2"}), tmp_path, "a.zip").name == "zip"
    inner = xlsx_bytes([["a"]])
    assert refusal(_zip({"xl/a.xlsx": inner}), tmp_path, "z.xlsx").name == "zip-in-zip"
    rows = html_bytes([["a"] * 3] * 60_000)
    assert refusal(rows, tmp_path, "h.xls").name == "too-large"


def test_doctype(tmp_path: Path) -> None:
    xml = ministry(MOVES, OPENING)[1].replace(b"<xbrl", b'<!DOCTYPE x [<!ENTITY a "b">]><xbrl', 1)
    assert refusal(xml, tmp_path, "b.xml").name == "doctype"
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    assert refusal(_zip({"xl/worksheets/s.xml": evil}), tmp_path, "x.xlsx").name == "doctype"


def test_credit_cards_are_named(tmp_path: Path) -> None:
    rows = [["交易日", "银行记账日", "卡号后四位", "交易描述", "存入", "支出", "币种"]]
    rows.append(["2026-03-01", "2026-03-02", "1234", "饭", "", "50.00", "CNY"])
    error = refusal(csv_bytes(rows), tmp_path)
    assert error.name == "credit-card"
    assert "中国银行信用卡" in str(error)


def test_pdf_tables_and_pdf_without_text(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    weasyprint = pytest.importorskip("weasyprint")
    page = rural(MOVES, OPENING)[1].decode("gb18030").replace("农村商业银行", f"户名：{HOLDER}")
    style = "<style>@page{size:A3 landscape} td{border:1px solid;font-size:7px}</style>"
    pdf = weasyprint.HTML(string=style + page).write_pdf()
    statement = parse(pdf)
    assert [row.fen for row in statement.rows] == [move.fen for move in MOVES]
    assert statement.holder == HOLDER
    empty = weasyprint.HTML(string="<div style='width:9cm;height:9cm;background:red'></div>")
    assert refusal(empty.write_pdf(), tmp_path, "s.pdf").name == "pdf-without-text"


def test_cells() -> None:
    for text, fen in {"¥1,234.50": 123450, "１，２３４.５": 123450, "-": None, "--": None}.items():
        assert amount_in(text) == fen
    assert amount_in("+0.10") == 10
    assert amount_in("1234.5000") == 123450
    most = Decimal("9999999999999.99")
    assert amount_in(most) == amount_in(str(most)) == 999_999_999_999_999
    for number in (most + Decimal("0.01"), Decimal("Infinity"), Decimal("NaN"), Decimal("0.001")):
        with pytest.raises(UnreadableCell):
            amount_in(number)
    for text in ("1,2,3", "12.345", "1e3", "1.234,50", "xx,yyyy.zz", "=1", "1 2", "٣"):
        with pytest.raises(UnreadableCell):
            amount_in(text)
    assert day_in("2026年3月1日")[0] == day_in("20260301")[0] == dt.date(2026, 3, 1)
    assert day_in("2026/3/1  9:05:07") == (dt.date(2026, 3, 1), "09:05:07")
    assert clock_in("090507") == "09:05:07"
    for text in ("2026-13-01", "26-03-01", "20260230", "2026-03-01 25:00:00", "1999-01-01"):
        with pytest.raises(UnreadableCell):
            day_in(text)


def test_of_what_is_unreadable_forty_letters_are_quoted() -> None:
    with pytest.raises(UnreadableCell) as caught:
        amount_in("甲" * 40 + "乙")
    assert str(caught.value) == f"金额 {'甲' * 40!r} 读不懂"
    with pytest.raises(UnreadableCell) as caught:
        day_in("甲" * 40 + "乙")
    assert str(caught.value) == f"日期 {'甲' * 40!r} 读不懂"


@pytest.mark.parametrize("program", ["raise SystemExit(1)", "import os; os.abort()"])
def test_a_child_that_fails_is_a_file_that_does_not_open(tmp_path: Path, program: str) -> None:
    script = tmp_path / "child.py"
    script.write_text(program, encoding="utf-8")
    with pytest.raises(FileRefused) as caught:
        hostile_files.child_output(script, "xlsx", b"data")
    assert caught.value.name == "unreadable"
    script.write_text("import sys; print(sys.argv[1], sys.stdin.read())", encoding="utf-8")
    assert hostile_files.child_output(script, "xlsx", b"data") == b"xlsx data\n"


def test_masked_account_numbers() -> None:
    assert is_same_number("1105****0208", OURS)
    assert is_same_number("1105 0160 3600 0000 0208", OURS)
    assert is_same_number("11-050160360000000208", OURS)
    assert not is_same_number("1105****0209", OURS)
    assert not is_same_number("****", OURS), "星号什么也没有说"
    assert not is_same_number("08", OURS)
    assert is_same_number("****0208", OURS)
    assert not is_same_number("****208", OURS), "三位说明不了什么"
    assert is_same_number("208", "208"), "自己就这么短"


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return a file with some of its bytes changed, cut, doubled or moved."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed))
        match chance.randrange(5):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randint(1, 40)]
            case 2:
                changed[at:at] = changed[max(0, at - chance.randint(1, 60)) : at]
            case 3:
                changed[at:at] = chance.choice([b'"', b",", b"\0", b"\n", b"<td>", b"-", b"9" * 30])
            case _:
                changed = changed[: max(at, 1)]
        if not changed:
            changed = bytearray(b"x")
    return bytes(changed)


IN_PROCESS = (
    "icbc_v2",
    "icbc_v3",
    "abc_long",
    "boc",
    "wechat_merchant",
    "alipay_merchant",
    "ministry",
)


def fuzz(times: int, seed: int, names: tuple[str, ...] = IN_PROCESS) -> int:
    """Read so many changed files; return how many were taken. Anything but a refusal is raised."""
    chance = random.Random(seed)
    files = [MAKERS[name](MOVES, OPENING)[1] for name in names]
    taken = 0
    for _ in range(times):
        try:
            containers_read = parse(mutated(chance.choice(files), chance))
        except FileRefused:
            continue
        taken += bool(containers_read.rows)
    return taken


def test_fuzzed_files_end_in_a_refusal_or_a_statement() -> None:
    assert fuzz(700, 1) < 700


@pytest.mark.slow
def test_ten_thousand_fuzzed_files() -> None:
    assert fuzz(10_000, 2) < 10_000
    assert fuzz(60, 3, ("ccb_v1", "ccb_v3", "abc")) < 60
