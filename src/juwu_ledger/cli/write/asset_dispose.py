"""``juwu asset dispose``: a asset is given up, under an approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Approval, AssetDisposal
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import AttachmentsOption, DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_balance, read_count, read_id, read_text
from juwu_ledger.cli.write.role_choice import role_account
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.asset_papers import DisposalOrder, asset_on
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.records.assets import Asset, Worth, assets
from juwu_ledger.records.depreciation import Depreciation


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "dispose")(dispose)


def dispose(
    context: Context,
    identity: Annotated[
        str | None, typer.Argument(metavar="[编号]", help="资产或低值品的编号。")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="原因", help="为什么处置：报废、变卖、丢失……")
    ] = None,
    approval: Annotated[
        str | None, typer.Option(metavar="编号", help="主任同意处置的签批。")
    ] = None,
    depreciation: Annotated[
        str | None,
        typer.Option(metavar="金额", help="这件固定资产已提的折旧；没有提过写 0。"),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(metavar="科目", help="它记在哪个固定资产科目（建账时合并记的才要写）。"),
    ] = None,
    depreciation_account: Annotated[
        str | None, typer.Option(metavar="科目", help="折旧提在哪个科目（不止一个时才要写）。")
    ] = None,
    net_assets: Annotated[
        str | None,
        typer.Option(
            metavar="科目", help="没提完折旧的部分冲减哪个净资产科目（不止一个时才要写）。"
        ),
    ] = None,
    attachments: AttachmentsOption = None,
    date: DateOption = None,
) -> None:
    """登记资产处置；固定资产同时做转销凭证：原值和已提折旧转出，剩下的冲减净资产。

    变卖得的钱另用 juwu receive 收。
    例：juwu asset dispose GD-2019-001 --reason 主板烧毁 --approval SP-2026-0067 --depreciation 2380
    """
    ask = context.ask
    ask.need({"编号": identity, "--reason": reason, "--approval": approval})
    day = context.day(date, "处置的日期")
    asset = _asset(context, identity, day)
    why = ask.value("--reason", reason, "为什么处置", read_text)
    signed = _approval(context, approval, day)
    worth = _worth(context, asset, account, day)
    total = sum(item.fen for item in worth)
    worn_on = None
    if worth:
        option = "--depreciation-account"
        worn_on = role_account(context, option, depreciation_account, "depreciation", day)
    known = context.books.record(Depreciation).taken(asset, day)
    worn = _worn(context, depreciation, total, worn_on, known) if worth else 0
    rest_on = None
    if total > worn:
        rest_on = role_account(context, "--net-assets", net_assets, "net-assets", day)
    sheets = 1
    if worth:
        sheets = ask.value("--attachments", attachments, "附几张单据", read_count, default="1")
    order = DisposalOrder(day, asset.id, why, signed, worth, worn, worn_on, rest_on, sheets)
    context.write(order.plan)


def _asset(context: Context, given: str | None, day: dt.date) -> Asset:
    there = context.books.record(assets).there(day)
    if given is None and context.ask.terminal and not there:
        raise BadInput("登记簿里没有资产")
    choices = [
        Choice(asset.id, f"{asset.id} {asset.name}（{asset.keeper or '无人'} 保管）")
        for asset in there
    ]
    chosen = context.ask.value("编号", given, "处置哪一件", read_id, choices=choices)
    return asset_on(context.books, chosen, day)


def _approval(context: Context, given: str | None, day: dt.date) -> str:
    """Choose among the approvals given by that day that nothing was spent or given up under."""
    books = context.books
    used = {item.approval for item in books.of(AssetDisposal)} | books.spent_under.keys()
    used |= {item.id for item in books.of(Approval) if books.record(approval_uses).of(item).end}
    free = [
        item for item in reversed(books.of(Approval)) if item.date <= day and item.id not in used
    ]
    if given is None and context.ask.terminal and not free:
        raise BadInput("没有可用的签批；先由主任签批：juwu approve")
    choices = [Choice(item.id, f"{item.id} {item.purpose}") for item in free]
    return context.ask.value("--approval", given, "主任同意处置的签批", read_id, choices=choices)


def _worth(context: Context, asset: Asset, account: str | None, day: dt.date) -> Sequence[Worth]:
    """Return what is to be taken out of the fixed-asset accounts; nothing for lesser goods."""
    books = context.books
    if not asset.is_fixed:
        return ()
    booked = books.record(assets).by_id[asset.id]
    if booked.postings:
        return booked.worth
    # Brought forward in one sum with others: no posting names it.
    name = role_account(context, "--account", account, "fixed-asset", day)
    return (Worth(name, asset.card.amount),) if name else ()


def _worn(context: Context, given: str | None, total: int, account: str | None, known: int) -> int:
    """Return the depreciation taken so far, fen; asked for where the books keep any.

    ``known`` is what the books say was taken of this very thing.
    """
    kept = -context.books.balances.get(account or "", 0)
    if given is None and kept <= 0:
        return 0

    def read(text: str) -> int:
        fen = read_balance(text)
        if not 0 <= fen <= total:
            raise BadInput(f"已提折旧应在 0 到原值 {show_fen(total)} 元之间")
        if fen > max(kept, 0):
            raise BadInput(f"累计折旧账上一共只有 {show_fen(max(kept, 0))} 元")
        return fen

    if given is None and not known:
        context.ask.need({"--depreciation": given})
    if context.ask.terminal and given is None:
        say(f"  原值 {show_fen(total)} 元，全部资产的累计折旧 {show_fen(kept)} 元")
    proposed = show_fen(known).replace(",", "") if known else None
    question = "这一件已提折旧多少元（没提过写 0）"
    return context.ask.value("--depreciation", given, question, read, default=proposed)
