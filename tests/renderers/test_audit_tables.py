"""The audit sheets as CSV and Parquet: read again, and held against the books and the workbook."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_books import audit_books, year_books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.render import CannotRender
from juwu_ledger.render.csv.audit_tables import (
    CSV,
    PARQUET,
    check_format,
    table_files,
    write_tables,
)
from juwu_ledger.render.csv.csv import PREFIX, cell_text
from juwu_ledger.render.xlsx.audit_workbook import write_audit
from juwu_ledger.workbook.workbook import Audit
from paper_books import BANK, GRANT, load, voucher

HOSTILE = ("=1+1", "@SUM(A1)", "+49", "-3", "'quoted", " =1", "＝1+1", "\t=1")
MORE = "".join(
    voucher(
        f"2025-08-{number:04d}",
        (BANK, "0.01"),
        (GRANT, "-0.01"),
        said=said,
        payee="甲\n乙,丙\x07",
    )
    for number, said in enumerate(HOSTILE, 1)
)


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    text = MORE + voucher("2026-01-0001", (BANK, "5.00"), (GRANT, "-5.00"))
    books = year_books(tmp_path_factory.mktemp("year"), text)
    return audit_books(books, (Period.parse("2025"), Period.parse("2026")))


@pytest.fixture(scope="module")
def tables(audit: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    for form in (CSV, PARQUET):
        outcome = write_tables(audit, form, folder)
        assert [s.tie.title for s in outcome.settled if not s.holds] == []
        assert outcome.sheets == 23
        assert outcome.notes
    return folder


def read_csv(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def money(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


def test_one_file_a_table_named_for_it(audit: Audit, tables: Path) -> None:
    names = {path.name for path in tables.iterdir()}
    titles = {sheet.title for sheet in audit.sheets}
    assert len(titles) == len(audit.sheets)
    assert {name.rsplit(".", 1)[0] for name in names} >= titles
    assert names == table_files(audit, CSV) | table_files(audit, PARQUET)
    assert {"说明.csv", "记账凭证.csv", "勾稽核对.csv", "科目余额及发生额.parquet"} <= names


def test_lines_end_as_excel_wants_them(tables: Path) -> None:
    for path in tables.glob("*.csv"):
        lines = path.read_bytes().split(b"\r\n")
        assert lines[-1] == b""
        # A line feed alone stands only within quotes.
        assert all(line.count(b'"') % 2 == 0 or b"\n" in line for line in lines)


def test_the_sums_are_those_of_the_books(audit: Audit, tables: Path) -> None:
    rows = read_csv(tables / "记账凭证.csv")
    assert len({(row["会计年度"], row["记账凭证编号"]) for row in rows}) == audit.vouchers
    assert money(rows, "借方金额") == money(rows, "贷方金额") > 0
    closing = [r for r in read_csv(tables / "科目余额表.csv") if r["会计月度"] == "全期"]
    last = [r for r in closing if (r["会计年度"], r["科目编码"]) != ("2026", "合计")]
    bank = [r for r in last if (r["会计年度"], r["账本科目"]) == ("2026", BANK)]
    detail = [r for r in read_csv(tables / "明细账.csv") if r["账本科目"] == BANK]
    assert bank[0]["期末借方"] == detail[-1]["余额"]
    for year in ("2025", "2026"):
        mine = [r for r in rows if r["会计年度"] == year]
        balances = [r for r in read_csv(tables / "科目余额及发生额.csv") if r["会计年度"] == year]
        opening = [r for r in mine if r["记账凭证编号"] == "2025-01-0001"]
        assert money(mine, "借方金额") - money(opening, "借方金额") == money(balances, "借方发生额")


def test_no_text_can_be_taken_for_a_formula(audit: Audit, tables: Path) -> None:
    found = set()
    for sheet in audit.sheets:
        typed = {c.title for c in sheet.columns if c.kind in ("money", "count", "date")}
        for row in read_csv(tables / f"{sheet.title}.csv"):
            for title, text in row.items():
                if title in typed:
                    continue
                assert text.strip(" \u3000")[:1] not in tuple("=+-@\t\r＝＋－＠"), text
                found.add(text)
    # Blanks around a narration are not part of it.
    assert {PREFIX + text.strip() for text in HOSTILE} <= found


def test_parquet_holds_what_the_workbook_holds(audit: Audit, tables: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    out = BytesIO()
    write_audit(audit, out)
    book: Any = openpyxl.load_workbook(out, read_only=True)
    compared = 0
    for sheet in audit.sheets:
        table = pq.read_table(tables / f"{sheet.title}.parquet")
        cells = list(book[sheet.title].iter_rows(min_row=4, values_only=True))
        rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
        if not rows:
            assert cells[0][0] == sheet.empty
            continue
        assert table.column_names == [column.title for column in sheet.columns]
        assert len(rows) == len(cells)
        for values, shown in zip(rows, cells, strict=True):
            for value, cell in zip(values, shown, strict=True):
                assert as_cell(value) == in_workbook(cell, value), (sheet.title, value, cell)
                compared += value is not None
    assert compared > 2_000


def as_cell(value: object) -> object:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def in_workbook(cell: object, like: object) -> object:
    """Return a workbook's cell as the type of the other side."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(like, Decimal):
        return Decimal(str(cell)).quantize(Decimal("0.01"))
    return str(cell) if isinstance(like, str) else cell


def test_parquet_has_exact_types(audit: Audit, tables: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    schema = pq.read_schema(tables / "记账凭证.parquet")
    assert schema.field("借方金额").type == pa.decimal128(18, 2)
    assert schema.field("记账凭证日期").type == pa.date32()
    assert schema.field("附件数").type == pa.int64()
    assert schema.field("借方金额").metadata[b"key"] == b"debit"


def test_csv_and_parquet_are_the_same_rows(audit: Audit, tables: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    for name in table_files(audit, CSV):
        rows = read_csv(tables / name)
        table = pq.read_table(tables / name.replace(".csv", ".parquet"))
        assert table.num_rows == len(rows)
        for at, column in enumerate(table.column_names):
            values = table.column(at).to_pylist()
            written = ["" if value is None else cell_text(value) for value in values]
            assert written == [row[column] for row in rows]


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CannotRender, match="pip install 'juwu-ledger"):
        check_format(PARQUET)
    check_format(CSV)


def test_a_year_without_rows_has_empty_tables(tmp_path: Path) -> None:
    audit = audit_books(load(tmp_path, voucher("2025-06-0001", (BANK, "1.00"), (GRANT, "-1.00"))))
    write_tables(audit, CSV, tmp_path)
    assert read_csv(tmp_path / "固定资产.csv") == []
    pq = pytest.importorskip("pyarrow.parquet")
    write_tables(audit, PARQUET, tmp_path)
    assert pq.read_table(tmp_path / "固定资产.parquet").num_rows == 0


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=6))
def test_a_prefixed_text_can_be_read_back(text: str) -> None:
    written = cell_text(text)
    assert written in (text, PREFIX + text)
    assert (written[1:] if written.startswith(PREFIX) else written) == text
    assert written.strip(" \u3000")[:1] not in tuple("=+-@\t\r＝＋－＠")


@given(st.decimals(-(10**12), 10**12, places=2))
def test_amounts_are_never_prefixed(amount: Decimal) -> None:
    assert Decimal(cell_text(amount)) == amount
