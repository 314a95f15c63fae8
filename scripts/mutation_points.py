"""Small changes to a source that a test should notice: comparison, guard, constant, sum.

A point is one change of one place in one file, as text: nothing else of the file moves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_SWAPS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: (r"not\s+in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: (r"is\s+not", "is"),
}
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
_COLUMNS = frozenset({"Column", "column"})
"""Whose numbers are widths on paper: what they look like is looked at."""
_TEXTUAL = (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp)


class Point(NamedTuple):
    """One change: where, which kind, what stands there and what is put there."""

    file: str
    """Path within ``src/juwu_ledger``."""
    line: int
    function: str
    """``name:first line`` of the innermost function, ``<module>`` outside of any."""
    kind: str
    start: int
    end: int
    """Bytes of the source."""
    before: str
    after: str

    @property
    def room(self) -> str:
        return self.file.split("/")[0]

    def apply(self, source: bytes) -> bytes:
        """Return the source with the change."""
        return source[: self.start] + self.after.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} [{self.kind}] {self.before} -> {self.after}"


def points_of(root: Path) -> list[Point]:
    """Return every point of the package below ``root``, in order."""
    return [point for file in sorted(root.rglob("*.py")) for point in _Finder(root, file).points()]


class _Finder:
    def __init__(self, root: Path, file: Path) -> None:
        self._name = file.relative_to(root).as_posix()
        self._source = file.read_bytes()
        self._tree = ast.parse(self._source)
        self._lines = [0]
        for line in self._source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def points(self) -> Iterator[Point]:
        yield from self._inside(self._tree, "<module>")

    def _inside(self, node: ast.AST, function: str) -> Iterator[Point]:
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "type_params"):
                continue  # What these say is held by mypy, and by the commands that are missed.
            for child in value if isinstance(value, list) else [value]:
                if not isinstance(child, ast.AST):
                    continue
                within = function
                if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                    first = min([child.lineno, *(d.lineno for d in child.decorator_list)])
                    within = f"{child.name}:{first}"
                if _is_type_checking(child) or _is_width(node, child):
                    continue
                yield from self._of(child, within)
                yield from self._inside(child, within)

    def _of(self, node: ast.AST, function: str) -> Iterator[Point]:
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                for before, op, after in zip(sides, node.ops, sides[1:], strict=False):
                    pattern, new = _SWAPS[type(op)]
                    yield from self._between(function, "comparison", before, after, pattern, new)
            case ast.BoolOp():
                old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                yield from self._between(
                    function, "guard", node.values[0], node.values[1], old, new
                )
            case ast.If() | ast.IfExp() | ast.While():
                yield self._point(function, "guard", node.test, "not ({})")
            case ast.comprehension():
                for test in node.ifs:
                    yield self._point(function, "guard", test, "not ({})")
            case ast.Constant(value=bool()):
                yield self._point(function, "constant", node, str(not node.value))
            case ast.Constant(value=int()):
                yield self._point(function, "constant", node, str(int(node.value) + 1))
            case ast.BinOp(op=ast.Add() | ast.Sub()) if not _is_text(node):
                old, new = (r"\+", "-") if isinstance(node.op, ast.Add) else ("-", "+")
                yield from self._between(function, "sum", node.left, node.right, old, new)
            case ast.AugAssign(op=ast.Add() | ast.Sub()) if not _is_text(node):
                old, new = (r"\+=", "-=") if isinstance(node.op, ast.Add) else ("-=", "+=")
                yield from self._between(function, "sum", node.target, node.value, old, new)
            case ast.Call(func=ast.Name(id=name)) if name in _NAMES:
                yield self._point(function, "sum", node.func, _NAMES[name])

    def _at(self, line: int, column: int) -> int:
        return self._lines[line - 1] + column

    def _point(self, function: str, kind: str, node: ast.expr, put: str) -> Point:
        start = self._at(node.lineno, node.col_offset)
        end = self._at(node.end_lineno or 0, node.end_col_offset or 0)
        before = self._source[start:end].decode()
        return Point(
            self._name, node.lineno, function, kind, start, end, before, put.format(before)
        )

    def _between(
        self, function: str, kind: str, left: ast.expr, right: ast.expr, old: str, new: str
    ) -> Iterator[Point]:
        start = self._at(left.end_lineno or 0, left.end_col_offset or 0)
        text = self._source[start : self._at(right.lineno, right.col_offset)].decode()
        found = re.search(rf"(?<![\w]){old}(?![\w])", text)
        if found:
            at = start + len(text[: found.start()].encode())
            line = (left.end_lineno or 0) + text[: found.start()].count("\n")
            yield Point(
                self._name, line, function, kind, at, at + len(found[0].encode()), found[0], new
            )


def _is_text(node: ast.AST) -> bool:
    """Tell whether something is plainly no sum of numbers: text, a list."""
    return any(
        isinstance(part, _TEXTUAL)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in ast.walk(node)
    )


def _is_width(call: ast.AST, part: ast.AST) -> bool:
    return (
        isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in _COLUMNS
        and isinstance(part, ast.Constant)
        and type(part.value) is int
    )


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
