"""The audit sheets as plain tables, one file each: CSV for any program, Parquet for data tools.

The tables are those of the workbook, row by row; 勾稽核对 holds figures instead of formulas. Files
are named for their table, so that they are called the same every year.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from juwu_ledger.render import CannotRender
from juwu_ledger.render.csv.csv import cell_text
from juwu_ledger.render.xlsx.audit_workbook import AGREES, CHECK, DIFFERS, Outcome, notes_shown
from juwu_ledger.render.xlsx.sheet_text import clean
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, Column, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import Settled, Tally
from juwu_ledger.workbook.cover import cover_sheet
from juwu_ledger.workbook.workbook import Audit

CSV, PARQUET = "csv", "parquet"
COVER = "说明"
_BATCH = 20_000
_CHECK_COLUMNS = (
    Column("number", "序号", COUNT),
    Column("year", "会计年度", COUNT),
    Column("group", "类别", CODE),
    Column("title", "核对内容"),
    Column("subject", "对象"),
    Column("left", "左边", MONEY),
    Column("right", "右边", MONEY),
    Column("gap", "相差", MONEY),
    Column("verdict", "结论", CODE),
    Column("hint", "不符时看"),
)

Put = Callable[[Row], None]
Open = Callable[[Path, Sequence[Column]], AbstractContextManager[Put]]


def table_files(audit: Audit, form: str) -> frozenset[str]:
    """Return the names of all files that :func:`write_tables` writes."""
    titles = (COVER, *(sheet.title for sheet in audit.sheets), CHECK)
    return frozenset(f"{title}.{form}" for title in titles)


def check_format(form: str) -> None:
    """Raise :class:`CannotRender` where this machine lacks what a format needs."""
    if form == PARQUET:
        _pyarrow()


def write_tables(audit: Audit, form: str, folder: Path) -> Outcome:
    """Write every table into ``folder``, which is there; rows are made and written one by one.

    Raises :class:`CannotRender` where this machine cannot write Parquet.
    """
    check_format(form)
    begin = _csv_file if form == CSV else _parquet_file
    tally = Tally(audit.ties, (audit.facts_sheet, *audit.sheets))
    notes: list[str] = []
    counts: dict[str, int] = {}

    def write(key: str, title: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        counts[key] = 0
        cleaned = _cleaned(title, columns, rows, notes)
        with begin(folder / f"{title}.{form}", columns) as put:
            for row in cleaned:
                put(row)
                counts[key] += 1

    for sheet in audit.sheets:
        rows = (
            row for year in sheet.years for row in tally.watch(sheet.key, sheet.rows_of(year), year)
        )
        write(sheet.key, sheet.title, sheet.columns, rows)
    for _ in tally.watch("cover", audit.facts):
        pass
    settled = tally.settle()
    write("check", CHECK, _CHECK_COLUMNS, _check_rows(settled))
    about = Sheet(
        "check", CHECK, "各表之间应当相等的数，逐项写明相符或不符。", _CHECK_COLUMNS, lambda: ()
    )
    cover = cover_sheet(
        audit.facts, (*audit.sheets, about), dict(counts), settled, notes_shown(notes)
    )
    write("cover", COVER, cover.columns, cover.rows())
    return Outcome(len(counts), sum(counts.values()), settled, notes)


def _check_rows(settled: Sequence[Settled]) -> Iterator[Row]:
    for number, item in enumerate(settled, 1):
        tie = item.tie
        subject = None if tie.subject is None else str(tie.subject)
        verdict = AGREES if item.holds else DIFFERS
        figures = (item.left, item.right, item.left - item.right)
        yield Row((number, tie.year, tie.group, tie.title, subject, *figures, verdict, tie.hint))


def _cleaned(
    title: str, columns: Sequence[Column], rows: Iterable[Row], notes: list[str]
) -> Iterator[Row]:
    """Yield the rows with texts as a workbook's cells would hold them, noting what was changed."""
    for number, row in enumerate(rows, 1):
        values = list(row.values)
        for at, value in enumerate(values):
            if isinstance(value, str):
                values[at], note = clean(value)
                if note:
                    notes.append(f"{title} 第 {number} 行 {columns[at].title}：{note}")
        yield Row(tuple(values), row.role)


@contextmanager
def _csv_file(path: Path, columns: Sequence[Column]) -> Iterator[Put]:
    """Open a table for Excel and for import: UTF-8 with its mark, CRLF."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.title for column in columns])

        def put(row: Row) -> None:
            writer.writerow([cell_text(value) for value in row.values])

        yield put


@contextmanager
def _parquet_file(path: Path, columns: Sequence[Column]) -> Iterator[Put]:
    """Open a table in which amounts are ``decimal128(18, 2)`` and days ``date32``."""
    pa, pq = _pyarrow()
    kinds = {MONEY: pa.decimal128(18, 2), DATE: pa.date32(), COUNT: pa.int64()}
    fields = [
        pa.field(c.title, kinds.get(c.kind, pa.string()), metadata={"key": c.key}) for c in columns
    ]
    schema = pa.schema(fields)
    plain = [c.kind not in kinds for c in columns]
    batch: list[tuple[Any, ...]] = []

    with pq.ParquetWriter(path, schema, compression="zstd") as writer:

        def flush() -> None:
            arrays = [
                pa.array(
                    [None if v is None or v == "" else str(v) for v in values] if text else values,
                    field.type,
                )
                for values, field, text in zip(zip(*batch, strict=True), schema, plain, strict=True)
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
            batch.clear()

        def put(row: Row) -> None:
            batch.append(row.values)
            if len(batch) == _BATCH:
                flush()

        yield put
        if batch:
            flush()


def _pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise CannotRender(
            "导出 parquet 要先装 pyarrow：pip install 'juwu-ledger[parquet]'；"
            "不装也行，用 --format xlsx 或 csv。"
        ) from None
