"""分析 and 分析图 in the workbook, opened again: links lead to the voucher, charts to the figures."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string

from audit_books import AS_OF, YEAR, audit_books, sheet_rows
from invoking import invoke
from juwu_ledger.books.facts.view import Books
from paper_books import BANK, GRANT, NET, OFFICE, OPENING, load, voucher
from year_books import YEARS_TEXT

HEAD, FIRST = 3, 4


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return load(tmp_path_factory.mktemp("books"), YEARS_TEXT)


@pytest.fixture(scope="module")
def workbook(books: Books, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    target = tmp_path_factory.mktemp("out") / "账册.xlsx"
    words = ("export", "audit", "--year", "2024", "--year", "2025", "-b", str(books.main))
    said = invoke((*words, "-o", str(target), "--as-of", AS_OF.isoformat()))
    assert said.exit_code in (0, 3), said.output
    return load_workbook(target)


def test_every_voucher_of_the_analysis_leads_to_its_line_of_the_journal(workbook: Workbook) -> None:
    sheet, journal = workbook["分析"], workbook["序时账"]
    at = [cell.value for cell in sheet[HEAD]].index("凭证字号")
    named = [row[at] for row in sheet.iter_rows(min_row=FIRST) if row[at].value]
    assert named
    for cell in named:
        title, place = cell.hyperlink.location.split("!")
        assert title == "'序时账'"
        assert journal[place].value == cell.value
        assert cell.hyperlink.target is None


def test_the_charts_stand_on_the_cells_of_their_year(workbook: Workbook) -> None:
    sheet = workbook["分析图"]
    assert len(sheet._charts) == 4
    for chart in sheet._charts:
        values = [series.val.numRef.f for series in chart.series]
        labels = {
            series.cat.numRef.f if series.cat.numRef else series.cat.strRef.f
            for series in chart.series
        }
        assert len(values) == 2
        (label,) = labels
        rows = label.replace("$", "").split("!")[1].replace("C", "").split(":")
        groups = {
            (sheet.cell(n, 1).value, sheet.cell(n, 2).value)
            for n in range(int(rows[0]), int(rows[1]) + 1)
        }
        assert len(groups) == 1


def test_each_chart_shows_income_beside_spending_and_stands_below_the_one_before(
    workbook: Workbook,
) -> None:
    sheet = workbook["分析图"]
    heads = [cell.value for cell in sheet[HEAD]]
    bottom = 0.0
    for chart in sheet._charts:
        shown = []
        for series in chart.series:
            column, first, last = ranges(series.val.numRef.f)
            name, line, _ = ranges(series.tx.strRef.f)
            shown.append((heads[column - 1], heads[name - 1], line))
        assert shown == [("收入", "收入", HEAD), ("支出", "支出", HEAD)]
        labels = chart.series[0].cat
        column, *lines = ranges((labels.numRef or labels.strRef).f)
        assert (heads[column - 1], lines) == ("月份或科目", [first, last])
        group = sheet.cell(first, heads.index("分组") + 1).value
        assert group in ("月份", "科目")
        assert chart.type == ("col" if group == "月份" else "bar")
        # Nine centimetres, or 0.6 for each account and one more.
        high = 9.0 if group == "月份" else max(9.0, 0.6 * (last - first + 2))
        assert chart.anchor.ext.height == pytest.approx(high * 360_000)
        corner = chart.anchor._from
        assert corner.col >= len(heads)  # Beside the figures, on none of them.
        assert corner.row >= bottom
        # Centimetres of a chart, of which 360,000 EMU are one, in rows of 15.75 points (0.56 cm).
        bottom = corner.row + chart.anchor.ext.height / 360_000 / 0.56


def ranges(reference: str) -> tuple[int, int, int]:
    """Return column, first and last row of a reference to one column."""
    cells = reference.split("!")[1].replace("$", "").split(":")
    (column, first), (other, last) = (
        (column_index_from_string(cell.rstrip("0123456789")), int(cell.lstrip("ABCDEFGHIJ")))
        for cell in (cells[0], cells[-1])
    )
    assert column == other
    return column, first, last


def test_the_months_are_the_money_of_the_journal(workbook: Workbook) -> None:
    sheet, journal = workbook["分析图"], workbook["序时账"]
    heads = [cell.value for cell in journal[HEAD]]
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for row in journal.iter_rows(min_row=FIRST, values_only=True):
        for title in ("资金收入", "资金支出"):
            key = row[0], f"{row[heads.index('会计月度')]} 月", title
            sums[key] += Decimal(str(row[heads.index(title)] or 0))
    for year, group, label, income, spending in sheet.iter_rows(
        min_row=FIRST, max_col=5, values_only=True
    ):
        if group == "月份":
            assert Decimal(str(income)) == sums[year, label, "资金收入"]
            assert Decimal(str(spending)) == sums[year, label, "资金支出"]


def test_the_sums_are_tied_to_the_journal(tmp_path: Path) -> None:
    text = voucher("2025-01-0001", (BANK, "90.00"), (OPENING, "-90.00"), kind="opening", day=1)
    text += voucher("2025-03-0001", (OFFICE, "8.00"), (BANK, "-8.00"))
    settled = audit_books(load(tmp_path, text), (YEAR,)).settle()
    tied = [one for one in settled if one.tie.group == "分析图"]
    assert [(one.left, one.right) for one in tied] == [(0, 0), (8, 8)]


def test_accounts_come_to_what_was_booked_on_them_without_what_the_year_s_end_carries(
    tmp_path: Path,
) -> None:
    text = voucher("2025-01-0001", (BANK, "90.00"), (GRANT, "-90.00"))
    text += voucher("2025-03-0001", (OFFICE, "8.00"), (BANK, "-8.00"))
    text += voucher("2025-04-0001", (OFFICE, "-3.00"), (BANK, "3.00"), reverses="2025-03-0001")
    text += voucher("2025-12-0001", (GRANT, "90.00"), (OFFICE, "-5.00"), (NET, "-85.00"), day=31)
    rows = sheet_rows(audit_books(load(tmp_path, text), (YEAR,)), "sums")
    accounts = [(r["label"], r["income"], r["spending"]) for r in rows if r["group"] == "科目"]
    assert accounts == [("财政拨款", 90, None), ("办公费", None, 5)]
