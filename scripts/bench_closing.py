"""Closing months of made-up books in turn, as a committee does: each on its day, when no later text is there.

The books that ``bench_books.py`` wrote are written once more, as the days go by: up to the day on which a
month is closed, then ``juwu close`` seals it, then the text of the next days follows.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

_DIRECTIVE = re.compile(r"^(?=\d{4}-\d\d-\d\d )", re.M)
_CLOSE = re.compile(r'(\d{4}-\d\d-\d\d) custom "close" "(\d{4}-\d\d)"')
_AT_ONCE = frozenset({"main", "bare", "accounts", "charter"})
"""Files that are there from the beginning; what is dated later in them counts later."""


def close_in_turn(
    books: Path, grown: Path, close: Callable[[str, str], None], last_ones: int | None = None
) -> None:
    """Write ``books`` anew as ``grown``, calling ``close(month, day)`` for each closing on its day.

    Only the ``last_ones`` months are closed, where that is given: the first of them closes all before.
    """
    shutil.copytree(books / "documents", grown / "documents")
    for name in _AT_ONCE - {"main"}:
        shutil.copy(books / f"{name}.beancount", grown)
    closings = _CLOSE.findall((books / "reviews.beancount").read_text("utf-8"))[-(last_ones or 0) :]
    months = sorted(books.glob("20*/*.beancount"))
    files = [path for path in sorted(books.glob("*.beancount")) if path.stem not in _AT_ONCE]
    pieces = {path: _pieces(path) for path in [*files, *months]}
    written = dict.fromkeys(pieces, 0)
    for day, month in [*closings, ("9999-12-31", "")]:
        for path, found in pieces.items():
            written[path] = _grow(path, found, written[path], grown / path.relative_to(books), day)
        _include(books, grown)
        if month:
            close(month, day)


def _pieces(path: Path) -> list[str]:
    """Return the text of a file by directive, its head first; closings are left out."""
    return [piece for piece in _DIRECTIVE.split(path.read_text("utf-8")) if not _CLOSE.match(piece)]


def _grow(source: Path, pieces: list[str], begin: int, target: Path, day: str) -> int:
    """Append what is dated up to ``day``; return how many pieces are written then."""
    until = begin
    while until < len(pieces) and (until == 0 or pieces[until][:10] <= day):
        until += 1
    dated = source.parent.name.isdigit() and source.stem > day[:7]
    if until > begin and not dated:
        target.parent.mkdir(exist_ok=True)
        with target.open("a", encoding="utf-8", newline="\n") as file:
            file.write("".join(pieces[begin:until]))
        return until
    return begin


def _include(books: Path, grown: Path) -> None:
    """Write the main file with the months that have begun."""
    lines = (books / "main.beancount").read_text("utf-8").splitlines(keepends=True)
    (grown / "main.beancount").write_text("".join(_there(lines, grown)), encoding="utf-8")


def _there(lines: list[str], grown: Path) -> Iterator[str]:
    for line in lines:
        name = re.match(r'include "(20.*)"', line)
        if not name or (grown / name[1]).exists():
            yield line
