"""``juwu batch``: lists filled in as a spreadsheet, booked at one stroke."""

from __future__ import annotations

import typer

from juwu_ledger.cli.shell.usage import Commands
from juwu_ledger.cli.write import batch_add, batch_template


def register(app: typer.Typer) -> None:
    """Add the group of commands to the program."""
    group = typer.Typer(
        name="batch",
        help="成批记账：做模板、检查填好的表、一次记进账本。",
        cls=Commands,
        no_args_is_help=True,
        add_completion=False,
    )
    for command in (batch_template, batch_add):
        command.register(group)
    app.add_typer(group)
