"""``juwu check`` without Typer: scripts and editors run it at every save.

Importing Typer takes longer than judging a thousand vouchers. Plain calls of ``check`` are read here;
whatever is not plain (``--help``, a mistake, another command) goes to Typer, which says it better.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from juwu_ledger.cli.look.checking import FORMATS, check_books

TAKES_VALUE = {
    "-b": "books",
    "--books": "books",
    "--format": "output",
    "--select": "select",
    "--ignore": "ignore",
    "--as-of": "as_of",
    "--trusted-keys": "trusted_keys",
}
PATHS = ("books", "trusted_keys")
FLAGS = {"--examined": "examined", "--full": "full", "--verbose": "verbose"}


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
        if given.get(TAKES_VALUE[word]) is not None:
            return None
        given[TAKES_VALUE[word]] = value
    if given.get("output", FORMATS[0]) not in FORMATS:
        return None
    given.update({name: Path(given[name]) for name in PATHS if given.get(name) is not None})
    return given


def run(given: dict[str, Any]) -> NoReturn:
    """Run the check and end the process at once.

    All is printed and nothing is open by then: to take a hundred thousand vouchers down object by
    object would only keep the reader waiting.
    """
    status = 0
    try:
        check_books(**given)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except KeyboardInterrupt:
        status = 130
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
