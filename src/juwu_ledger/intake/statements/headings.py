"""Finding the one heading row of a file, and the layout that it is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from juwu_ledger.intake.statements.cells import heading
from juwu_ledger.intake.statements.containers import Table
from juwu_ledger.intake.statements.layout import Flagged, Layout, Sides, Signed, names_of
from juwu_ledger.intake.statements.refusal import StatementRefused


class Found(NamedTuple):
    """A heading row: where it stands, and in which column each field of its layout is."""

    table: Table
    at: int
    """Position of the heading row in the table, from 0."""
    layout: Layout
    columns: Mapping[str, int]
    """Field, and ``amount``, ``out``, ``into``, ``flag`` → column."""
    names: tuple[str, ...]
    """The headings as compared, by column."""
    matched: int


def find_heading(tables: Sequence[Table], layouts: Iterable[Layout]) -> Found:
    """Return the one heading; raise :class:`StatementRefused` for none, or two that could be it."""
    known = list(layouts)
    best = [found for table in tables for found in _headings(table, known)]
    if not best:
        raise StatementRefused(
            "unknown-layout",
            "认不出是哪家的对账单：没有哪一行是认识的栏目。"
            "可以用 --map 说明，如 --map 日期=交易日,收入=贷方,支出=借方,余额=余额",
        )
    first, *others = best
    for other in others:
        again = other.table is first.table and other.table.paged and other.names == first.names
        if not again:
            where = "两张表" if other.table is not first.table else f"第 {first.at + 1} 行和这一行"
            raise StatementRefused(
                "two-headings", f"{where}都像栏目，不知道哪个算数；请只留一份", other.at + 1
            )
    return first


def _headings(table: Table, layouts: Sequence[Layout]) -> Iterator[Found]:
    dates = {heading(name) for layout in layouts for name in names_of(layout.columns["date"])}
    for at, row in enumerate(table.grid):
        if not any(isinstance(cell, str) and heading(cell) in dates for cell in row):
            continue
        names = tuple(heading(cell) if isinstance(cell, str) else "" for cell in row)
        if sum(bool(name) for name in names) < 3:
            continue
        fits = [found for layout in layouts if (found := _fit(table, at, names, layout))]
        if fits:
            yield max(fits, key=lambda found: (found.layout.credit_card, found.matched))


def _fit(table: Table, at: int, names: tuple[str, ...], layout: Layout) -> Found | None:
    """Return the columns of ``layout`` where all that it needs stands in this row."""
    wanted = dict(layout.columns) | amount_headings(layout)
    columns: dict[str, int] = {}
    for name, said in wanted.items():
        column = _column(names, names_of(said), at)
        if column is None:
            return None
        columns[name] = column
    if not all(heading(mark) in names for mark in layout.marks):
        return None
    for name, said in layout.optional.items():
        column = _column(names, names_of(said), at)
        if column is not None:
            columns[name] = column
    return Found(table, at, layout, columns, names, len(columns) + len(layout.marks))


def amount_headings(layout: Layout) -> dict[str, str | tuple[str, ...]]:
    """Return the headings of a layout's amounts."""
    match layout.amount:
        case Sides(out=out, into=into):
            return {"out": out, "into": into}
        case Signed(amount=amount):
            return {"amount": amount}
        case Flagged(amount=amount, flag=flag):
            return {"amount": amount, "flag": flag}


def _column(names: Sequence[str], wanted: Sequence[str], at: int) -> int | None:
    """Return where the first of ``wanted`` that is there stands; twice is a refusal."""
    for want in map(heading, wanted):
        if names.count(want) > 1:
            raise StatementRefused("two-columns", f"有两栏都叫 {want}，不知道哪一栏算数", at + 1)
        if want in names:
            return names.index(want)
    return None
