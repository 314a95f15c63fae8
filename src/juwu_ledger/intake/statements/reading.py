"""From a file to a :class:`Statement`: the heading by its names, then row by row, all or nothing."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.intake.hostile_files import bytes_of
from juwu_ledger.intake.statements import layouts
from juwu_ledger.intake.statements.cells import (
    Cell,
    UnreadableCell,
    amount_in,
    clock_in,
    day_in,
    heading,
    phrase,
    words,
)
from juwu_ledger.intake.statements.checks import checked, in_order
from juwu_ledger.intake.statements.containers import kind_of, tables_of
from juwu_ledger.intake.statements.headings import Found, find_heading
from juwu_ledger.intake.statements.layout import Flagged, Layout, Sides, Signed
from juwu_ledger.intake.statements.mapped_layout import mapped
from juwu_ledger.intake.statements.ministry_xml import read_ministry_xml
from juwu_ledger.intake.statements.printed import surroundings
from juwu_ledger.intake.statements.refusal import StatementRefused
from juwu_ledger.intake.statements.statement import Statement, StatementRow

_FOOT = re.compile(
    r"合计|总计|汇总|小计|总收|总支|总笔数|总金额|^\d+ ?[收支付]|以下空白|打印|制表|说明|备注:|注:|温馨提示|"
    r"^#|^-{3,}|第\d+页|共\d+[笔页条]|记录数|承前页|过次页|经办|复核|盖章|期初余额|期末余额|资金流水"
)


def read_statement(path: Path, mapping: str | None = None) -> Statement:
    """Read and check a file; raise :class:`StatementRefused` for whatever is wrong with it.

    ``mapping`` is ``日期=…,收入=…`` for a layout that nobody wrote an importer for.
    """
    return read_file(path, mapping).statement


SUFFIXES = {"text": "csv"}
"""Kinds of files that are kept under another suffix than their own name."""


class ReadFile(NamedTuple):
    """A file as it was read: the suffix that it should have, its bytes, what they say."""

    suffix: str
    data: bytes
    statement: Statement


def read_file(path: Path, mapping: str | None = None) -> ReadFile:
    """Read and check a file as :func:`read_statement` does; its bytes are read once."""
    data = bytes_of(path)
    kind = kind_of(data)
    return ReadFile(SUFFIXES.get(kind, kind), data, checked(parse(data, path.name, mapping)))


def parse(data: bytes, name: str = "", mapping: str | None = None) -> Statement:
    """Return what the bytes of a file say, not yet checked but for what is needed to read them."""
    kind = kind_of(data)
    if kind == "xml":
        return read_ministry_xml(data)
    known = [mapped(mapping)] if mapping else list(all_layouts())
    found = find_heading(tables_of(data, kind), known)
    if found.layout.credit_card:
        raise StatementRefused("credit-card", f"这是{found.layout.name}：信用卡不是居委会的账户")
    taken = list(_rows(found))
    about = surroundings(found, name, taken)
    rows = in_order([row.row for row in taken])
    days = [row.date for row in rows]
    first, last = about.first or min(days, default=None), about.last or max(days, default=None)
    if first is None or last is None:
        raise StatementRefused("no-rows", "对账单里没有一笔收付，也没有写起止日期")
    return Statement(
        layout=found.layout.name,
        account=about.account,
        holder=about.holder,
        first=first,
        last=last,
        rows=tuple(rows),
        printed=about.printed,
        role=found.layout.role,
    )


@lru_cache(maxsize=1)
def all_layouts() -> tuple[Layout, ...]:
    """Return every layout of the package, found by walking it."""
    found: list[Layout] = []
    for module in pkgutil.iter_modules(layouts.__path__):
        made = importlib.import_module(f"{layouts.__name__}.{module.name}")
        found += made.LAYOUTS
    return tuple(found)


class Taken(NamedTuple):
    """A row as read, and what it says of account, holder and currency."""

    row: StatementRow
    account: str
    holder: str


def _rows(found: Found) -> Iterator[Taken]:
    """Yield the movements under the heading; raise :class:`StatementRefused` with the row."""
    footing = False
    for at, cells in enumerate(found.table.grid[found.at + 1 :], found.at + 2):
        said = [phrase(cell) for cell in cells]
        if not any(said) or found.table.paged and _is_heading(found, cells):
            continue
        if _is_foot(found, cells, said):
            footing = not found.table.paged
            continue
        if footing and not _is_dated(found, cells):
            continue
        if footing:
            raise StatementRefused("two-headings", "合计以下又有收付，不知道哪一段算数", at)
        taken = _row(found, at, cells, said)
        if taken is not None:
            yield taken


def _is_heading(found: Found, cells: Sequence[Cell]) -> bool:
    return tuple(heading(cell) for cell in cells) == found.names


def _is_foot(found: Found, cells: Sequence[Cell], said: Sequence[str]) -> bool:
    """Tell whether a row is no movement: it has no day, and says that it is something else."""
    if _is_dated(found, cells):
        return False
    if _FOOT.search(" ".join(said).strip()) or not any(c.isalnum() for text in said for c in text):
        return True
    filled = [text for text in said if text]
    return len(filled) == 1 and not filled[0][0].isdigit() and len(filled[0]) > 4


def _is_dated(found: Found, cells: Sequence[Cell]) -> bool:
    column = found.columns["date"]
    try:
        day_in(cells[column] if column < len(cells) else "")
    except UnreadableCell:
        return False
    return True


def _row(found: Found, at: int, cells: Sequence[Cell], said: Sequence[str]) -> Taken | None:
    """Return the movement of one row; ``None`` where the layout says that it is none."""
    layout = found.layout
    seen = {name: said[i] if i < len(said) else "" for i, name in enumerate(found.names)}
    if not layout.counts(seen):
        return None
    if why := layout.refuses(seen):
        raise StatementRefused("unclear-row", why, at)

    def cell(field: str) -> Cell:
        column = found.columns.get(field)
        return "" if column is None or column >= len(cells) else cells[column]

    def text(field: str) -> str:
        return phrase(cell(field))

    try:
        date, time = day_in(cell("date"))
        time = time or (clock_in(cell("time")) if "time" in found.columns else "")
        fen = _fen(layout, cell, seen)
        balance = amount_in(cell("balance")) if "balance" in found.columns else None
    except UnreadableCell as error:
        raise StatementRefused("unreadable-cell", str(error), at) from None
    _refuse_currency(text("currency"), at)
    side = "in" if fen > 0 else "out"
    row = StatementRow(
        at=at,
        date=date,
        time=time,
        fen=fen,
        balance=balance,
        serial=text("serial"),
        receipt=text("receipt"),
        party=text("party") or text(f"party_{side}"),
        party_account=text("party_account") or text(f"party_account_{side}"),
        summary=text("summary"),
        purpose=" ".join(dict.fromkeys(filter(None, map(text, ("purpose", "remark", "note"))))),
    )
    return Taken(row, text("account"), text("holder"))


def _fen(layout: Layout, cell: Callable[[str], Cell], seen: Mapping[str, str]) -> int:
    """Return a row's amount, positive into the account; raise :class:`UnreadableCell`."""
    match layout.amount:
        case Sides() as sides:
            out = amount_in(cell("out"))
            if out is not None and sides.out_has_minus:
                out = abs(out)
            return _of_sides(out, amount_in(cell("into")))
        case Signed():
            fen = amount_in(cell("amount"))
            if fen is None:
                raise UnreadableCell("没有金额")
            return fen
        case Flagged() as flagged:
            fen = amount_in(cell("amount"))
            if fen is None:
                raise UnreadableCell("没有金额")
            flag = layout.side_of(seen) if layout.side_of else words(cell("flag"))
            return _of_flag(fen, "".join(flag.split()), flagged)


def _of_sides(out: int | None, into: int | None) -> int:
    """A side that is not used is empty or 0.00. A red figure stands on its own side, negative."""
    if out and into:
        raise UnreadableCell("收入和支出两栏都有金额")
    if out is None and into is None:
        raise UnreadableCell("收入和支出两栏都没有金额")
    return (into or 0) - (out or 0)


def _of_flag(fen: int, flag: str, flagged: Flagged) -> int:
    if flag in flagged.into and fen >= 0:
        return fen
    if flag in flagged.out and (fen <= 0 or not flagged.out_has_minus):
        if fen < 0 and not flagged.out_has_minus:
            raise UnreadableCell("写着支出，金额却是负的")
        return -abs(fen)
    raise UnreadableCell(f"看不出是收是付（{flag[:20]!r}）")


_CNY = frozenset({"", "人民币", "人民币元", "cny", "rmb", "001", "01", "156", "元"})


def _refuse_currency(said: str, at: int) -> None:
    if said.lower() not in _CNY:
        raise StatementRefused("currency", f"币种是 {said[:20]}，账本只记人民币", at)
