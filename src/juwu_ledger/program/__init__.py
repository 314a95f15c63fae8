"""The ``juwu`` program as a whole: the commands, and the server that one of them starts.

Commands and web pages do not know one another; this package, above both, puts them together.
"""

from __future__ import annotations

from collections.abc import Sequence

import typer

from juwu_ledger.cli.app import NO_COMMAND, make_app
from juwu_ledger.cli.entries import BY_NAME


def program(words: Sequence[str] | None = None) -> typer.Typer:
    """Return the program with all its commands, or that which can run the command line ``words``.

    The latter has the one command that is wanted, and imports others when it is asked for them.
    """
    if words is None:
        return make_app()
    return make_app(words[0] if words and words[0] in BY_NAME else NO_COMMAND)
