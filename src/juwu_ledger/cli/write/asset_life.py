"""``juwu asset life``: how long a fixed asset lasts, said after its card was made."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption, SalvageOption
from juwu_ledger.cli.shell.reading import read_id, read_months, read_per_cent
from juwu_ledger.journal.orders.depreciation import splittable
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "life")(life)


def life(
    context: Context,
    identity: Annotated[
        str | None, typer.Argument(metavar="[编号]", help="固定资产的编号，如 GD-2026-001。")
    ] = None,
    months: Annotated[
        str | None, typer.Argument(metavar="[月数]", help="一共用多少个月，如 60 或 5年。")
    ] = None,
    salvage: SalvageOption = None,
    date: DateOption = None,
) -> None:
    """给卡片上没有写的固定资产定使用年限：从启用的下一个月起提折旧。

    例：juwu asset life GD-2026-001 60 --salvage 5
    """
    ask = context.ask
    ask.need({"编号": identity, "月数": months})
    day = context.day(date, "哪天定的")
    asset = ask.value(
        "编号", identity, "哪一件", lambda text: splittable(context.books, read_id(text), day)
    )
    lasts = ask.value("月数", months, "一共用多少个月", read_months)
    rate = ask.optional("--salvage", salvage, "净残值率（百分之几）", read_per_cent)
    context.write(
        entry_plan(day, "asset-life", [asset.id, lasts], {"salvage": rate}, about=asset.id)
    )
