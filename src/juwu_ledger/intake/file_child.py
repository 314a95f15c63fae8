"""Tables of a spreadsheet, an HTML page or a PDF, or its text, read in a process with little of all.

``python file_child.py KIND``: the file's bytes come on standard input, JSON goes to standard output.
It imports nothing of this program. A sheet is ``[name, rows]``; a cell is a text, ``["n", number]``,
``["d", moment]``, ``["t", time]`` or ``["f"]`` (a formula). Of ``pdf-text`` the first
sheet is ``["text", [[line], …]]``, the others are attachments: ``[name, [[base64]]]``. What is refused
is ``{"refused": [name, why]}``.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import os
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

try:
    import resource
except ImportError:  # Windows: the parent's clock alone.
    resource = None  # type: ignore[assignment]

MEMORY = 1024**3
SECONDS = 60
ROWS, COLUMNS, LETTERS, PAGES = 50_000, 200, 4_000, 300


class Refused(Exception):
    """Name and reason of a file that is not read."""

    def __init__(self, name: str, why: str) -> None:
        """Take the kind of the refusal and the reason in Chinese."""
        super().__init__(why)
        self.name = name


def main() -> None:
    """Read one file and print its tables."""
    _limit()
    answer = os.dup(1)
    os.dup2(2, 1)  # Whatever a library prints must not get between.
    data = sys.stdin.buffer.read()
    told: dict[str, Any]
    try:
        told = {"sheets": list(_READERS[sys.argv[1]](data))}
    except Refused as error:
        told = {"refused": [error.name, str(error)]}
    with os.fdopen(answer, "wb") as out:
        out.write(json.dumps(told).encode("ascii"))


def _limit() -> None:
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheet(name: str, rows: Iterator[list[Any]]) -> list[Any]:
    taken = []
    for number, row in enumerate(rows, 1):
        if number > ROWS:
            raise Refused("too-large", f"表 {name} 多于 {ROWS} 行")
        if len(row) > COLUMNS:
            raise Refused("too-large", f"表 {name} 多于 {COLUMNS} 列")
        taken.append([_cell(value) for value in row])
    return [name, taken]


def _cell(value: Any) -> Any:
    match value:
        case bool() | None:
            return "" if value is None else str(value).upper()
        case int() | float():
            return ["n", repr(value)]
        case dt.datetime():
            return ["d", value.isoformat()]
        case dt.date():
            return ["d", f"{value.isoformat()}T00:00:00"]
        case dt.time():
            return ["t", value.isoformat("seconds")]
        case dt.timedelta():
            return ["n", repr(value.total_seconds() / 86400)]
    text = str(value)
    if len(text) > LETTERS:
        raise Refused("too-large", f"有一格多于 {LETTERS} 个字")
    return text


def _spreadsheet(data: bytes) -> Iterator[list[Any]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_object(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > ROWS or sheet.total_width > COLUMNS:
                raise Refused("too-large", f"表 {name} 多于 {ROWS} 行或 {COLUMNS} 列")
            rows = sheet.to_python(skip_empty_area=False)
            yield _sheet(name, iter(rows))
    except calamine.PasswordError:
        raise Refused("password", "表格有密码，请去掉密码再导") from None
    except calamine.CalamineError as error:
        raise Refused("cut-off", f"表格打不开，可能没有下载完（{error!s:.80}）") from None


def _workbook(data: bytes) -> Iterator[list[Any]]:
    formulas = _formulas(data)
    for name, rows in _spreadsheet(data):
        for row, column in formulas.get(name, ()):
            if row <= len(rows) and column <= len(rows[row - 1]):
                rows[row - 1][column - 1] = ["f"]
        yield [name, rows]


def _formulas(data: bytes) -> dict[str, list[tuple[int, int]]]:
    """Return where formulas stand, by sheet; openpyxl is asked only where there is any."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        if not any(b"<f" in archive.read(name) for name in parts):
            return {}
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return {
        sheet.title: [
            (cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        for sheet in book.worksheets
    }


class _Tables(HTMLParser):
    """The cells of all rows of a page, whatever table they stand in; spanned cells stay empty."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            span = dict(attrs).get("colspan") or "1"
            wide = min(int(span), COLUMNS) if span.isascii() and span.isdigit() else 1
            self.rows[-1] += [""] * max(wide, 1)
            self._at = len(self.rows[-1]) - max(wide, 1)
            self._inside = True
        elif tag == "br" and self._inside:
            self.rows[-1][self._at] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][self._at] += data


def _page(data: bytes) -> Iterator[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "strict")
    tables = _Tables()
    tables.feed(text)
    tables.close()
    yield _sheet("HTML", (row for row in tables.rows))


def _pdf(data: bytes) -> Iterator[list[Any]]:
    try:
        import pdfplumber
    except ImportError:
        raise Refused(
            "pdf-in", "读 PDF 要装一个附加件：pip install 'juwu-ledger[pdf-in]'"
        ) from None
    rows: list[list[Any]] = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        if len(document.pages) > PAGES:
            raise Refused("too-large", f"PDF 多于 {PAGES} 页")
        has_text = False
        for page in document.pages:
            has_text = has_text or bool(page.chars)
            tables = page.find_tables()
            top = min((table.bbox[1] for table in tables), default=page.height)
            if top > 1:
                above = page.crop((0, 0, page.width, top)).extract_text() or ""
                rows += [[line] for line in above.splitlines()]
            rows += [[cell or "" for cell in row] for t in tables for row in t.extract()]
            page.close()
    if not has_text:
        raise Refused("pdf-without-text", "PDF 里没有文字（是扫描的图），不认图；请向银行要电子的")
    yield _sheet("PDF", iter(rows))


def _pdf_text(data: bytes) -> Iterator[list[Any]]:
    try:
        import pdfplumber
        import pypdf
    except ImportError:
        raise Refused(
            "pdf-in", "读 PDF 要装一个附加件：pip install 'juwu-ledger[pdf-in]'"
        ) from None
    lines: list[list[str]] = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        if len(document.pages) > PAGES:
            raise Refused("too-large", f"PDF 多于 {PAGES} 页")
        for page in document.pages:
            lines += [[line[:LETTERS]] for line in (page.extract_text() or "").splitlines()]
            page.close()
    yield ["text", lines]
    for name, copies in pypdf.PdfReader(io.BytesIO(data)).attachments.items():
        for copy in copies:
            yield [name, [[base64.b64encode(copy).decode("ascii")]]]


_READERS = {
    "xlsx": _workbook,
    "xls": _spreadsheet,
    "html": _page,
    "pdf": _pdf,
    "pdf-text": _pdf_text,
}

if __name__ == "__main__":
    main()
