"""The list of commands of ``juwu``: each is a module of this folder that registers itself.

A command's module is imported only when it is wanted: importing all of them takes longer than to write
a voucher.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.usage import Commands

if TYPE_CHECKING:
    app: typer.Typer

COMMANDS = {
    "check": "check",
    "rules": "rules",
    "explain": "rules",
    "report": "report",
    "register": "register",
    "disclose": "disclose",
    "print": "printing",
    "export": "export",
    "verify": "verify",
    "recount": "recount",
    "receive": "writing.receive",
    "spend": "writing.spend",
    "deposit": "writing.deposit",
    "withdraw": "writing.withdraw",
    "transfer": "writing.transfer",
    "reverse": "writing.reverse",
    "approve": "writing.approve",
    "resolve": "writing.resolve",
    "receipt-book": "writing.receipt_book",
    "void-receipt": "writing.void_receipt",
    "count-cash": "writing.count_cash",
    "reconcile": "writing.reconcile",
    "close": "writing.close",
    "file": "writing.file_report",
    "query": "writing.query",
    "reply": "writing.reply",
    "explain-finding": "writing.explain_finding",
    "review": "writing.review",
    "conference-report": "writing.conference_report",
    "donor-report": "writing.donor_report",
    "asset": "writing.asset",
    "init": "writing.init",
    "officer": "writing.officer",
    "limit": "writing.limit",
    "budget-limit": "writing.budget_limit",
    "fund": "writing.fund",
    "account": "writing.account",
    "key": "key",
}
"""Every command and the module, below this package, that registers it."""
VERSION = "--version"


def _show_version(wanted: bool) -> None:
    """Print the program's name and version, and end."""
    if wanted:
        from juwu_ledger import __version__

        typer.echo(f"juwu {__version__}")
        raise typer.Exit()


_VersionOption = Annotated[
    bool,
    typer.Option(VERSION, help="显示程序的版本号。", is_eager=True, callback=_show_version),
]


def make_app(only: str | None = None) -> typer.Typer:
    """Return the program with all its commands, or with the one that is wanted alone.

    ``only`` may also be :data:`VERSION`, which needs none of them.
    """
    made = typer.Typer(
        name="juwu",
        cls=Commands,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_program)
    for module in dict.fromkeys(_wanted(only)):
        import_module(f"juwu_ledger.cli.{module}").register(made)
    return made


def _wanted(only: str | None) -> Iterable[str]:
    """Return the modules of the commands that are wanted."""
    if only == VERSION:
        return ()
    return [COMMANDS[only]] if only in COMMANDS else COMMANDS.values()


def _program(version: _VersionOption = False) -> None:
    """居务账：社区居委会公款的复式账本与查账工具。"""


def __getattr__(name: str) -> typer.Typer:
    """Make the whole ``app`` when it is first asked for."""
    if name != "app":
        raise AttributeError(name)
    made = globals()["app"] = make_app()
    return made
