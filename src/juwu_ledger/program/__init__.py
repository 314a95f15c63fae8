"""The ``juwu`` program as a whole: the commands, and the server that one of them starts.

Commands and web pages do not know one another; this package, above both, puts them together.
"""

from __future__ import annotations

from collections.abc import Sequence

import typer

from juwu_ledger.cli.app import NO_COMMAND, VERSION, make_app
from juwu_ledger.cli.entries import BY_NAME
from juwu_ledger.cli.shell.asking import at_terminal


def program(words: Sequence[str] = ()) -> typer.Typer:
    """Return the program that can run the command line ``words``: with all its commands, or one."""
    if not words and at_terminal():
        return make_app(NO_COMMAND)
    return make_app(words[0] if words and words[0] in {*BY_NAME, VERSION} else None)
