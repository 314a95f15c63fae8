"""``juwu asset add``: a card for a thing that was booked or given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account, account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import AssetCard, LowValueItem
from juwu_ledger.cli.shell.account_choice import account_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import AttachmentsOption, DateOption, LifeOption, SalvageOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import (
    read_amount,
    read_count,
    read_id,
    read_months,
    read_per_cent,
    read_text,
    read_word,
)
from juwu_ledger.cli.write.money_choice import amount_said
from juwu_ledger.cli.write.receipt_choice import chosen_receipt
from juwu_ledger.journal.engine.numbering import proposed
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.asset_papers import CardOrder, Gift

_ORIGINS = {
    "bought": "买来的，凭证上还没有写资产编号",
    "given": "别人捐的固定资产",
    "older": "建账以前就有的固定资产",
    "low-value": "低值品：够不上固定资产的耐用物品",
}


class Options(NamedTuple):
    """What ``juwu asset add`` may be told."""

    name: Annotated[str | None, typer.Argument(metavar="[名称]", help="叫什么，几件。")] = None
    amount: Annotated[
        str | None, typer.Option(metavar="金额", help="原值；写了 --voucher 的照凭证。")
    ] = None
    low_value: Annotated[
        bool, typer.Option("--low-value", help="够不上固定资产的耐用物品，登记低值品。")
    ] = False
    voucher: Annotated[
        str | None,
        typer.Option(
            metavar="凭证号", help="买它的凭证上没写资产编号的，写凭证号，编号会补进凭证。"
        ),
    ] = None
    donated_by: Annotated[
        str | None, typer.Option(metavar="名称", help="别人捐的固定资产：谁捐的，同时做捐赠凭证。")
    ] = None
    account: Annotated[
        str | None, typer.Option(metavar="科目", help="捐来的记到哪个固定资产科目。")
    ] = None
    income: Annotated[
        str | None, typer.Option(metavar="科目", help="捐来的记到哪个捐赠收入科目。")
    ] = None
    receipt: Annotated[
        str | None, typer.Option(metavar="号码", help="给捐赠人开的统一收据；默认下一张。")
    ] = None
    identity: Annotated[
        str | None, typer.Option("--id", metavar="编号", help="资产编号；默认接着往下编。")
    ] = None
    keeper: Annotated[
        str | None, typer.Option(metavar="姓名", help="由谁保管；默认资产保管人。")
    ] = None
    location: Annotated[str | None, typer.Option(metavar="地点", help="放在哪里。")] = None
    category: Annotated[
        str | None, typer.Option(metavar="类别", help="资产类别，如 办公设备。")
    ] = None
    life: LifeOption = None
    salvage: SalvageOption = None
    attachments: AttachmentsOption = None
    date: DateOption = None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "add")(add)


def add(context: Context, given: Options) -> None:
    """给已经入账的、捐来的或者建账以前就有的东西建卡；买的时候就建卡用 juwu spend --asset。

    例：juwu asset add 折叠桌6张 --low-value --amount 1140 --keeper 冯八方
    """
    donated_by, low_value, voucher = given.donated_by, given.low_value, given.voucher
    ask = context.ask
    ask.need({"名称": given.name, "--amount": given.amount or voucher})
    if ask.terminal and not (voucher or donated_by or low_value or given.amount):
        voucher, donated_by, low_value = _origin(context)
    day = context.day(given.date, "登记（购置）的日期")
    posting = _posting(context.books, read_id(voucher), given.amount) if voucher else None
    fixed = _is_fixed(context.books, posting, low_value)
    if (given.life or given.salvage) and not fixed:
        raise BadInput("--life、--salvage 只用于固定资产，低值品买来就列支，不提折旧")
    if donated_by is not None and (posting is not None or not fixed):
        raise BadInput("--donated-by 只用于捐来的固定资产；捐来的低值品只登记实物，不做凭证")
    title = ask.value("名称", given.name, "名称（几件的写上件数）", read_text)
    fen = posting.fen if posting else ask.value("--amount", given.amount, "原值", read_amount)
    amount_said(context, fen)
    order = CardOrder(
        date=day,
        id=ask.value(
            "--id", given.identity, "编号", read_id, default=_next_id(context.books, fixed, day)
        ),
        name=title,
        fen=fen,
        fixed=fixed,
        keeper=context.person("--keeper", given.keeper, "由谁保管", default=_keeper(context, day)),
        location=ask.optional("--location", given.location, "放在哪里", read_text)
        if fixed
        else None,
        category=ask.optional("--category", given.category, "类别", read_text) if fixed else None,
        life=read_months(given.life) if given.life else None,
        salvage=read_per_cent(given.salvage) if given.salvage else None,
        posting=posting,
        gift=_gift(
            context, day, donated_by, given.account, given.income, given.receipt, given.attachments
        )
        if donated_by
        else None,
    )
    context.write(order.plan)


def _origin(context: Context) -> tuple[str | None, str | None, bool]:
    """Ask where the thing came from; return ``--voucher``, ``--donated-by`` and ``--low-value``."""
    ask = context.ask
    chosen = ask.value(
        "--voucher",
        None,
        "这件东西是",
        read_word(_ORIGINS),
        choices=[Choice(word, title) for word, title in _ORIGINS.items()],
    )
    voucher = donor = None
    if chosen == "bought":
        voucher = ask.value("--voucher", None, "买它的凭证号", read_id)
    elif chosen == "given":
        donor = ask.value("--donated-by", None, "谁捐的", read_text)
    return voucher, donor, chosen == "low-value"


def _posting(books: Books, voucher: str, amount: str | None) -> AssetPosting:
    """Return the posting of a voucher that the card is for."""
    if voucher not in books.facts.by_id:
        raise BadInput(f"没有凭证 {voucher}")
    found = [
        posting
        for posting in books.facts.assets
        if posting.voucher.id == voucher and posting.fen > 0 and not posting.asset
    ]
    wanted = read_amount(amount) if amount else None
    fitting = [posting for posting in found if wanted in (None, posting.fen)]
    if not fitting:
        raise BadInput(f"凭证 {voucher} 上没有要补编号的固定资产或低值品分录")
    if len(fitting) > 1:
        said = "、".join(f"{account_label(p.account)} {show_fen(p.fen)} 元" for p in fitting)
        raise BadInput(f"凭证 {voucher} 上有几笔：{said}；用 --amount 写明是哪一笔")
    return fitting[0]


def _is_fixed(books: Books, posting: AssetPosting | None, low_value: bool) -> bool:
    """Tell whether a card is due, or an entry of lesser goods."""
    if posting is None:
        return not low_value
    fixed = books.chart[posting.account].role == "fixed-asset"
    if fixed and low_value:
        raise BadInput("这笔记在固定资产科目上，不能登记成低值品")
    return fixed


def _next_id(books: Books, fixed: bool, day: dt.date) -> str:
    known = books.of(AssetCard) if fixed else books.of(LowValueItem)
    return proposed((item.id for item in known), day.year, "GD" if fixed else "DZ")


def _keeper(context: Context, day: dt.date) -> str | None:
    """Propose who kept assets on that day; for older things, who does now."""
    return context.holder("asset-keeper", day) or context.holder("asset-keeper", context.as_of)


def _gift(
    context: Context,
    day: dt.date,
    donor: str,
    account: str | None,
    income: str | None,
    receipt: str | None,
    attachments: str | None,
) -> Gift:
    chart = context.books.chart.open_on(day)
    gifts = [a for a in chart.values() if a.source == "donation"]
    return Gift(
        donor=read_text(donor),
        asset_account=_one_of(
            context, "--account", account, "记到哪个固定资产科目", chart.with_role("fixed-asset")
        ),
        income_account=_one_of(context, "--income", income, "记到哪个捐赠收入科目", gifts),
        receipt=chosen_receipt(context, receipt, day, due=True),
        attachments=context.ask.value(
            "--attachments", attachments, "附几张单据", read_count, default="1"
        ),
    )


def _one_of(
    context: Context, option: str, given: str | None, question: str, among: Sequence[Account]
) -> str:
    """Return the account that is chosen, or the only one there is."""
    if not among:
        raise BadInput(f"账本里没有合用的科目（{question}），先用 juwu account 开户")
    if given is None and len(among) == 1:
        return among[0].name
    choices = [Choice(a.name, a.label) for a in among]
    return context.ask.value(option, given, question, account_reader(among), choices=choices)
