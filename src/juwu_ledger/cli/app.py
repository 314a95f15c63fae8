"""The list of commands of ``juwu``: each is a module of this folder that registers itself.

A command's module is imported only when it is wanted: importing all of them takes longer than to write
a voucher.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.shell.usage import Commands

if TYPE_CHECKING:
    app: typer.Typer

COMMANDS = {
    "check": "look.check",
    "rules": "look.rules",
    "explain": "look.rules",
    "report": "look.reporting",
    "register": "look.register",
    "disclose": "look.disclose",
    "print": "look.printing",
    "export": "look.export",
    "verify": "look.verify",
    "recount": "look.recount",
    "receive": "write.receive",
    "spend": "write.spend",
    "deposit": "write.deposit",
    "withdraw": "write.withdraw",
    "transfer": "write.transfer",
    "reverse": "write.reverse",
    "approve": "write.approve",
    "resolve": "write.resolve",
    "receipt-book": "write.receipt_book",
    "void-receipt": "write.void_receipt",
    "count-cash": "write.count_cash",
    "reconcile": "write.reconcile",
    "close": "write.close",
    "file": "write.file_report",
    "query": "write.query",
    "reply": "write.reply",
    "explain-finding": "write.explain_finding",
    "review": "write.review",
    "conference-report": "write.conference_report",
    "donor-report": "write.donor_report",
    "asset": "write.asset",
    "init": "write.init",
    "officer": "write.officer",
    "limit": "write.limit",
    "budget-limit": "write.budget_limit",
    "fund": "write.fund",
    "account": "write.account",
    "key": "write.key",
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
