"""The engine that a command of the street's works figures out by, over a lake that is brought up to date first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.shell.console import complain
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.cli.street.street_folder import complaining

if TYPE_CHECKING:
    from juwu_ledger.street.engine import Engine
    from juwu_ledger.street.register import Register
    from juwu_ledger.street.street_log import StreetLog

EngineOption = Annotated[
    str,
    typer.Option(
        "--engine", metavar="引擎", help="duckdb（默认）、spark（本机）或 spark://主机:7077。"
    ),
]
DUCKDB = "duckdb"


@contextmanager
def figures_engine(
    register: Register, log: StreetLog, word: str, *, quiet: bool
) -> Iterator[Engine]:
    """Give the engine; end with one plain line where it, or the lake, cannot be had."""
    from juwu_ledger.street.engine import NoEngine, open_engine
    from juwu_ledger.street.lake import compact
    from juwu_ledger.street.receiving import locked

    with complaining():
        try:
            with working("正在汇总各居委会的数据", quiet=quiet):
                with locked(register.root):
                    for _ in compact(register, log):
                        pass
                with open_engine(word) as engine:
                    yield engine
        except NoEngine as error:
            complain(str(error))
