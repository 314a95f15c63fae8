"""Links from a voucher to its scan: they lead to the file, or they are plain text."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import openpyxl
import pytest

from audit_books import audit_books
from juwu_ledger.render.xlsx import sheet_rows
from juwu_ledger.render.xlsx.audit_workbook import write_audit
from juwu_ledger.render.xlsx.scan_links import ScanLinks
from libreoffice import needs_soffice, recalculated
from paper_books import BANK, GRANT, load, voucher

GOOD = (
    "documents/2025/发票 1#2?.pdf",
    "2025/收据%41.PNG",
    "documents/2025/=cmd|' '!A0.pdf",
    "documents/2025/javascript:alert(1).pdf",
    'documents/2025/a&b<c>".jpg',
    "documents/2025/甲、乙.ofd",
)
BAD = (
    "documents/2025/没有这个文件.pdf",
    "documents/../main.beancount",
    "../外面.pdf",
    "/etc/passwd",
    "file:///etc/passwd",
    "https://example.com/a.pdf",
    "javascript:alert(1)",
    "documents/2025/run.exe",
    "documents/2025/页面.html",
    "documents/2025/到外面.pdf",
    "documents/2025",
)


def quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books with a scan of every kind, and a workbook beside them."""
    folder = tmp_path_factory.mktemp("scans")
    books = folder / "ledger"
    scans = books / "documents" / "2025"
    scans.mkdir(parents=True)
    for name in (*GOOD, "documents/2025/run.exe", "documents/2025/页面.html"):
        (scans / name.rsplit("2025/", 1)[1]).write_bytes(b"%PDF-")
    (folder / "外面.pdf").write_bytes(b"%PDF-")
    (scans / "到外面.pdf").symlink_to(folder / "外面.pdf")
    text = "".join(
        voucher(f"2025-01-{n:04d}", (BANK, "1.00"), (GRANT, "-1.00"), document=quoted(name))
        for n, name in enumerate((*GOOD, *BAD), 1)
    )
    (folder / "给审计").mkdir()
    audit = audit_books(load(books, text))
    for place in (folder, folder / "给审计", books, scans):
        out = BytesIO()
        write_audit(audit, out, place)
        (place / "audit.xlsx").write_bytes(out.getvalue())
    return folder


def links_of(workbook: Path, title: str) -> dict[str, str]:
    """Return the cells of a sheet that lead somewhere: text to target."""
    sheet: Any = openpyxl.load_workbook(workbook)[title]
    return {
        str(cell.value): cell.hyperlink.target
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink is not None
    }


@pytest.mark.parametrize("title", ["序时账", "记账凭证"])
@pytest.mark.parametrize("place", ["", "给审计", "ledger", "ledger/documents/2025"])
def test_a_link_leads_from_the_workbook_to_the_scan(folder: Path, place: str, title: str) -> None:
    found = links_of(folder / place / "audit.xlsx", title)
    assert set(found) == set(GOOD)
    for name, target in found.items():
        there = (folder / place / unquote(target)).resolve()
        scan = folder / "ledger/documents/2025" / name.rsplit("2025/", 1)[1]
        assert there == scan.resolve()
        assert not target.startswith("/")
        assert ":" not in target


def test_what_leads_nowhere_is_plain_text(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "audit.xlsx")
    cells = {str(c.value): c for c in book["序时账"]["AG"][3:] if c.value}
    assert set(cells) == {*GOOD, *BAD}
    for name in BAD:
        assert cells[name].hyperlink is None
        assert cells[name].data_type == "s"
        assert cells[name].font.underline is None
    with zipfile.ZipFile(folder / "audit.xlsx") as package:
        targets = [
            item.get("Target")
            for name in package.namelist()
            if name.startswith("xl/worksheets/_rels")
            for item in ElementTree.fromstring(package.read(name))
            if item.get("TargetMode") == "External"
        ]
    assert len(targets) == 2 * len(GOOD)


def test_without_a_folder_there_are_no_links(folder: Path) -> None:
    audit = audit_books(load_again(folder))
    out = BytesIO()
    write_audit(audit, out)
    assert b"hyperlink" not in zipfile.ZipFile(out).read("xl/worksheets/sheet7.xml")


def load_again(folder: Path) -> Any:
    from juwu_ledger.books.reading.loading import load_books

    books = load_books(folder / "ledger" / "main.beancount").books
    assert books is not None
    return books


def test_no_more_links_than_a_sheet_takes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_rows, "MOST_LINKS", 2)
    audit = audit_books(load_again(folder))
    out = BytesIO()
    outcome = write_audit(audit, out, folder)
    path = folder / "few.xlsx"
    path.write_bytes(out.getvalue())
    assert len(links_of(path, "序时账")) == 2
    assert [note for note in outcome.notes if "不做链接" in note]


def test_a_way_too_long_for_a_spreadsheet_is_no_link(tmp_path: Path) -> None:
    long = tmp_path / "ledger" / "documents"
    for _ in range(9):
        long = long / ("#" * 80)
    long.mkdir(parents=True)
    (long / "a.pdf").write_bytes(b"%PDF-")
    links = ScanLinks(tmp_path / "ledger", tmp_path)
    name = (long / "a.pdf").relative_to(tmp_path / "ledger").as_posix()
    assert links.target(name) is None
    assert ScanLinks(tmp_path / "ledger", long).target(name) == "a.pdf"


@needs_soffice
def test_libreoffice_follows_the_same_way(folder: Path, tmp_path: Path) -> None:
    again = recalculated(folder / "audit.xlsx", tmp_path)
    found = links_of(again, "记账凭证")
    assert set(found) == set(GOOD)
    for name, target in found.items():
        assert unquote(unquote(target)).endswith(unquote(name.rsplit("2025/", 1)[1])), target
