"""Reports as workbooks: values as values, hostile texts as texts, same report, same bytes."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.figures import Totals
from juwu_ledger.render import render
from juwu_ledger.render.xlsx.sheet_rows import lines_needed
from juwu_ledger.render.xlsx.sheet_text import LONGEST, clean, looks_like_formula
from juwu_ledger.render.xlsx.workbook_file import MOST_ROWS, Page, TooManyRows, WorkbookFile
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    DATE,
    ITEM,
    MONEY,
    SUBTOTAL,
    TOTAL,
    Bar,
    Chart,
    Column,
    Report,
    Row,
    Section,
    Table,
)
from libreoffice import needs_soffice, recalculated

COLUMNS = (
    Column("date", "日期", DATE, 11),
    Column("code", "编号", CODE, 12),
    Column("said", "摘要", width=30),
    Column("count", "张数", COUNT, 6),
    Column("amount", "金额", MONEY, 14),
)
HOSTILE = (
    '=HYPERLINK("http://example.invalid","点我")',
    "+1+1",
    "-1-1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "#REF!",
    "<b>&amp;</b>",
    "TRUE",
    "1e5",
    "_x0041_",
    " 两头有空格 ",
    "一行\n两行",
    "'引号",
    "=cmd|'/c calc'!A1",
)


def table(*said: str) -> Table:
    rows = [Row((dt.date(2025, 3, 1), "0001", text, 2, Decimal("1234.50"))) for text in said]
    rows.append(Row((None, None, "小计", None, Decimal("-0.01")), SUBTOTAL))
    rows.append(Row((None, None, "合计", None, Decimal("999999999999.99")), TOTAL))
    return Table("lines", "收支逐笔", COLUMNS, tuple(rows), note="说明在这里")


def report(*tables: Table, **changes: Any) -> Report:
    bars = {"收入": (Bar("拨款", Decimal("10.00")),), "支出": (Bar("办公", Decimal("3.00")),)}
    made = Report(
        report="monthly",
        title="2025年3月收支月报",
        period=Period.parse("2025-03"),
        committee="示例居委会",
        as_of=dt.date(2025, 4, 10),
        books_digest="ab" * 32,
        totals=Totals(
            Decimal("1.00"), Decimal("2.00"), Decimal("0.50"), Decimal("2.50"), by_account={}
        ),
        sections=(
            Section(
                "one",
                "收支",
                ("一段话。",),
                tables or (table("纸"),),
                (Chart("chart", "收支图", bars),),
                ("期初与期末不平",),
            ),
            Section("two", "没有表的一节", ("另一段话。",)),
        ),
        signatures=("主任", "会计"),
        facts={"编制单位": "示例居委会"},
    )
    return replace(made, **changes)


def opened(data: bytes, **options: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(data), **options)


def test_a_sheet_for_each_table_and_a_first_page() -> None:
    book = opened(render(report(), "xlsx"))
    assert book.sheetnames == ["首页", "收支逐笔", "收支图"]
    first = [[cell.value for cell in row] for row in book["首页"].iter_rows(min_row=4)]
    assert ["编制单位", "示例居委会", None] in first
    assert ["账本指纹", "SHA-256 " + "ab" * 32, None] in first
    assert ["期末资金", None, 2.5] in first
    assert ["注意", "期初与期末不平", None] in first
    assert [None, "另一段话。", None] in first
    assert ["表", "见“收支逐笔”", None] in first
    assert first[-1] == ["会计", None, None]


def test_values_are_values_with_formats() -> None:
    sheet = opened(render(report(), "xlsx"))["收支逐笔"]
    assert [cell.value for cell in sheet[3]] == ["日期", "编号", "摘要", "张数", "金额"]
    date, code, said, count, amount = sheet[4]
    assert date.value == dt.datetime(2025, 3, 1)
    assert date.number_format == "yyyy-mm-dd"
    assert (code.value, said.value, count.value) == ("0001", "纸", 2)
    assert Decimal(str(amount.value)).quantize(Decimal("0.01")) == Decimal("1234.50")
    assert amount.number_format.startswith("#,##0.00")
    assert "[Red]" in amount.number_format
    assert sheet["E6"].value == 999999999999.99
    assert sheet["A7"].value == "注：说明在这里"
    assert sheet["C6"].font.b
    assert not sheet["C4"].font.b
    assert sheet["C4"].font.name == "宋体"


def test_a_sheet_is_laid_out_for_screen_and_paper() -> None:
    wide = Table("wide", "宽表", tuple(replace(c, width=40) for c in COLUMNS), ())
    book = opened(render(report(table("纸"), wide), "xlsx"))
    sheet = book["收支逐笔"]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:E6"
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.page_setup.paperSize == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["C"].width == 31
    # An amount of any size is shown, never as ###.
    assert sheet.column_dimensions["E"].width > 1.2 * len("999,999,999,999.99")
    assert sheet.page_setup.orientation == "portrait"
    assert book["宽表"].page_setup.orientation == "landscape"
    assert book["宽表"]["A4"].value == "本期没有。"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    cell = opened(render(report(table(text)), "xlsx"))["收支逐笔"]["C4"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("_x0041_", "_x005F_x0041_")
    assert cell.quotePrefix is looks_like_formula(text)


def test_hostile_texts_are_text_in_every_place() -> None:
    bad = "=1+1"
    made = report(
        Table(bad, bad, (Column("x", bad),), (Row((bad,), TOTAL),), note=bad, empty=bad),
        title=bad,
        committee=bad,
        facts={bad: bad},
        signatures=(bad,),
    )
    data = render(made, "xlsx")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)


def test_a_name_that_no_xml_can_hold_is_cleaned_everywhere() -> None:
    book = opened(render(report(committee="居\x01委\ud83d会&C" * 40, title="报\x02表"), "xlsx"))
    assert book.properties.title == "报\ufffd表"
    footer = book["首页"].oddFooter.left.text
    assert footer.startswith("单位：居\ufffd委\ufffd会＆C")
    assert len(footer) <= 200


@needs_soffice
def test_libreoffice_reads_hostile_texts_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(render(report(table(*HOSTILE)), "xlsx"))
    sheet = openpyxl.load_workbook(recalculated(path, tmp_path))["收支逐笔"]
    found = [sheet.cell(row, 3) for row in range(4, 4 + len(HOSTILE))]
    assert [cell.value for cell in found] == list(HOSTILE)
    assert {cell.data_type for cell in found} == {"s"}


def test_what_a_cell_cannot_hold_is_replaced_and_noted() -> None:
    book = opened(render(report(table("零\x00一\x1b二", "半个\ud83d字", "尾\ufffe")), "xlsx"))
    said = [cell.value for cell in book["收支逐笔"]["C"][3:6]]
    assert said == ["零\ufffd一\ufffd二", "半个\ufffd字", "尾\ufffd"]
    notes = [cell.value for cell in book["首页"]["B"] if cell.value]
    assert "收支逐笔 C4：2 个控制字符或残缺字符换成了 \ufffd" in notes
    assert "收支逐笔 C5：1 个控制字符或残缺字符换成了 \ufffd" in notes


@pytest.mark.parametrize("char", ["字", "a", "𠀀"])
def test_long_texts_are_cut_and_noted(char: str) -> None:
    text = char * 40_000
    found, note = clean(text)
    units = len(found.encode("utf-16-le")) // 2
    assert LONGEST - 1 <= units <= LONGEST
    assert found.endswith("（太长，后面截去）")
    assert note == "原文 40000 字，超过一格能放的 32767 字，截去了后面的"
    book = opened(render(report(table(text)), "xlsx"))
    assert book["收支逐笔"]["C4"].value == found
    assert any(
        str(cell.value).startswith("收支逐笔 C4：原文 40000 字") for cell in book["首页"]["B"]
    )


def test_a_text_that_just_fits_is_left_alone() -> None:
    assert clean("字" * LONGEST) == ("字" * LONGEST, "")
    assert clean("𠀀" * (LONGEST // 2)) == ("𠀀" * (LONGEST // 2), "")
    assert clean("一\r\n二\r三") == ("一\n二\n三", "")


def test_names_of_sheets_are_ones_a_workbook_accepts() -> None:
    titles = ("a/b:c", "A?B*C", "[x]", "首页", "", "长" * 40, "长" * 40, "'引号'", "bad\x00\ud83d")
    made = report(*(replace(table("纸"), title=title) for title in titles))
    names = opened(render(made, "xlsx")).sheetnames
    assert names == [
        *("首页", "a b c", "A B C 2", "x", "首页 2", "表"),
        *("长" * 31, "长" * 29 + " 2", "引号", "bad", "收支图"),
    ]


def test_days_before_the_calendar_of_workbooks_are_text() -> None:
    rows = tuple(
        Row((day, None, None, None, None))
        for day in (dt.date(1, 1, 1), dt.date(1900, 2, 28), dt.date(1900, 3, 1), dt.date.max)
    )
    sheet = opened(render(report(replace(table(), rows=rows)), "xlsx"))["收支逐笔"]
    assert [sheet.cell(row, 1).value for row in range(4, 8)] == [
        *("0001-01-01", "1900-02-28", dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)),
    ]


def test_same_report_same_bytes_and_no_clock() -> None:
    data = render(report(), "xlsx")
    assert data == render(report(), "xlsx")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(2025, 4, 10, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2025-04-10T00:00:00Z") == 2


def test_what_is_unpacked_from_a_workbook_can_be_read_by_everybody() -> None:
    with zipfile.ZipFile(BytesIO(render(report(), "xlsx"))) as archive:
        entries = archive.infolist()
    assert {info.external_attr >> 16 for info in entries} == {0o644}
    assert {info.create_system for info in entries} == {3}
    assert {info.compress_type for info in entries} == {zipfile.ZIP_DEFLATED}


def test_more_rows_than_a_sheet_holds_is_refused() -> None:
    out = BytesIO()
    row = ((None, None, "x", None, None), ITEM)
    with (
        pytest.raises(TooManyRows, match="太长"),
        WorkbookFile(out, "", "", dt.date(2025, 1, 1)) as book,
    ):
        page = book.add(Page("太长", COLUMNS[:1], "", ""))
        book.write(page, (((None,), row[1]) for _ in range(MOST_ROWS)))


def test_wrapped_texts_get_the_lines_they_need() -> None:
    assert lines_needed("一二三", 6) == 1
    assert lines_needed("一二三a", 6) == 2
    assert lines_needed("a\nb\n", 6) == 3
    sheet = opened(render(report(table("短", "长" * 40)), "xlsx"))["收支逐笔"]
    assert sheet.row_dimensions[5].height > 2 * sheet.row_dimensions[4].height


@pytest.mark.parametrize("odd", ["\ufffe", "\uffff", "\x85", "\u202e", "\x01", "\ud800"])
def test_a_name_of_a_sheet_that_xml_cannot_hold(odd: str) -> None:
    named = replace(table("纸"), title=f"助老{odd}餐")
    book = opened(render(report(named), "xlsx"))
    assert book.sheetnames[1].startswith("助老")
    assert book.sheetnames[1].endswith("餐")


@pytest.mark.parametrize(("rows", "last"), [(0, 4), (1, 4), (2, 5), (7, 10)])
def test_sums_reach_to_the_last_line_below_three_of_headings(rows: int, last: int) -> None:
    page = Page("甲'乙", COLUMNS, "", "", rows=rows)
    assert page.cells(2) == f"'甲''乙'!$C$4:$C${last}"
