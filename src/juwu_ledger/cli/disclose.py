"""``juwu disclose``: the quarterly disclosure for the notice board."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.console import load_sound, read_day, read_period, warn_outside
from juwu_ledger.cli.options import AsOfOption, BooksOption, TrustedKeysOption
from juwu_ledger.cli.paper_output import FolderOption, FormatsOption, put_out, read_formats


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("disclose")(disclose)


def disclose(
    period: Annotated[str, typer.Argument(metavar="季度", help="如 2026Q1。")],
    output: FormatsOption = None,
    folder: FolderOption = None,
    as_of: AsOfOption = None,
    books: BooksOption = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """出居务公开栏的季度财务公开：逐笔收支、汇总、专项、捐赠、民主理财意见；救助对象隐去名字。

    例：juwu disclose 2026Q1　　显示在屏幕上

    例：juwu disclose 2026Q1 --format html,pdf -o 公开　　写成文件，打印张贴
    """
    quarter = read_period(period, "quarter")
    formats = read_formats(output, folder)
    day = read_day(as_of)
    loaded = load_sound(books, trusted_keys)
    warn_outside(loaded, quarter)

    from juwu_ledger.reports.disclosure import disclosure

    put_out(disclosure(loaded, quarter, day), f"公开-{quarter.label}", formats, folder)
