"""The program ``juwu`` from its entries: each command's module registers itself."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.entries import BY_NAME, ENTRIES, Entry
from juwu_ledger.cli.shell.asking import at_terminal
from juwu_ledger.cli.shell.console import USAGE, complain
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption
from juwu_ledger.cli.shell.usage import Program

if TYPE_CHECKING:
    app: typer.Typer

VERSION, NO_COMMAND = "--version", ""


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


_BookOption = Annotated[
    str | None,
    typer.Option(
        "--book",
        metavar="居委会",
        help="街道代管的账本（居财街管）：在街道的文件夹里，写代码或简称，后面接命令。",
    ),
]


def make_app(only: str | None = None) -> typer.Typer:
    """Return the program with all its commands, or with the one that is wanted alone.

    ``only`` may also be :data:`VERSION` or :data:`NO_COMMAND` (the menu), which need none of them.
    """
    made = typer.Typer(
        name="juwu",
        cls=Program,
        invoke_without_command=True,
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
    if only in (VERSION, NO_COMMAND):
        return ()
    return (BY_NAME[only],) if only in BY_NAME else ENTRIES


def _program(
    context: typer.Context,
    version: _VersionOption = False,
    books: BooksOption = None,
    as_of: AsOfOption = None,
    book: _BookOption = None,
) -> None:
    """居务账：社区居委会公款的复式账本与查账工具。

    不写命令，在终端里打开菜单：谁的账、哪个月没有结、有什么待办，按号码选事情做。
    """
    if book is not None:
        if books is not None:
            complain("--book 和 --books 只写一个。")
        _open_book(book)
    if context.invoked_subcommand is not None:
        if books is not None or as_of is not None:
            complain(f"--books、--as-of 要写在命令 {context.invoked_subcommand} 的后面。")
    elif at_terminal():
        from juwu_ledger.cli.look.home import open_home

        open_home(make_app, books, as_of)
    else:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(USAGE)


def _open_book(name: str) -> None:
    """Let the command that follows work on the books that the street keeps for a committee."""
    from juwu_ledger.cli.street.street_folder import named_member, open_register

    register = open_register(None)
    member = named_member(register, name)
    if not member.folder:
        complain(f"名册里没有写 {member.name} 的账本在哪里；请在 street.toml 里给它写 folder。")
    os.environ["JUWU_BOOKS"] = str(register.root / member.folder)


def __getattr__(name: str) -> typer.Typer:
    """Make the whole ``app`` when it is first asked for."""
    if name != "app":
        raise AttributeError(name)
    made = globals()["app"] = make_app()
    return made
