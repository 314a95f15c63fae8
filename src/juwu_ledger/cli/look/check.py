"""``juwu check``: judge the books by every rule and say what was found."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from juwu_ledger.cli.look.checking import check_books
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, TrustedKeysOption


class Format(StrEnum):
    """How the findings are printed."""

    text = "text"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("check")(check)


def check(
    books: BooksOption = None,
    output: Annotated[Format, typer.Option("--format", help="给人看 text，给程序读 json。")] = (
        Format.text
    ),
    select: Annotated[
        str | None,
        typer.Option(metavar="规则", help="只查这些规则，如 RCP,CSH001（写前几个字母就查一族）。"),
    ] = None,
    ignore: Annotated[
        str | None, typer.Option(metavar="规则", help="不查这些规则，写法同上。")
    ] = None,
    examined: Annotated[
        bool, typer.Option("--examined", help="再列出每一条制度各查了多少凭证、收据、签批……")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="封了账的月份也全部重算，不用封账记录省时间。")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="再说从哪一份封账记录读起，为什么不从更近的读起。")
    ] = False,
    as_of: AsOfOption = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """查账：按规则逐条检查账本，指出哪一条制度、哪一张凭证、怎么改。

    没有问题或都已说明，退出状态是 0；有未说明的严重问题是 3；账本读不了或不平是 4。

    例：juwu check --as-of 2025-12-31
    """
    check_books(books, output.value, select, ignore, examined, as_of, trusted_keys, full, verbose)
