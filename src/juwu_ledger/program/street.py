"""``juwu street``: the commands of the street office put together."""

from __future__ import annotations

import typer

from juwu_ledger.cli.shell.usage import Commands
from juwu_ledger.cli.street import (
    add,
    compact,
    compare,
    consolidate,
    init,
    overview,
    rank,
    receive,
    show,
)
from juwu_ledger.program import street_serving


def register(app: typer.Typer) -> None:
    """Add the group of commands to the program."""
    group = typer.Typer(
        name="street",
        help="街道：收各居委会的报送包，谁报了谁没报，汇总、比较。",
        cls=Commands,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for command in (init, add, receive, overview, consolidate, compare, rank, show, compact):
        command.register(group)
    street_serving.register(group)
    app.add_typer(group)
