"""The file of a workbook: openpyxl makes the package, the rows are streamed into it.

Same content, same bytes: the times in the package come from the caller, never from the clock. A
sheet is laid out for an A4 printer: heads repeated, landscape, page numbers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import PKG_REL_NS, REL_NS

from juwu_ledger.render.xlsx.sheet_rows import LINK, CellValue, RowWriter
from juwu_ledger.render.xlsx.sheet_text import clean
from juwu_ledger.tables.report import (
    ALARM,
    CODE,
    COUNT,
    DATE,
    HEAD,
    ITEM,
    MONEY,
    SUBTOTAL,
    TEXT,
    TOTAL,
    Column,
)

MOST_ROWS = 1_048_576
FONT = "宋体"
_SIZE = 10
TITLE, INFO = "title", "info"
"""Roles of the two lines above the heads; notes below a table are ``info`` too."""
WHOLE = "whole"
"""Roles of lines of our own: printed red; amounts that are numbers of things."""
HEAD_ROW = 3
FIRST_ROW = 4
_FORMATS = {
    MONEY: "#,##0.00_ ;[Red]-#,##0.00_ ",
    DATE: "yyyy-mm-dd",
    COUNT: "0",
    CODE: "@",
    TEXT: "@",
    LINK: "@",
}
_ALIGNED = {
    MONEY: "right",
    DATE: "center",
    COUNT: "center",
    CODE: "center",
    TEXT: "left",
    LINK: "left",
}
_FILLS = {HEAD: "D9E2EC", SUBTOTAL: "F2F5F8", TOTAL: "E4EAF0"}
_GRID = Side(style="thin", color="B8C2CC")
_SHEET_DATA = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
_SIZE_OF_NONE = re.compile(rb"<dimension [^>]*/>")
"""What openpyxl says of how large a sheet is: it sees no rows."""
_BATCH = 200
_LEVEL = 4
"""Of compression: half the time of the usual 6 for a file a seventh larger."""
_ZIP_YEARS = (1980, 2107)


class TooManyRows(Exception):
    """A sheet would have more rows than a workbook can hold; the argument is its title."""


Rows = tuple[int, int]
"""The first and the last row of a block of rows."""


@dataclass
class Page:
    """How one sheet looks, and what is known of it after it was written."""

    title: str
    columns: Sequence[Column]
    heading: str
    info: str
    frozen: int = 0
    pages_wide: int = 1
    landscape: bool = True
    filtered: bool = True
    marked: str = ""
    """A word that is shown in red wherever a cell of the sheet holds it."""
    rows: int = 0
    notes: int = 0
    """Lines at the end that are notes, not data: filters leave them alone."""
    draw: Callable[[Any], None] | None = None
    """Puts charts on the worksheet, when its rows are written."""
    worksheet: Any = field(default=None, repr=False)
    part: str = ""
    """The name of the worksheet in the package, without folder and ending."""

    @property
    def last_row(self) -> int:
        """The row that sums over the sheet reach down to, at least the first one."""
        return max(FIRST_ROW, FIRST_ROW + self.rows - 1)

    def cells(self, column: int, block: Rows | None = None) -> str:
        """Return the cells of a column (index from 0) as a formula names them: all, or a block."""
        letter = get_column_letter(column + 1)
        name = self.title.replace("'", "''")
        first, last = block or (FIRST_ROW, self.last_row)
        return f"'{name}'!${letter}${first}:${letter}${last}"


class WorkbookFile:
    """A workbook on its way into a file: pages are announced in order, written in any order."""

    def __init__(self, stream: BinaryIO, title: str, subject: str, day: dt.date) -> None:
        """Begin a workbook; ``day`` stands for every time in the file."""
        self._book = Workbook()
        self._book.remove(self._book.active)
        moment = dt.datetime(min(max(day.year, _ZIP_YEARS[0]), _ZIP_YEARS[1]), day.month, day.day)
        properties = self._book.properties
        properties.creator = properties.lastModifiedBy = "juwu-ledger"
        properties.title, properties.subject = clean(title).text, clean(subject).text
        properties.created = properties.modified = moment
        self._book.calculation.fullCalcOnLoad = True
        _set_default_font(self._book)
        self._archive = _StillArchive(stream, moment)
        self._styles: dict[tuple[str, str, bool], int] = {}
        self.notes: list[str] = []
        """What was done to texts that no cell can hold: ``sheet cell: what``."""

    def add(self, page: Page) -> Page:
        """Announce the next page."""
        page.worksheet = self._book.create_sheet(page.title)
        page.part = f"sheet{len(self._book.worksheets)}"
        _lay_out(page)
        return page

    def write(self, page: Page, rows: Iterable[tuple[Sequence[CellValue], str]]) -> None:
        """Write the rows of a page: values and role of each."""

        def note(cell: str, what: str) -> None:
            self.notes.append(f"{page.title} {cell}：{what}")

        def style_of(role: str, kind: str, quoted: bool) -> int:
            key = (role, kind, quoted)
            if key not in self._styles:
                self._styles[key] = _style(page.worksheet, *key)
            return self._styles[key]

        writer = RowWriter(page.columns, style_of, note)
        head, _ = _skeleton(page.worksheet)
        with self._archive.entry(f"xl/worksheets/{page.part}.xml") as out:
            out.write(head + b"<sheetData>")
            titles = [column.title for column in page.columns]
            out.write(writer.row(1, [page.heading], TITLE, 24).encode())
            out.write(writer.row(2, [page.info], INFO, 18).encode())
            out.write(writer.row(HEAD_ROW, titles, HEAD, 30).encode())
            batch: list[str] = []
            for number, (values, role) in enumerate(rows, FIRST_ROW):
                if number > MOST_ROWS:
                    raise TooManyRows(page.title)
                batch.append(writer.row(number, values, role))
                page.rows += 1
                page.notes += role == INFO
                if len(batch) == _BATCH:
                    out.write("".join(batch).encode())
                    batch.clear()
            out.write("".join(batch).encode())
            links = writer.links
            _settle_range(page)
            if page.draw:
                page.draw(page.worksheet)
            _, tail = _skeleton(page.worksheet)
            before, mark, after = tail.partition(b"<pageMargins")
            out.write(b"</sheetData>" + before + _link_list(links) + mark + after)
        if any(not _is_inside(target) for _, target in links):
            path = f"xl/worksheets/_rels/{page.part}.xml.rels"
            self._archive.writestr(path, _link_targets(links))

    def __enter__(self) -> WorkbookFile:
        """Give the workbook; it is complete when the block ends without an error."""
        return self

    def __exit__(self, error: type[BaseException] | None, *_rest: object) -> None:
        """Write what is left of the package; after an error leave the stream as it is."""
        if error is None:
            self._complete()
        else:
            self._archive.abandon()

    def _complete(self) -> None:
        """Write what openpyxl makes of the workbook, which has no rows there; our sheets stay."""
        made = BytesIO()
        ExcelWriter(self._book, ZipFile(made, "w")).save()
        ours = frozenset(self._archive.namelist())
        with ZipFile(made) as parts:
            for name in parts.namelist():
                if name not in ours:
                    self._archive.writestr(name, parts.read(name))
        self._archive.close()


def _skeleton(worksheet: Any) -> tuple[bytes, bytes]:
    """Return what stands before and after the rows of a worksheet; openpyxl writes it without any."""
    with ZipFile(BytesIO(), "w") as made:
        ExcelWriter(worksheet.parent, made).write_worksheet(worksheet)
        whole = made.read(made.namelist()[0])
    head, tail = _SHEET_DATA.split(whole, maxsplit=1)
    return _SIZE_OF_NONE.sub(b"", head), tail


def _link_list(links: Sequence[tuple[str, str]]) -> bytes:
    """Return the part of a worksheet that says which cells lead somewhere."""
    if not links:
        return b""
    parts = [
        f'<hyperlink ref="{cell}" location={quoteattr(target[1:])}/>'
        if _is_inside(target)
        else f'<hyperlink ref="{cell}" r:id="l{at}"/>'
        for at, (cell, target) in enumerate(links)
    ]
    return f'<hyperlinks xmlns:r="{REL_NS}">{"".join(parts)}</hyperlinks>'.encode()


def _is_inside(target: str) -> bool:
    """Tell whether a link stays within the workbook: ``#'sheet'!B4``."""
    return target.startswith("#")


def _link_targets(links: Sequence[tuple[str, str]]) -> bytes:
    """Return the file that says where the cells of a worksheet lead."""
    parts = [
        f'<Relationship Id="l{at}" Type="{REL_NS}/hyperlink" Target={quoteattr(target)}'
        ' TargetMode="External"/>'
        for at, (_, target) in enumerate(links)
        if not _is_inside(target)
    ]
    return f'<Relationships xmlns="{PKG_REL_NS}">{"".join(parts)}</Relationships>'.encode()


class _StillArchive(ZipFile):
    """A ZIP file in which every entry has the same time."""

    def __init__(self, stream: BinaryIO, moment: dt.datetime) -> None:
        super().__init__(stream, "w", ZIP_DEFLATED, allowZip64=True, compresslevel=_LEVEL)
        self._moment = moment.timetuple()[:6]

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self._moment)
        info.compress_type = ZIP_DEFLATED
        info._compresslevel = _LEVEL  # type: ignore[attr-defined]  # public from Python 3.13 on
        info.create_system = 3
        info.external_attr = 0o644 << 16
        return info

    @contextmanager
    def entry(self, name: str) -> Iterator[Any]:
        """Open an entry that is written bit by bit."""
        with self.open(self._info(name), "w") as out:
            yield out

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_options: Any) -> None:
        """Write a whole entry."""
        super().writestr(self._info(str(zinfo_or_arcname)), data)

    def abandon(self) -> None:
        """Leave the file unfinished; without this, Python would finish it at some later time."""
        self.fp = None


def _set_default_font(book: Any) -> None:
    """Column widths count digits of the default font, and empty rows are as high as it asks."""
    font = Font(name=FONT, size=_SIZE, charset=134)
    book._fonts[0] = font
    book._named_styles["Normal"].font = font


def _style(worksheet: Any, role: str, kind: str, quoted: bool) -> int:
    """Register the style of a cell with the workbook and return its index."""
    cell = Cell(worksheet, row=1, column=1)
    if role == TITLE:
        cell.font = Font(name=FONT, size=15, bold=True, charset=134)
        cell.alignment = Alignment(vertical="center")
    elif role == INFO:
        cell.font = Font(name=FONT, size=_SIZE, color="555555", charset=134)
        cell.alignment = Alignment(vertical="center")
    else:
        bold, color = role not in (ITEM, WHOLE), "C00000" if role == ALARM else None
        line = None
        if kind == LINK:
            color, line = "1F4E99", "single"
        cell.font = Font(name=FONT, size=_SIZE, bold=bold, color=color, underline=line, charset=134)
        head = role == HEAD
        cell.alignment = Alignment(
            horizontal="center" if head else _ALIGNED[kind],
            vertical="center",
            wrap_text=head or kind in (TEXT, LINK),
        )
        cell.border = Border(left=_GRID, right=_GRID, top=_GRID, bottom=_GRID)
        if role in _FILLS:
            cell.fill = PatternFill("solid", fgColor=_FILLS[role])
    if role == WHOLE and kind == MONEY:
        cell.number_format = "#,##0_ ;[Red]-#,##0_ "
    else:
        cell.number_format = "@" if role in (HEAD, TITLE, INFO) else _FORMATS[kind]
    cell.quotePrefix = quoted
    return int(cell.style_id)


def _lay_out(page: Page) -> None:
    """Set everything about a page that does not depend on how many rows it will have."""
    ws = page.worksheet
    for index, column in enumerate(page.columns, 1):
        ws.column_dimensions[get_column_letter(index)].width = column.width + 1
    ws.freeze_panes = f"{get_column_letter(page.frozen + 1)}{FIRST_ROW}"
    ws.sheet_view.zoomScale = 100
    ws.print_title_rows = f"1:{HEAD_ROW}"
    if page.pages_wide > 1 and page.frozen:
        ws.print_title_cols = f"A:{get_column_letter(page.frozen)}"
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.page_setup.orientation = "landscape" if page.landscape else "portrait"
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.page_setup.pageOrder = "overThenDown"
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = page.pages_wide, 0
    margins = ws.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.3, 0.3
    # Programs disagree on how a footer's "&" is to be doubled; the wide one is plain text to all.
    left, right = (clean(text).text[:80].replace("&", "＆") for text in (page.info, page.title))
    ws.oddFooter.left.text = left
    ws.oddFooter.right.text = f"{right}　第 &P 页，共 &N 页"
    for part in (ws.oddFooter.left, ws.oddFooter.right):
        part.font, part.size = f"{FONT},Regular", 8


def _settle_range(page: Page) -> None:
    ws = page.worksheet
    data = page.rows - page.notes
    last = f"{get_column_letter(len(page.columns))}{FIRST_ROW + data - 1}"
    if page.filtered and data:
        ws.auto_filter.ref = f"A{HEAD_ROW}:{last}"
    if page.marked:
        rule = CellIsRule(
            operator="equal",
            formula=[f'"{page.marked}"'],
            font=Font(color="FFFFFF", bold=True),
            fill=PatternFill("solid", bgColor="C00000"),
        )
        ws.conditional_formatting.add(f"A{FIRST_ROW}:{last}", rule)
