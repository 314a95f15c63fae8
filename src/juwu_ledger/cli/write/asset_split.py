"""``juwu asset split``: a card that stands for several things becomes a card for each."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import AttachmentsOption, DateOption
from juwu_ledger.cli.shell.reading import read_amount, read_count, read_id, read_pair, read_text
from juwu_ledger.cli.write.role_choice import role_account
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.depreciation import Part, SplitOrder, refuse_parts, splittable
from juwu_ledger.records.assets import Asset
from juwu_ledger.records.depreciation import Depreciation


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "split")(split)


def split(
    context: Context,
    identity: Annotated[
        str | None, typer.Argument(metavar="[编号]", help="要拆的卡片，如 GD-2026-001。")
    ] = None,
    into: Annotated[
        list[str] | None,
        typer.Option(metavar="名称=原值", help="拆成什么，各值多少；至少写两次，加起来等于原值。"),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(metavar="科目", help="它记在哪个固定资产科目（建账时合并记的才写）。"),
    ] = None,
    attachments: AttachmentsOption = None,
    date: DateOption = None,
) -> None:
    """拆分卡片：一张卡片上的两台电脑，拆成一台一张；原值和累计折旧一分不差。

    例：juwu asset split GD-2026-001 --into 台式电脑甲=4300 --into 台式电脑乙=4299
    """
    ask = context.ask
    ask.need({"编号": identity, "--into": into})
    day = context.day(date, "拆分的日期")
    asset = ask.value(
        "编号", identity, "拆哪一件", lambda text: splittable(context.books, read_id(text), day)
    )
    context.note(f"  {asset.id} {asset.name}，原值 {show_fen(asset.card.amount)} 元")
    parts = [_part(item) for item in into or ()] or _ask_parts(context, asset)
    refuse_parts(asset, parts)
    wear = None
    if context.books.record(Depreciation).taken(asset, day):
        wear = role_account(context, "--account", None, "depreciation", day)
    sheets = ask.value("--attachments", attachments, "附几张单据", read_count, default="1")
    name = _account(context, asset, account)
    context.write(SplitOrder(day, asset.id, parts, name, wear, sheets).plan)


def _part(text: str) -> Part:
    name, figure = read_pair(text)
    return Part(name, read_amount(figure))


def _ask_parts(context: Context, asset: Asset) -> list[Part]:
    """Ask for one part after another until they make up the value."""
    parts: list[Part] = []
    while (rest := asset.card.amount - sum(part.fen for part in parts)) > 0:
        number = len(parts) + 1
        name = context.ask.value("--into", None, f"第 {number} 件叫什么", read_text)
        proposed = show_fen(rest).replace(",", "") if parts else None
        fen = context.ask.value("--into", None, "原值", read_amount, default=proposed)
        parts.append(Part(name, fen))
        context.ask.put_together("--into", f"{name}={show_fen(fen).replace(',', '')}")
    return parts


def _account(context: Context, asset: Asset, given: str | None) -> str:
    """Return the account on which it stands, by its postings or as it is said."""
    worth = asset.worth
    if len(worth) > 1:
        raise BadInput(f"{asset.id} 记在几个固定资产科目上，先用转账凭证并到一个科目：juwu journal")
    if worth:
        return worth[0].account
    name = role_account(context, "--account", given, "fixed-asset", context.as_of)
    if name is None:
        raise BadInput("账本里没有固定资产科目")
    return name
