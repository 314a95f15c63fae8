"""The list of commands of ``juwu``; each module of this folder registers its own."""

from __future__ import annotations

import typer

from juwu_ledger.cli import check, disclose, export, report, rules
from juwu_ledger.cli.writing import receive, spend

app = typer.Typer(
    name="juwu",
    help="居务账：社区居委会公款的复式账本与查账工具。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
check.register(app)
rules.register(app)
report.register(app)
disclose.register(app)
export.register(app)
receive.register(app)
spend.register(app)
