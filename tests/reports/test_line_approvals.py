"""A voucher whose lines name approvals of their own: every paper shows each where it belongs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from audit_books import audit_books, sheet_rows
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.details import detail_tables
from juwu_ledger.papers.sections.large_payments import large_payments_table
from juwu_ledger.records.budgets import commitments
from juwu_ledger.records.figures import Figures
from juwu_ledger.registers.vouchers.printed_voucher import voucher_form
from juwu_ledger.tables.report import ITEM, Table
from paper_books import DINNER, OFFICE, PETTY, PROJECT, load

AS_OF = dt.date(2026, 1, 31)
TEXT = f"""
2025-01-01 custom "limit" "street-sign-off" 60.00 CNY
2025-01-01 custom "resolution" "JY-1" "办活动"
2025-01-02 custom "approval" "SP-1" 500.00 CNY "一"
2025-01-02 custom "approval" "SP-2" 80.00 CNY "二"
  resolution: "JY-1"
2025-01-10 * "某单位" "纸、活动和饭"
  voucher: "2025-01-0001"
  approval: "SP-1"
  {OFFICE}  30.00 CNY
  {PROJECT}  50.00 CNY
    approval: "SP-2"
  {DINNER}  5.00 CNY
    approval: "SP-9"
  {PETTY}  -85.00 CNY
"""


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return load(tmp_path, TEXT)


def column(table: Table, key: str) -> list[Any]:
    at = [column.key for column in table.columns].index(key)
    return [row.values[at] for row in table.rows if row.role == ITEM]


def test_papers_show_the_approval_of_each_line(books: Books) -> None:
    figures = Figures.of(books, Period.parse("2025-01"))
    for table in (detail_tables(figures)[1], large_payments_table(figures)):
        assert column(table, "approval") == ["SP-1", "SP-2", "SP-9"]
    assert column(large_payments_table(figures), "resolution") == [None, "JY-1", None]


def test_the_workbook_and_the_receipt_show_it(books: Books) -> None:
    lines = sheet_rows(audit_books(books), "journal")
    assert [row["approval"] for row in lines] == ["SP-1", "SP-2", "SP-9", "SP-1"]
    form = voucher_form(books, books.vouchers[0], AS_OF)
    said = [str(row.values[0]) for row in form.tables[0].rows]
    assert "签批 SP-2" in said[1]
    assert "签批 SP-9" in said[2]
    assert [field.value for field in form.closing if field.key == "approval"] == ["SP-1"]


def test_what_is_left_of_each_is_for_its_own_account(books: Books) -> None:
    found = {item.use.approval.id: item.account for item in commitments(books, AS_OF)}
    assert found == {"SP-1": OFFICE, "SP-2": PROJECT}
