"""``juwu check`` without Typer: scripts and editors run it at every save.

Importing Typer takes longer than judging a thousand vouchers. Plain calls of ``check`` are read here;
whatever is not plain (``--help``, a mistake, another command) goes to Typer, which says it better.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from juwu_ledger.cli.checking import FORMATS, check_books

TAKES_VALUE = {
    "-b": "books",
    "--books": "books",
    "--format": "output",
    "--select": "select",
    "--ignore": "ignore",
    "--as-of": "as_of",
}
FLAGS = {"--examined": "examined"}


def plain_check(arguments: list[str]) -> dict[str, Any] | None:
    """Return what :func:`check_books` takes, or ``None`` when ``arguments`` are no plain check."""
    if arguments[:1] != ["check"]:
        return None
    given: dict[str, Any] = {"books": None}
    rest = iter(arguments[1:])
    for word in rest:
        if word in FLAGS:
            given[FLAGS[word]] = True
            continue
        value = next(rest, None)
        if word not in TAKES_VALUE or value is None or value.startswith("-"):
            return None
        given[TAKES_VALUE[word]] = value
    if given.get("output", FORMATS[0]) not in FORMATS:
        return None
    if given["books"] is not None:
        given["books"] = Path(given["books"])
    return given


def run(given: dict[str, Any]) -> None:
    """Run the check as Typer would: a closed pipe or Ctrl+C ends it without a traceback."""
    try:
        check_books(**given)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
