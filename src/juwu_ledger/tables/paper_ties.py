"""Ties of a paper (勾稽核对), read off the paper as it will be printed.

Figures are taken from the finished tables wherever they stand there, so that a wrong one cannot hide
behind a right sum. A tie that fails is told in red at the head of the paper (未核平) and ends the
command with status 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from juwu_ledger.books.facts.view import Books
from juwu_ledger.records.figures import Totals
from juwu_ledger.records.uncounted import Count, count
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    ITEM,
    MONEY,
    SUBTOTAL,
    TOTAL,
    Column,
    Report,
    Row,
    Section,
    Table,
)
from juwu_ledger.tables.ties import (
    COPIES,
    NOT_TIED,
    SHEETS,
    THINGS,
    TIED,
    YUAN,
    ZERO,
    Settled,
    Tie,
    failed,
    settle,
)
from juwu_ledger.tables.uncounted_table import (
    STRAY_OPENINGS,
    UNCOUNTED,
    uncounted_sections,
)

_TOLD = 6
"""Failures told at the head of a paper; all of them stand in the table."""


def untied(report: Report) -> tuple[str, ...]:
    """Return what a paper says in red of sums that do not tie."""
    return tuple(alarm for alarm in report.alarms if alarm.startswith(NOT_TIED))


class PrintedLine:
    """One line of a table: figures as ``line["closing"]``, words as ``line.text("fund")``."""

    def __init__(self, columns: Sequence[Column], row: Row) -> None:
        """Put the keys of the columns beside the values."""
        self.role = row.role
        keys = (column.key for column in columns)
        self._values = dict(zip(keys, row.values, strict=True))

    def __getitem__(self, key: str) -> Decimal:
        """Return a figure; 0.00 where the cell holds none."""
        value = self._values[key]
        return Decimal(value) if isinstance(value, Decimal | int) else ZERO

    def knows(self, key: str) -> bool:
        """Tell whether the table has such a column."""
        return key in self._values

    def has(self, *keys: str) -> bool:
        """Tell whether none of these cells is empty."""
        return all(self._values[key] is not None for key in keys)

    def text(self, key: str) -> str:
        """Return a cell as text; empty where it holds none."""
        value = self._values[key]
        return value if isinstance(value, str) else ""


class Printed:
    """The figures that stand on a paper, by table and column."""

    def __init__(self, report: Report) -> None:
        """Look at a finished paper."""
        self.report = report
        self._tables = {table.key: table for table in report.tables}

    @property
    def totals(self) -> Totals:
        """The totals at the head of the paper."""
        assert self.report.totals is not None, "only periodic papers are asked for their totals"
        return self.report.totals

    def has(self, table: str) -> bool:
        """Tell whether a table stands on the paper."""
        return table in self._tables

    def columns(self, table: str) -> tuple[Column, ...]:
        """Return the columns of a table."""
        return self._tables[table].columns

    def lines(self, table: str, *roles: str) -> list[PrintedLine]:
        """Return the lines of these roles; ordinary ones where no role is named."""
        found = self._tables[table]
        return [
            PrintedLine(found.columns, row) for row in found.rows if row.role in (roles or (ITEM,))
        ]

    def sum(self, table: str, column: str, *roles: str) -> Decimal:
        """Return the sum of a column over such lines."""
        return sum((line[column] for line in self.lines(table, *roles)), ZERO)


Ties = Callable[[Printed], Iterable[Tie]]


def tied(report: Report, books: Books, checks: Ties, in_full: bool = True) -> Report:
    """Return the paper with its checks: failures in red, and ``in_full`` a table of all.

    What the books hold and the paper does not contain is listed on it (未计入), and is a failure. That a
    table's own lines do not make its own sum is one as well; that they do is no tie, both being worked
    out as one, and is not counted among those that hold.
    """
    whole = count(books, report.period.last)
    counts = list(_count_ties(whole))
    found = [*checks(Printed(report)), *counts]
    tables = (*report.tables, *(table for form in report.forms for table in form.tables))
    own = failed(settle([tie for table in tables for tie in table_ties(table)]))
    wrong = [*failed(settle(found)), *own]
    first, *rest = report.body
    sections = [replace(first, alarms=(*_alarms(wrong), *first.alarms)), *rest]
    sections += uncounted_sections(books, whole)
    if in_full:
        sections.append(Section("ties", "勾稽核对", tables=(_table([*settle(found), *own]),)))
    return replace(
        report,
        sections=(*sections, *report.appendices),
        checked=len(found),
        failed=len(wrong),
    )


def _count_ties(whole: Count) -> Iterator[Tie]:
    """Yield that every voucher up to the end of the period is in the sums, and every fen of money."""
    yield Tie(
        f"到期末的凭证张数＝算进来的张数（其余{UNCOUNTED}）", whole.vouchers, whole.counted, SHEETS
    )
    yield Tie("到期末逐行加总的资金＝资金账户余额之和", whole.money, whole.balances)
    unread = sum(line.date is None for line in whole.left)
    yield Tie(f"没有引入、{UNCOUNTED}的账本文件", unread, 0, THINGS).minor
    yield Tie(STRAY_OPENINGS, len(whole.openings), 0, THINGS).minor


def _alarms(wrong: Sequence[Settled]) -> Iterator[str]:
    for item in wrong[:_TOLD]:
        yield item.alarm
    if len(wrong) > _TOLD:
        yield f"{NOT_TIED}：还有 {len(wrong) - _TOLD} 处，请先查明原因，不要盖章。"


def _table(found: Sequence[Settled]) -> Table:
    told = [item for item in found if not (item.holds and item.tie.is_minor)]
    rows = [_row(item) for item in told]
    if minor := len(found) - len(told):
        rows.append(Row((f"逐月、逐户、逐本等细目（{minor} 处）", None, None, TIED)))
    return Table(
        key="ties",
        title="应当相等的数",
        columns=(
            Column("title", "核对内容", width=62),
            Column("left", "等号左边", MONEY, 16),
            Column("right", "等号右边", MONEY, 16),
            Column("verdict", "结论", CODE, 8),
        ),
        rows=tuple(rows),
        note="两边的数各有来路，应当一分不差。",
    )


def _row(item: Settled) -> Row:
    """Return the line of a tie; numbers of things stand in its words, not among the amounts."""
    verdict, tie = TIED if item.holds else NOT_TIED, item.tie
    if not tie.counts:
        return Row((tie.title, item.left, item.right, verdict))
    found = f"{item.left:.0f}" if item.holds else f"{item.left:.0f} 对 {item.right:.0f}"
    return Row((f"{tie.title}：{found} {tie.unit}", None, None, verdict))


def table_ties(table: Table) -> Iterator[Tie]:
    """Yield what a table says of itself: its lines add up to its subtotals and its total."""
    for place, column in enumerate(table.columns):
        if table.adds_up and column.kind in (MONEY, COUNT):
            yield from _sums(table, place, column)


def _sums(table: Table, place: int, column: Column) -> Iterator[Tie]:
    """Compare a subtotal with the lines since the last one, a total with all lines above it."""
    title = f"{table.title}：{column.title}各行之和＝"
    unit = YUAN if column.kind == MONEY else COPIES
    since = so_far = ZERO
    for row in table.rows:
        value = row.values[place]
        if not isinstance(value, Decimal | int):
            continue
        if row.role == ITEM:
            since += value
            so_far += value
        elif row.role == SUBTOTAL:
            yield Tie(f"{title}小计", since, value, unit)
            since = ZERO
        elif row.role == TOTAL:
            yield Tie(f"{title}合计", so_far, value, unit)
