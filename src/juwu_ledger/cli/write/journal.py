"""``juwu journal``: the general voucher (转账凭证), debits and credits that touch no money."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import (
    AssetIdOption,
    AttachmentsOption,
    CategoryOption,
    DateOption,
    DocumentOption,
    HandlerOption,
    KeeperOption,
    LifeOption,
    LocationOption,
    SalvageOption,
    WitnessOption,
)
from juwu_ledger.cli.shell.reading import read_count, read_scans, read_text
from juwu_ledger.cli.write.invoice_read import read_invoice_id
from juwu_ledger.cli.write.journal_lines import ask_lines, read_line
from juwu_ledger.cli.write.new_card import CardTold, is_good, new_card
from juwu_ledger.cli.write.receipt_choice import chosen_receipt
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Value
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.general_vouchers import (
    Entry,
    brings_goods_as_income,
    buys_on_account,
    refuse_entries,
)
from juwu_ledger.journal.orders.receipt_numbers import settled_receipt
from juwu_ledger.journal.orders.vouchers import VoucherOrder


class Options(NamedTuple):
    """What the command may be told."""

    line: Annotated[
        list[str] | None,
        typer.Option(
            metavar="科目=借|贷金额",
            help="一行分录，如 库存物资=借2000；可以几次。后面可跟 ,专项=名 ,发票=号 ,资产=编号。",
        ),
    ] = None
    for_: Annotated[str | None, typer.Option("--for", metavar="事由", help="什么事。")] = None
    party: Annotated[
        str | None,
        typer.Option("--with", metavar="名称", help="对方：向谁赊购、谁捐的；没有不写。"),
    ] = None
    receipt: Annotated[
        str | None, typer.Option(metavar="号码", help="捐来的东西要开统一收据；默认下一张。")
    ] = None
    invoice: Annotated[
        str | None, typer.Option(metavar="号码", help="赊购的发票号；几张的写在各行里。")
    ] = None
    no_invoice: Annotated[
        str | None, typer.Option(metavar="理由", help="计提津贴、救助，没有发票的，写凭什么。")
    ] = None
    handler: HandlerOption = None
    witness: WitnessOption = None
    asset: Annotated[
        str | None, typer.Option(metavar="名称", help="收进固定资产、低值品的，叫什么：同时建卡。")
    ] = None
    asset_id: AssetIdOption = None
    keeper: KeeperOption = None
    location: LocationOption = None
    category: CategoryOption = None
    life: LifeOption = None
    salvage: SalvageOption = None
    attachments: AttachmentsOption = None
    document: DocumentOption = None
    date: DateOption = None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "journal")(journal)


def journal(context: Context, given: Options) -> None:
    """转账凭证：不动钱的借和贷，如赊购、计提、捐来的东西入库、领用、不退的押金转收入。

    例：juwu journal --line 库存物资=借2000 --line 单位捐赠=贷2000 --with 示例粮油店 --for 捐赠大米20袋

    领用：juwu journal --line 困难救助=借2000 --line 库存物资=贷2000 --for 发放慰问大米
    """
    ask, books, scans = context.ask, context.books, read_scans(given.document)
    ask.need({"--line": given.line, "--for": given.for_})
    day = context.day(given.date)
    lines = given.line or ()
    entries = [_line(context, day, text) for text in lines] or ask_lines(context, day)
    refuse_entries(books, entries)
    gift, bought = brings_goods_as_income(books, entries), buys_on_account(books, entries)
    what = ask.value("--for", given.for_, "什么事", read_text)
    party = _party(context, given.party, gift or bought)
    due = gift or given.receipt is not None
    receipt = chosen_receipt(context, given.receipt, day, due=due)
    paper = _invoice(context, given, entries) if bought else None
    card, entries = _carded(context, day, entries, given)
    sheets = ask.value("--attachments", given.attachments, "附几张单据", read_count, default="1")
    meta: dict[str, Value] = {
        "invoice": paper,
        "handler": read_text(given.handler) if given.handler else None,
        "witness": read_text(given.witness) if given.witness else None,
        "attachments": sheets,
    }

    def plan(locked: LockedBooks) -> Change:
        number = settled_receipt(locked.books, receipt, day)
        return VoucherOrder(
            date=day,
            payee=party,
            narration=what,
            meta={"receipt": number, **meta},
            legs=[entry.leg() for entry in entries],
            scans=scans,
            also=(card,) if card else (),
        ).plan(locked)

    context.write(plan)


def _line(context: Context, day: dt.date, text: str) -> Entry:
    try:
        return read_line(context.books, day, text)
    except BadInput as error:
        raise BadInput(f"--line {text!r}：{error}") from None


def _party(context: Context, given: str | None, needed: bool) -> str:
    """Return the other party; what is bought or given has one, else it may be left out."""
    if given is not None:
        return read_text(given)
    if needed:
        return context.ask.value("--with", None, "对方（向谁赊的，谁捐的）", read_text)
    return context.ask.optional("--with", None, "对方", read_text) or ""


def _invoice(context: Context, given: Options, entries: list[Entry]) -> str | None:
    """Return the invoice of what is bought on account; none where the lines have their own."""
    if given.no_invoice is not None:
        return f"none: {read_text(given.no_invoice)}"
    if given.invoice is None and any(entry.invoice for entry in entries):
        return None
    chart = context.books.chart
    spent = [chart[entry.account] for entry in entries if entry.fen > 0]
    if given.invoice is None and all(a.nature in ("allowance", "relief") for a in spent):
        said = context.ask.value(
            "--no-invoice", None, "没有发票，凭什么", read_text, default="发放表"
        )
        return f"none: {said}"
    return context.ask.value("--invoice", given.invoice, "发票号码", read_invoice_id)


def _carded(
    context: Context, day: dt.date, entries: list[Entry], given: Options
) -> tuple[str | None, list[Entry]]:
    """Return the card of what comes in, if it has none, and the lines that name it."""
    books = context.books
    new = [e for e in entries if e.fen > 0 and e.asset is None and is_good(books, e.account)]
    lines = [(entry.account, entry.fen) for entry in new]
    told = CardTold(
        given.asset, given.asset_id, given.keeper, given.location, given.category, given.life,
        given.salvage,
    )  # fmt: skip
    card, mark = new_card(context, day, lines, told)
    return card, [e._replace(asset=mark) if e in new else e for e in entries]
