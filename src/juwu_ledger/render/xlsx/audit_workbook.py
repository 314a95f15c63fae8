"""The audit workbook as a file: every sheet as values, and the check with live formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from openpyxl.utils import get_column_letter

from juwu_ledger.registers.analysis.sums_sheet import KEY as SUMS
from juwu_ledger.render.xlsx.scan_links import ScanLinks
from juwu_ledger.render.xlsx.sheet_rows import CellValue, Formula
from juwu_ledger.render.xlsx.sum_charts import SumCharts
from juwu_ledger.render.xlsx.voucher_links import VoucherLinks
from juwu_ledger.render.xlsx.workbook_file import FIRST_ROW, INFO, WHOLE, Page, Rows, WorkbookFile
from juwu_ledger.tables.report import CODE, COUNT, ITEM, MONEY, TOTAL, Column, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import Condition, Other, Settled, Side, Sum, Tally, Wanted
from juwu_ledger.workbook.cover import cover_sheet
from juwu_ledger.workbook.workbook import AnySheet, Audit

AGREES, DIFFERS = "相符", "不符"
CHECK = "勾稽核对"
CHECK_COLUMNS = (
    Column("number", "序号", COUNT, 5),
    Column("year", "会计年度", COUNT, 6),
    Column("group", "类别", CODE, 15),
    Column("title", "核对内容", width=50),
    Column("subject", "对象", width=24),
    Column("left", "左边（公式）", MONEY, 16),
    Column("right", "右边（公式）", MONEY, 16),
    Column("gap", "相差（公式）", MONEY, 13),
    Column("verdict", "结论（公式）", CODE, 9),
    Column("left_then", "导出时左边", MONEY, 16),
    Column("right_then", "导出时右边", MONEY, 16),
    Column("verdict_then", "导出时结论", CODE, 9),
    Column("hint", "不符时看", width=16),
)
CHECK_SHEET = Sheet(
    "check",
    CHECK,
    "各表之间应当相等的数，用活的公式核对，逐项显示相符或不符。",
    CHECK_COLUMNS,
    lambda: (),
)
_SUBJECT, _LEFT, _RIGHT, _GAP, _VERDICT = (get_column_letter(n) for n in range(5, 10))
Blocks = dict[tuple[str, int | None], Rows | None]
"""Sheet and year → where its rows stand; ``None`` where it has none."""
_NOTES_SHOWN = 200


class Outcome(NamedTuple):
    """What was written."""

    sheets: int
    rows: int
    settled: list[Settled]
    notes: list[str]


def write_audit(audit: Audit, stream: BinaryIO, folder: Path | None = None) -> Outcome:
    """Write the workbook; every sheet's rows are made, added up and written one by one.

    ``folder`` is where the workbook will be: links to scans lead from there. Without it there are none.
    """
    subject = f"{audit.title}审计账册"
    title = f"{audit.committee}{subject}"
    links = ScanLinks(audit.root, folder)
    with WorkbookFile(stream, title, subject, audit.as_of) as book:
        cover = book.add(_page(audit, audit.facts_sheet, landscape=False, filtered=False))
        pages = {sheet.key: book.add(_page(audit, sheet)) for sheet in audit.sheets}
        check = book.add(
            Page(CHECK, CHECK_COLUMNS, *_heads(audit, CHECK), frozen=4, marked=DIFFERS)
        )
        tally = Tally(audit.ties, (audit.facts_sheet, *audit.sheets))
        blocks: Blocks = {}
        vouchers, charts = VoucherLinks(), SumCharts()
        pages[SUMS].draw = charts.place
        for sheet in audit.sheets:
            rows = charts.noted(sheet, _filled(sheet, tally, blocks))
            book.write(pages[sheet.key], vouchers.linked(sheet, links.linked(sheet, rows)))
        for _ in tally.watch("cover", audit.facts):
            pass
        cover.rows = len(audit.facts)
        settled = tally.settle()
        formulas = _Formulas({**pages, "cover": cover}, blocks, (audit.facts_sheet, *audit.sheets))
        book.write(check, _check_rows(settled, formulas))
        cover.rows = 0
        counts = {key: page.rows for key, page in pages.items()}
        counts["check"] = check.rows
        last = cover_sheet(
            audit.facts, (*audit.sheets, CHECK_SHEET), counts, settled, notes_shown(book.notes)
        )
        book.write(cover, _plain(last.rows()))
    return Outcome(len(pages) + 2, sum(counts.values()) + cover.rows, settled, book.notes)


def notes_shown(notes: Sequence[str]) -> list[str]:
    """Return the notes that the cover has room for."""
    shown = list(notes[:_NOTES_SHOWN])
    if len(notes) > _NOTES_SHOWN:
        shown.append(f"……共 {len(notes)} 处")
    return shown


def _heads(audit: Audit, title: str) -> tuple[str, str]:
    info = f"单位：{audit.committee}　期间：{audit.title}　金额单位：元　账本核对码：{audit.code}"
    return title, info


def _page(audit: Audit, sheet: AnySheet, *, landscape: bool = True, filtered: bool = True) -> Page:
    return Page(
        sheet.title,
        sheet.columns,
        *_heads(audit, sheet.title),
        frozen=sheet.frozen,
        pages_wide=sheet.pages_wide,
        landscape=landscape,
        filtered=filtered,
    )


def _plain(rows: Iterable[Row]) -> Iterator[tuple[Sequence[CellValue], str]]:
    for row in rows:
        yield row.values, row.role


def _filled(
    sheet: AnySheet, tally: Tally, blocks: Blocks
) -> Iterator[tuple[Sequence[CellValue], str]]:
    """Yield the rows and note where those of each year stand, or one line that says there are none."""
    number = FIRST_ROW
    for year in sheet.years:
        first = number
        for row in tally.watch(sheet.key, sheet.rows_of(year), year):
            number += 1
            yield row.values, row.role
        blocks[sheet.key, year] = (first, number - 1) if number > first else None
    if number == FIRST_ROW:
        yield [sheet.empty], INFO


def _check_rows(
    settled: Sequence[Settled], formulas: _Formulas
) -> Iterator[tuple[Sequence[CellValue], str]]:
    """Yield a line for each tie, and at the end what they come to."""
    for number, item in enumerate(settled, 1):
        row = FIRST_ROW + number - 1
        tie, verdict = item.tie, AGREES if item.holds else DIFFERS
        yield (
            (
                number,
                tie.year,
                tie.group,
                tie.title,
                tie.subject,
                *(
                    Formula(formulas.side(side, row), figure)
                    for side, figure in zip(tie.sides, (item.left, item.right), strict=True)
                ),
                Formula(f"ROUND({_LEFT}{row}-{_RIGHT}{row},2)", item.left - item.right),
                Formula(
                    f'IF(ROUND({_LEFT}{row}-{_RIGHT}{row},2)=0,"{AGREES}","{DIFFERS}")', verdict
                ),
                item.left,
                item.right,
                verdict,
                tie.hint,
            ),
            WHOLE if tie.counts else ITEM,
        )
    verdicts = f"{_VERDICT}{FIRST_ROW}:{_VERDICT}{FIRST_ROW + len(settled) - 1}"
    good = f'COUNTIF({verdicts},"{AGREES}")'
    wrong = sum(not item.holds for item in settled)
    whole = DIFFERS if wrong else AGREES
    yield (
        (
            None,
            None,
            "合计",
            f"共 {len(settled)} 项；右边是不相符的项数，应为 0",
            None,
            Formula(f"ROWS({verdicts})-{good}", wrong),
            None,
            None,
            Formula(f'IF(ROWS({verdicts})={good},"{AGREES}","{DIFFERS}")', whole),
            wrong,
            None,
            whole,
            None,
        ),
        TOTAL,
    )


class _Formulas:
    """Writes sums as SUMIFS and COUNTIFS over the rows where the sheets now stand."""

    def __init__(
        self, pages: Mapping[str, Page], blocks: Blocks, sheets: Iterable[AnySheet]
    ) -> None:
        self._pages, self._blocks = pages, blocks
        self._sheets = {sheet.key: sheet for sheet in sheets}

    def side(self, side: Side, row: int) -> str:
        """Return the formula of one side of a tie in its row."""
        text = ""
        for item in side.sums:
            sign = "-" if item.sign < 0 else "+" if text else ""
            text += sign + self._sum(item, row)
        return text or "0"

    def _sum(self, item: Sum, row: int) -> str:
        if item.year is not None and self._blocks[item.sheet, item.year] is None:
            return "0"  # No row of that year: there is nothing to point at.
        parts = [self._cells(item, item.column)] if item.column else []
        for column, wanted in item.where:
            parts += [self._cells(item, column), _criterion(wanted, row)]
        if not item.where:
            return f"SUM({parts[0]})"
        return f"{'SUMIFS' if item.column else 'COUNTIFS'}({','.join(parts)})"

    def _cells(self, item: Sum, column: str) -> str:
        block = self._blocks[item.sheet, item.year] if item.year is not None else None
        return self._pages[item.sheet].cells(self._sheets[item.sheet].position(column), block)


def _criterion(wanted: Wanted, row: int) -> str:
    if wanted is Condition.SUBJECT:
        return f"${_SUBJECT}{row}"
    if isinstance(wanted, Condition):
        return f'"{wanted.value}"'
    if isinstance(wanted, Other):
        return f'"<>{wanted.than}"'
    return str(wanted) if isinstance(wanted, int) else f'"{wanted}"'
