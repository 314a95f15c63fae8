"""The program ``juwu`` from its entries: each command's module registers itself."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.entries import BY_NAME, ENTRIES, Entry
from juwu_ledger.cli.shell.usage import Commands

if TYPE_CHECKING:
    app: typer.Typer

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
    for module in dict.fromkeys(entry.module for entry in _wanted(only)):
        import_module(f"juwu_ledger.{module}").register(made)
    return made


def _wanted(only: str | None) -> Iterable[Entry]:
    if only == VERSION:
        return ()
    return (BY_NAME[only],) if only in BY_NAME else ENTRIES


def _program(version: _VersionOption = False) -> None:
    """居务账：社区居委会公款的复式账本与查账工具。"""


def __getattr__(name: str) -> typer.Typer:
    """Make the whole ``app`` when it is first asked for."""
    if name != "app":
        raise AttributeError(name)
    made = globals()["app"] = make_app()
    return made
