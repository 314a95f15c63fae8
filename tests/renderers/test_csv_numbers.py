"""Numbers that are text stay whole where a spreadsheet opens the CSV."""

from __future__ import annotations

import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from juwu_ledger.render.csv.audit_tables import _csv_file
from juwu_ledger.tables.report import CODE, MONEY, Column, Row
from libreoffice import SOFFICE, needs_soffice

TEXTS = ("25379000000740231552", "２５３７９００００００７４０２３１５５２", "00012345", "12E5")
PLAIN = ("100201", "A0000101", "2025-01-0005", "SP-2025-0001")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "表.csv"
    with _csv_file(path, (Column("number", "号码", CODE), Column("amount", "金额", MONEY))) as put:
        for text in (*TEXTS, *PLAIN):
            put(Row((text, Decimal("123456789012.34"))))
    return path


def test_a_mark_in_front_keeps_them_text(table: Path) -> None:
    lines = table.read_text("utf-8-sig").splitlines()[1:]
    amount = "123456789012.34"
    assert lines == [f"'{text},{amount}" for text in TEXTS] + [f"{t},{amount}" for t in PLAIN]


@needs_soffice
def test_a_spreadsheet_loses_no_digit(table: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = (
        SOFFICE or "",
        "--headless",
        profile,
        "--infilter=CSV:44,34,76,1",
        "--convert-to",
        "xlsx",
        "--outdir",
    )
    subprocess.run((*command, tmp_path, table), check=True, capture_output=True, timeout=240)
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx").active
    assert sheet is not None
    read = [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [text.lstrip("'") for text in read[: len(TEXTS)]] == list(TEXTS)
