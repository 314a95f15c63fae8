"""``juwu street compact``: the bundles as one sorted Parquet file a month."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import say
from juwu_ledger.cli.street.street_folder import (
    StreetOption,
    complaining,
    open_log,
    open_register,
)


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("compact")(compact)


def compact(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="全部从报送包重做一遍。")] = False,
    street: StreetOption = None,
) -> None:
    """把收下的报送包整理成每月一个数据文件（lake），汇总、比较从这里读；平时会自动做，删了也能重做。

    例：juwu street compact
    """
    from juwu_ledger.street.lake import compact as bring_up
    from juwu_ledger.street.receiving import locked

    found = open_register(street)
    with complaining(), locked(found.root):
        log = open_log(found)
        made = 0
        for item in bring_up(found, log, anew=rebuild):
            made += 1
            say(f"{item.month}：{item.bundles} 个报送包，{item.rows} 行")
    say("整理好了。" if made else "已经是最新的，没有要整理的。")
