"""``juwu asset handover``: things pass from hand to hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import legible, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_id, read_text
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.asset_papers import HandoverOrder, asset_on
from juwu_ledger.records.assets import assets, keepers_of


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "handover")(handover)


def handover(
    context: Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[编号]...", help="移交哪些资产和低值品。")
    ] = None,
    all_of: Annotated[
        str | None, typer.Option(metavar="姓名", help="这个人保管的全部移交（人走了，东西留下）。")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="姓名", help="交给谁。")] = None,
    witness: Annotated[str | None, typer.Option(metavar="姓名", help="谁监交。")] = None,
    date: DateOption = None,
) -> None:
    """登记资产移交：逐件当面点清，交给新的保管人，有人监交。

    例：juwu asset handover --all-of 冯八方 --to 陈九思 --witness 钱二宁
    """
    ask = context.ask
    ask.need({"编号（或 --all-of）": ids or all_of, "--to": to, "--witness": witness})
    day = context.day(date, "移交的日期")
    chosen = [read_id(text) for text in ids] if ids else _all_of(context, all_of, day)
    if ids and all_of:
        raise BadInput("写了编号就不用 --all-of，二者选一")
    _show(context, chosen, day)
    new = context.person("--to", to, "交给谁", default=context.holder("asset-keeper", day) or "")
    seen = context.person("--witness", witness, "谁监交", default="")
    context.write(HandoverOrder(day, chosen, new, seen).plan)


def _all_of(context: Context, given: str | None, day: dt.date) -> list[str]:
    """Return the ids of everything that one person keeps."""
    there = context.books.record(assets).there(day)
    keepers = keepers_of(there)
    choices = [Choice(name, f"{name}（{n} 件）") for name, n in keepers.items() if name]
    if not choices:
        raise BadInput("登记簿里没有由谁保管的资产")
    name = context.ask.value("--all-of", given, "移交谁手里的全部资产", read_text, choices=choices)
    if name not in keepers:
        raise BadInput(f"{name} 没有保管资产；保管人有：{'、'.join(filter(None, keepers))}")
    return [asset.id for asset in there if asset.keeper == name]


def _show(context: Context, ids: Sequence[str], day: dt.date) -> None:
    if context.ask.terminal:
        for identity in ids:
            asset = asset_on(context.books, identity, day)
            place = f"，在{asset.location}" if asset.location else ""
            say(legible(f"  {asset.id} {asset.name}（现由 {asset.keeper or '无人'} 保管{place}）"))
