"""``juwu receipt-book``: books of unified receipts; each command is a module of its own."""

from __future__ import annotations

import typer

from juwu_ledger.cli.shell.usage import Commands
from juwu_ledger.cli.write import receipt_book_issue, receipt_book_return


def register(app: typer.Typer) -> None:
    """Add the group of commands to the program."""
    group = typer.Typer(
        name="receipt-book",
        help="统一收据：领用登记、缴销登记。",
        cls=Commands,
        no_args_is_help=True,
        add_completion=False,
    )
    for command in (receipt_book_issue, receipt_book_return):
        command.register(group)
    app.add_typer(group)
