"""The audit workbook as a file: opened again, recalculated by LibreOffice, altered."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from audit_books import audit_books, sheet_rows, year_books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.render.xlsx.audit_workbook import Outcome, write_audit
from juwu_ledger.workbook.workbook import Audit
from libreoffice import needs_soffice, recalculated, recalculated_all
from paper_books import BANK, CHART, GRANT, load, voucher
from year_books import YEARS_TEXT

SHEETS = [
    *("说明", "电子账簿", "会计科目", "科目余额及发生额", "科目余额表", "年度比较", "记账凭证"),
    *(
        "序时账",
        "总账",
        "明细账",
        "现金日记账",
        "银行存款日记账",
        "余额调节",
        "收据登记",
        "签批登记",
    ),
    *("专项资金", "辅助余额", "固定资产", "分析", "分析图", "规则检查", "查账范围", "勾稽核对"),
]
CENT = Decimal("0.01")
TITLE, LEFT, RIGHT, VERDICT, LEFT_THEN, RIGHT_THEN, VERDICT_THEN = 3, 5, 6, 8, 9, 10, 11


def written(audit: Audit) -> tuple[bytes, Outcome]:
    out = BytesIO()
    outcome = write_audit(audit, out)
    return out.getvalue(), outcome


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return audit_books(year_books(tmp_path_factory.mktemp("year")))


@pytest.fixture(scope="module")
def data(audit: Audit) -> bytes:
    return written(audit)[0]


@pytest.fixture(scope="module")
def book(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def plain(value: object) -> object:
    """Return a cell's value as the sheet's rows hold it."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, float):
        return Decimal(str(value)).quantize(CENT)
    return None if value == "" else value


def check_rows(book: Any) -> list[tuple[object, ...]]:
    return list(book["勾稽核对"].iter_rows(min_row=4, values_only=True))


def test_the_sheets_in_order(book: Any) -> None:
    assert book.sheetnames == SHEETS


def test_every_cell_is_the_value_of_its_row(audit: Audit, book: Any) -> None:
    for sheet in audit.sheets:
        made = [row.values for row in sheet.rows()]
        found = list(book[sheet.title].iter_rows(min_row=4, values_only=True))
        assert [c.title for c in sheet.columns] == [c.value for c in book[sheet.title][3]]
        assert len(found) == len(made)
        for values, cells in zip(made, found, strict=True):
            expected = [plain(v) for v in values]
            for want, cell in zip(expected, cells, strict=True):
                got = plain(cell)
                if isinstance(want, Decimal) and isinstance(got, int):
                    got = Decimal(got)
                assert got == want


def test_formulas_stand_on_the_check_alone(book: Any) -> None:
    kinds = Counter(
        sheet.title
        for sheet in book
        for row in sheet.iter_rows()
        for c in row
        if c.data_type == "f"
    )
    ties = len(check_rows(book)) - 1
    assert kinds == {"勾稽核对": 4 * ties + 2}


def test_formulas_look_at_every_row_of_a_sheet_and_no_further(audit: Audit, book: Any) -> None:
    """Rows begin below the three of the heading; a sheet without rows is looked at as if it had one."""
    ends = {sheet.title: 3 + max(1, len(list(sheet.rows()))) for sheet in audit.sheets}
    found = {
        (title, int(first), int(last))
        for row in book["勾稽核对"].iter_rows()
        for cell in row
        if cell.data_type == "f"
        for title, first, last in re.findall(
            r"'([^']+)'!\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+)", cell.value
        )
    }
    whole = {(title, last) for title, first, last in found if first == 4}
    assert len(whole) > 5
    assert {(title, ends[title]) for title, _ in whole if title in ends} <= whole
    assert all(4 <= first <= last <= ends.get(title, last) for title, first, last in found)


def test_texts_that_look_like_formulas_are_quoted(book: Any) -> None:
    cells = [c for c in book["序时账"]["E"] if c.value == "=1+1"]
    assert cells
    assert all(c.data_type == "s" and c.quotePrefix for c in cells)


def test_sheets_are_laid_out_for_paper(book: Any) -> None:
    for sheet in book:
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.freeze_panes.endswith("4")
        assert sheet.page_setup.paperSize == 9
        upright = sheet.title == "说明"
        assert sheet.page_setup.orientation == ("portrait" if upright else "landscape")
        assert bool(sheet.auto_filter.ref) is not upright
        for cell in sheet[3]:
            assert sheet.column_dimensions[cell.column_letter].width >= 6
    assert book["序时账"].print_title_cols == "$A:$D"


def test_the_cover_lists_the_sheets_with_their_rows(audit: Audit, book: Any) -> None:
    listed = {row[0]: row[2] for row in book["说明"].iter_rows(min_row=4, values_only=True)}
    for sheet in audit.sheets:
        assert listed[sheet.title] == len(list(sheet.rows()))
    assert listed["勾稽核对"] == len(check_rows(book))


def test_the_figures_stand_beside_the_formulas(audit: Audit, book: Any) -> None:
    for settled, row in zip(audit.settle(), check_rows(book), strict=False):
        assert row[TITLE] == settled.tie.title
        assert Decimal(str(row[LEFT_THEN])).quantize(CENT) == settled.left
        assert Decimal(str(row[RIGHT_THEN])).quantize(CENT) == settled.right
        assert row[VERDICT_THEN] == "相符"
        assert "相符" in str(row[VERDICT])


def test_same_books_same_bytes(audit: Audit, data: bytes) -> None:
    assert written(audit)[0] == data


@needs_soffice
def test_libreoffice_finds_no_error_and_every_check_agrees(
    audit: Audit, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "audit.xlsx"
    path.write_bytes(data)
    book = openpyxl.load_workbook(recalculated(path, tmp_path), data_only=True)
    assert book.sheetnames == SHEETS
    assert errors(book) == []
    rows = check_rows(book)
    kept = openpyxl.load_workbook(BytesIO(data), data_only=True)
    assert calculated(kept) == calculated(book), "what a telephone shows, which does not calculate"
    settled = audit.settle()
    assert len(rows) == len(settled) + 1
    assert {row[VERDICT] for row in rows} == {"相符"}
    for item, row in zip(settled, rows, strict=False):
        for live, figure in ((row[LEFT], item.left), (row[RIGHT], item.right)):
            assert Decimal(str(live)).quantize(CENT) == figure, item.tie.title


def calculated(book: Any) -> list[list[object]]:
    """What the formulas of the check come to, row by row."""
    return [
        [Decimal(str(c)).quantize(CENT) if isinstance(c, int | float) else c for c in row]
        for row in (whole[LEFT : VERDICT + 1] for whole in check_rows(book))
    ]


def errors(book: Any) -> list[str]:
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or str(cell.value).startswith(("#", "Err:"))
    ]


ALTERED = (
    ("序时账", "H", 0.01),
    ("记账凭证", "M", 0.01),
    ("科目余额及发生额", "J", -0.01),
    ("辅助余额", "I", 0.01),
    ("年度比较", "F", 0.01),
    ("电子账簿", "O", 1),
)


@needs_soffice
def test_a_value_altered_afterwards_shows(data: bytes, tmp_path: Path) -> None:
    paths = []
    book = openpyxl.load_workbook(BytesIO(data))
    for title, column, change in ALTERED:
        cells = book[title][column][3:]
        cell = next(c for c in cells if isinstance(c.value, int | float) and c.value)
        before = cell.value
        cell.value += change
        paths.append(tmp_path / f"{title}.xlsx")
        book.save(paths[-1])
        cell.value = before
    for path in recalculated_all(paths, tmp_path):
        rows = check_rows(openpyxl.load_workbook(path, data_only=True, read_only=True))
        wrong = [row for row in rows if row[VERDICT] == "不符"]
        assert len(wrong) >= 2, path.stem
        assert rows[-1][VERDICT] == "不符"
        assert rows[-1][LEFT] == len(wrong) - 1
        assert {row[VERDICT_THEN] for row in rows} == {"相符"}


@needs_soffice
def test_books_of_other_shapes_recalculate(tmp_path: Path) -> None:
    """Names that a condition might misread, an almost empty year, years one after another."""
    long = "Assets:1002" + "长" * 300
    chart = CHART + (
        f'2020-01-01 open {long}\n  role: "bank"\n  holder: "示例市桂花里社区居民委员会"\n'
        '2020-01-01 open Assets:1002银行存款:02\n  role: "bank"\n'
        '2020-01-01 open Assets:1002银行存款:02-1\n  role: "bank"\n'
    )
    funds = ("*", "=?", "~*", "<>", ">0", "2025-01")
    text = "".join(f'2025-01-01 custom "fund" "{name}" Expenses:5301助老项目\n' for name in funds)
    accounts = (long, BANK, "Assets:1002银行存款:02", "Assets:1002银行存款:02-1")
    for number, fund in enumerate(funds, 1):
        account = accounts[number % len(accounts)]
        text += voucher(
            f"2025-01-000{number}", (account, f"{number}.00"), (GRANT, f"-{number}.00"), fund=fund
        )
    small = voucher("2025-06-0001", (BANK, "1.00"), (GRANT, "-1.00"))
    several = tuple(Period.parse(year) for year in ("2023", "2024", "2025"))
    made = {
        "odd": audit_books(load(tmp_path, text, chart)),
        "small": audit_books(load(tmp_path, small)),
        "years": audit_books(load(tmp_path, YEARS_TEXT), several),
    }
    paths = [tmp_path / f"{name}.xlsx" for name in made]
    for path, audit in zip(paths, made.values(), strict=True):
        path.write_bytes(written(audit)[0])
    books = {
        path.stem: openpyxl.load_workbook(path, data_only=True)
        for path in recalculated_all(paths, tmp_path)
    }
    for name, book in books.items():
        assert errors(book) == []
        rows = check_rows(book)
        assert {row[VERDICT] for row in rows} == {"相符"}, name
        for item, row in zip(made[name].settle(), rows, strict=False):
            for live, figure in ((row[LEFT], item.left), (row[RIGHT], item.right)):
                assert Decimal(str(live)).quantize(CENT) == figure, (name, item.tie.title)
    assert sheet_rows(made["small"], "cash") == []
    assert books["small"]["固定资产"]["A4"].value == "没有固定资产，也没有登记低值品。"
    assert [row[1] for row in check_rows(books["years"])].count(2025) > 100


def test_formulas_look_at_the_rows_of_their_own_year(tmp_path: Path) -> None:
    periods = (Period.parse("2024"), Period.parse("2025"))
    book = openpyxl.load_workbook(
        BytesIO(written(audit_books(load(tmp_path, YEARS_TEXT), periods))[0])
    )
    years = [row[0] for row in book["序时账"].iter_rows(min_row=4, values_only=True)]
    first = 4 + years.index(2025)
    formulas = [
        str(row[LEFT])
        for row in check_rows(book)
        if row[TITLE] == "借方合计＝贷方合计" and row[1] == 2025
    ]
    assert formulas
    assert all(f"$H${first}:$H${3 + len(years)}" in formula for formula in formulas)
