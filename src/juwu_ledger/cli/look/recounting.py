"""``juwu recount``: the figures of papers, counted once more from the books alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import find_main
from juwu_ledger.cli.shell.options import BooksOption
from juwu_ledger.recount import main


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("recount")(recount)


def recount(
    papers: Annotated[list[Path], typer.Argument(metavar="报表.json...", help="JSON 格式的报表。")],
    books: BooksOption = None,
) -> None:
    """照账本把报表的数重算一遍：另一套算法，不用出报表的程序；不同的数逐个指出。

    都相同，退出状态是 0；有不同的是 3；账本或报表读不了是 4。不会重算的数按表列出个数，不略过。
    审计可以单独拿 recount 这个文件夹去用：python -m recount 报表.json -b main.beancount

    例：juwu report monthly 2026-03 --format json -o 报表；juwu recount 报表/月报-2026-03.json
    """
    raise typer.Exit(main([str(paper) for paper in papers], str(find_main(books))))
