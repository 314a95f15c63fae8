"""Running the program within a test, its commands built once.

Typer's own runner builds them anew at every call, which takes longer than most commands do.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import click
from click.testing import CliRunner, Result
from typer.main import get_command

from juwu_ledger.cli.app import app
from parsed_once import parsed_once


def invoke(words: Sequence[str], **more: Any) -> Result:
    """Run one command, with nobody at the terminal; ``more`` is for click's runner.

    Of a file that an earlier command read the text is not parsed again; all else is each command's own.
    """
    with parsed_once():
        return CliRunner().invoke(_program(), list(words), **more)


@cache
def _program() -> click.Command:
    return get_command(app)
