"""``juwu invoice``: electronic vouchers that were taken in; each command is a module of its own."""

from __future__ import annotations

import typer

from juwu_ledger.cli.shell.usage import Commands
from juwu_ledger.cli.write import invoice_add, invoice_checked, invoice_list


def register(app: typer.Typer) -> None:
    """Add the group of commands to the program."""
    group = typer.Typer(
        name="invoice",
        help="电子发票：收下登记，登记查验，列出还没有用的。",
        cls=Commands,
        no_args_is_help=True,
        add_completion=False,
    )
    for command in (invoice_add, invoice_checked, invoice_list):
        command.register(group)
    app.add_typer(group)
