"""``juwu asset``: things that the committee owns; each command is a module of its own."""

from __future__ import annotations

import typer

from juwu_ledger.cli.shell.usage import Commands
from juwu_ledger.cli.write import (
    asset_add,
    asset_count,
    asset_dispose,
    asset_handover,
    asset_life,
    asset_split,
)


def register(app: typer.Typer) -> None:
    """Add the group of commands to the program."""
    group = typer.Typer(
        name="asset",
        help="资产：建卡登记、移交、处置、拆分、折旧年限、盘点。",
        cls=Commands,
        no_args_is_help=True,
        add_completion=False,
    )
    for command in (asset_add, asset_handover, asset_dispose, asset_split, asset_life, asset_count):
        command.register(group)
    app.add_typer(group)
