"""From a workbook to a :class:`Batch`: hidden sheet, heading by names, settings, rows; all or nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from juwu_ledger.intake.batches.field import Choices, Field
from juwu_ledger.intake.batches.kind import (
    EXAMPLE,
    HIDDEN,
    LABELS,
    ORDINAL,
    VERSION,
    Batch,
    Kind,
    Line,
    all_kinds,
)
from juwu_ledger.intake.batches.refusal import CellProblem, CellsRefused
from juwu_ledger.intake.batches.row_keys import identity_of, row_key
from juwu_ledger.intake.batches.sheets import Sheet, sheets_of
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.intake.statements.cells import (
    Cell,
    Formula,
    UnreadableCell,
    heading,
    phrase,
)

_NO_VALUE = "这是公式，还没有算出数来；在表格软件里打开、保存一次，或者直接写上数"


class Found(NamedTuple):
    """Where the heading stands, and in which column each field is."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]
    ordinal: int
    """The column of the ordinals, 0 where there is none."""


def read_batch(data: bytes, choices: Choices) -> Batch:
    """Read a workbook that is filled in.

    Raises :class:`FileRefused` for what is no batch, :class:`CellsRefused` for cells that are wrong.
    """
    return read_sheets(sheets_of(data), choices)


def read_sheets(sheets: Sequence[Sheet], choices: Choices) -> Batch:
    """Read what a workbook says, as :func:`read_batch` does."""
    kind = _kind_of(sheets)
    found = _heading(sheets, kind)
    problems = [*_spoiled(found)]
    settings = _settings(found, kind, choices, problems)
    lines = list(_lines(found, kind, settings, choices, problems))
    if kind.shares_rows:
        lines = _numbered(lines)
    if not lines and not problems:
        raise FileRefused("no-rows", "表里一行也没有填（“例”那一行不算）")
    if not problems:
        problems += _twice(lines)
        for wrong in kind.check(settings, lines):
            problems.append(_placed(found, kind, wrong))
    if problems:
        raise CellsRefused(found.sheet.name, problems)
    return Batch(kind, found.sheet.name, settings, tuple(lines))


def _kind_of(sheets: Sequence[Sheet]) -> Kind:
    """Return what the hidden sheet says; of a workbook without one, a kind that takes such."""
    hidden = next((sheet for sheet in sheets if sheet.is_hidden and sheet.name == HIDDEN), None)
    if hidden is None:
        foreign = [kind for kind in all_kinds().values() if kind.is_foreign]
        fits = [kind for kind in foreign if any(_headings(sheets, kind))]
        if len(fits) != 1:
            raise FileRefused("no-kind", "不是 juwu batch template 做的表，看不出是哪一种名单")
        return fits[0]
    name, version = (phrase(hidden.cells.get((at, 2), "")) for at in (1, 2))
    if name not in all_kinds():
        raise FileRefused("no-kind", f"这一种名单（{name[:40]!r}）认不得")
    if version != str(VERSION):
        raise FileRefused(
            "version", f"表是第 {version[:9]!r} 版的，现在是第 {VERSION} 版；请重新做一份模板"
        )
    return all_kinds()[name]


def _heading(sheets: Sequence[Sheet], kind: Kind) -> Found:
    found = list(_headings(sheets, kind))
    if len(found) > 1:
        where = "、".join(f"{one.sheet.name} 第 {one.row} 行" for one in found)
        raise FileRefused("two-headings", f"有几行都像表头：{where}")
    if not found:
        named = "、".join(field.title for field in kind.fields if field.required)
        raise FileRefused("no-heading", f"没有找到表头；要有这几栏：{named}")
    return found[0]


def _headings(sheets: Sequence[Sheet], kind: Kind) -> Iterator[Found]:
    """Yield the rows of visible sheets that hold every heading which must be there."""
    for sheet in sheets:
        for at in range(1, sheet.last_row + 1) if not sheet.is_hidden else ():
            names = [(heading(cell), column) for column, cell in sheet.row(at).items()]
            columns = dict(reversed(names))
            named = {field.name: field.named(columns) for field in kind.fields}
            if all(named[field.name] for field in kind.fields if field.required):
                said = [name for name, _ in names]
                for title in filter(None, named.values()):
                    if said.count(title) > 1:
                        raise FileRefused("two-headings", f"表头里 {title} 有两栏")
                fields = {name: columns[title] for name, title in named.items() if title}
                yield Found(sheet, at, fields, columns.get(ORDINAL, 0))


def _spoiled(found: Found) -> Iterator[CellProblem]:
    """Yield what was done to the sheet that makes one see other than what is read."""
    sheet, ours = found.sheet, set(found.columns.values())
    for row, column, where in sheet.merged:
        yield CellProblem(row, column, f"{where} 是合并的单元格，请取消合并，每格都写上")
    for row in sorted(sheet.hidden_rows):
        if sheet.row(row) and not _is_example(found, row):
            yield CellProblem(row, 0, "这一行是隐藏的（或被筛选掉了），请先显示出来看一看")
    for column in sorted(sheet.hidden_columns & ours):
        yield CellProblem(found.row, column, "这一栏是隐藏的，请先显示出来看一看")


def _is_example(found: Found, row: int) -> bool:
    return phrase(found.sheet.cells.get((row, found.ordinal), "")) == EXAMPLE


def _settings(
    found: Found, kind: Kind, choices: Choices, problems: list[CellProblem]
) -> dict[str, Any]:
    """Read what stands above the heading: a label in the first column, its value in the second."""
    said: dict[str, Any] = {}
    for field in kind.settings:
        rows = [at for at in range(1, found.row) if _label(found.sheet, at) == field.title]
        if len(rows) > 1:
            problems.append(CellProblem(rows[1], LABELS, f"{field.title} 写了两处"))
        at = rows[0] if rows else 0
        cell = found.sheet.cells.get((at, LABELS + 1), "")
        place = CellProblem(at or found.row, LABELS + 1 if at else 0, "")
        said[field.name] = _read(field, cell, place, choices, problems)
    return said


def _label(sheet: Sheet, at: int) -> str:
    return heading(sheet.cells.get((at, LABELS), "")).rstrip(":")


def _lines(
    found: Found,
    kind: Kind,
    settings: Mapping[str, Any],
    choices: Choices,
    problems: list[CellProblem],
) -> Iterator[Line]:
    """Yield the rows under the heading that hold anything of ours; the example is passed over."""
    for at in range(found.row + 1, found.sheet.last_row + 1):
        cells = {
            name: found.sheet.cells.get((at, column), "") for name, column in found.columns.items()
        }
        if _is_example(found, at) or not any(map(phrase, cells.values())):
            continue
        before = len(problems)
        values = {
            field.name: _read(
                field,
                cells.get(field.name, ""),
                CellProblem(at, found.columns.get(field.name, 0), ""),
                choices,
                problems,
            )
            for field in kind.fields
        }
        known = len(problems) == before and not any(p.row < found.row for p in problems)
        key = row_key(kind.name, kind.identity(settings, values), values.values()) if known else ""
        yield Line(at, key, values)


def _read(
    field: Field, cell: Cell, place: CellProblem, choices: Choices, problems: list[CellProblem]
) -> Any:
    """Return what a cell says; what cannot be read is put down, and nothing returned."""
    try:
        if isinstance(cell, Formula):
            raise UnreadableCell(_NO_VALUE)
        return field.read(cell, choices)
    except UnreadableCell as error:
        problems.append(place._replace(why=str(error)))
        return None


def _numbered(lines: Sequence[Line]) -> list[Line]:
    """Return rows of which several make one thing, each told from the others by its place among them."""
    seen: Counter[str] = Counter()
    numbered = []
    for line in lines:
        identity, _, content = line.key.partition("-")
        seen[identity] += 1
        own = row_key(identity, [str(seen[identity])], ())
        numbered.append(line._replace(key=f"{identity_of(own)}-{content}"))
    return numbered


def _twice(lines: Sequence[Line]) -> Iterator[CellProblem]:
    """Yield rows that are the same as one above them."""
    rows: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        rows[identity_of(line.key)].append(line.at)
    for first, *more in rows.values():
        yield from (CellProblem(at, 0, f"和第 {first} 行是同一件事，写了两次") for at in more)


def _placed(found: Found, kind: Kind, wrong: Any) -> CellProblem:
    if wrong.at:
        return CellProblem(wrong.at, found.columns.get(wrong.field, 0), wrong.why)
    title = next(field.title for field in kind.settings if field.name == wrong.field)
    at = next((r for r in range(1, found.row) if _label(found.sheet, r) == title), found.row)
    return CellProblem(at, LABELS + 1, wrong.why)
