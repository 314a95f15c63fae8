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

    Only the ``last_ones`` months are, where that is given: those before keep the closings that they have,
    which are no seals.
    """
    shutil.copytree(books / "documents", grown / "documents")
    for name in _AT_ONCE - {"main"}:
        shutil.copy(books / f"{name}.beancount", grown)
    closings = _CLOSE.findall((books / "reviews.beancount").read_text("utf-8"))[-(last_ones or 0) :]
    months = sorted(books.glob("20*/*.beancount"))
    files = [path for path in sorted(books.glob("*.beancount")) if path.stem not in _AT_ONCE]
    anew = {month for _, month in closings}
    left = {path: _pieces(path, anew) for path in [*files, *months]}
    for day, month in [*closings, ("9999-12-31", "")]:
        for path, pieces in left.items():
            if path.parent == books or path.stem <= day[:7]:
                left[path] = _grow(grown / path.relative_to(books), pieces, day)
        _include(books, grown)
        if month:
            close(month, day)


def _pieces(path: Path, anew: set[str]) -> list[str]:
    """Return the text of a file by directive, its head first; closings that are made anew are left out."""
    pieces = _DIRECTIVE.split(path.read_text("utf-8"))
    return [p for p in pieces if not ((close := _CLOSE.match(p)) and close[2] in anew)]


def _grow(target: Path, pieces: list[str], day: str) -> list[str]:
    """Append what is dated up to ``day``, and the head of a file that begins; return what is left."""
    target.parent.mkdir(exist_ok=True)
    with target.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(piece for piece in pieces if not piece[:1].isdigit() or piece[:10] <= day)
    return [piece for piece in pieces if piece[:1].isdigit() and piece[:10] > day]


def _include(books: Path, grown: Path) -> None:
    """Write the main file with the months that have begun."""
    lines = (books / "main.beancount").read_text("utf-8").splitlines(keepends=True)
    (grown / "main.beancount").write_text("".join(_there(lines, grown)), encoding="utf-8")


def _there(lines: list[str], grown: Path) -> Iterator[str]:
    for line in lines:
        name = re.match(r'include "(20.*)"', line)
        if not name or (grown / name[1]).exists():
            yield line
