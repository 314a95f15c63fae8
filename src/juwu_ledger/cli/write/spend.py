"""``juwu spend``: money goes out, under a sign-off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.cli.shell.account_choice import account_finder, account_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import (
    AttachmentsOption,
    DateOption,
    DocumentOption,
    FundOption,
    HandlerOption,
    WitnessOption,
)
from juwu_ledger.cli.shell.reading import (
    read_amount,
    read_count,
    read_date,
    read_id,
    read_scan,
    read_text,
)
from juwu_ledger.cli.write.approval_choice import chosen_approval, still_left
from juwu_ledger.cli.write.money_choice import amount_said, money_account
from juwu_ledger.cli.write.new_card import is_good, new_card
from juwu_ledger.cli.write.recipient_list import recipient_list
from juwu_ledger.journal.engine.directive_text import Leg, Value
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.transfers import bank_name
from juwu_ledger.journal.orders.vouchers import VoucherOrder
from juwu_ledger.seals.incremental.incremental_check import ALL


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "spend")(spend)


def spend(
    context: Context,
    amount: Annotated[str | None, typer.Option(metavar="金额", help="如 386 或 1,234.50。")] = None,
    approval: Annotated[str | None, typer.Option(metavar="编号", help="用哪张签批单。")] = None,
    to: Annotated[str | None, typer.Option(metavar="名称", help="付给谁。")] = None,
    for_: Annotated[
        str | None, typer.Option("--for", metavar="用途", help="买什么、做什么。")
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(
            metavar="科目", help="记到哪个科目：编码、名称或拼音首字母，如 5101、办公、bgyp。"
        ),
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option(metavar="科目=金额", help="一张票记几个科目时，每个科目写一次。"),
    ] = None,
    paid_from: Annotated[
        str | None,
        typer.Option("--from", metavar="科目", help="用什么付：cash 备用金、bank 银行，或科目。"),
    ] = None,
    invoice: Annotated[str | None, typer.Option(metavar="号码", help="发票号码。")] = None,
    no_invoice: Annotated[
        str | None,
        typer.Option(metavar="理由", help="津贴、救助没有发票时写明凭什么，如“发放表”。"),
    ] = None,
    recipients: Annotated[
        str | None,
        typer.Option(
            metavar="名单", help="一次付给几个人的：赵大爷=300、钱奶奶=300，合计等于金额。"
        ),
    ] = None,
    handler: HandlerOption = None,
    witness: WitnessOption = None,
    fund: FundOption = None,
    attachments: AttachmentsOption = None,
    document: DocumentOption = None,
    cleared: Annotated[
        str | None, typer.Option(metavar="日期", help="银行哪天出的账（知道才写）。")
    ] = None,
    asset: Annotated[
        str | None,
        typer.Option(metavar="名称", help="买的是固定资产或低值品时，写它的名称，同时建卡。"),
    ] = None,
    asset_id: Annotated[
        str | None, typer.Option(metavar="编号", help="资产编号；默认接着往下编。")
    ] = None,
    keeper: Annotated[
        str | None, typer.Option(metavar="姓名", help="资产由谁保管；默认资产保管人。")
    ] = None,
    location: Annotated[str | None, typer.Option(metavar="地点", help="资产放在哪里。")] = None,
    category: Annotated[
        str | None, typer.Option(metavar="类别", help="资产类别，如 办公设备。")
    ] = None,
    date: DateOption = None,
) -> None:
    """付一笔钱：先有签批，再付款；发票、经手人、证明人齐全。银行自己扣的手续费不用这些。

    例：juwu spend --approval SP-2026-0003 --amount 386 --to 晨光文具店 --for 打印纸和硒鼓
    --account 办公用品 --from cash --invoice 26372000000012345678 --handler 李萍 --witness 张伟

    银行扣手续费：juwu spend --amount 5 --account 银行手续费 --from bank
    """
    context.make_do([approval] if approval else ALL)
    ask, scan = context.ask, read_scan(document)
    books = context.books
    if split and (amount or account):
        raise BadInput(
            "写了 --split，就不再写 --amount 和 --account：每个科目各是多少，--split 里都有"
        )
    if invoice and no_invoice:
        raise BadInput("--invoice 和 --no-invoice 只写一个：有发票写号码，没有写理由")
    meant = context.day_meant(date)
    lines = _split_lines(books, split, meant) if split else []
    named = account_reader(spendable(books, meant))(account) if account and not split else None
    names: list[str | None] = [name for name, _ in lines] or [named]
    asked = {"--amount": amount or split, "--account": account or split, "--from": paid_from}
    if not _taken_by_bank(context, names, paid_from, meant):
        asked |= {"--approval": approval, "--handler": handler, "--witness": witness}
        if None in names or _slip_due(books, names):
            asked["--invoice（或 --no-invoice）"] = invoice or no_invoice
    ask.need(asked)
    day = context.day(date)
    name = named if lines or named else _account(context, day)
    source = money_account(context, "--from", paid_from, "用什么付", _PAYING, day)
    names = [*(name for name, _ in lines)] or [name]
    by_bank = _taken_by_bank(context, names, source, day)
    signed = None if by_bank and approval is None else chosen_approval(context, approval)
    if not lines:
        left = f"（签批{still_left(books, signed)}）" if signed else ""
        fen = ask.value("--amount", amount, f"金额{left}", read_amount)
        amount_said(context, fen)
        lines = [(str(name), fen)]
    total = sum(fen for _, fen in lines)
    payee = ask.value(
        "--to",
        to,
        "付给谁",
        read_text,
        default=signed.payee if signed else bank_name(books, source),
    )
    narration = ask.value(
        "--for", for_, "用途", read_text, default=signed.purpose if signed else "银行手续费"
    )
    papers = _papers(context, by_bank, lines, invoice, no_invoice, handler, witness)
    listed = recipient_list(context, recipients, lines, source, day)
    sheets = ask.value("--attachments", attachments, "附几张单据", read_count, default="1")
    card, mark = new_card(context, day, lines, asset, asset_id, keeper, location, category)
    shown = read_date(cleared, day) if cleared else None
    if shown and books.chart[source].role == "petty-cash":
        raise BadInput("--cleared 是银行出账的日子，付现金的不写")
    own: dict[str, Value] = {"asset": mark}
    order = VoucherOrder(
        date=day,
        payee=payee,
        narration=narration,
        meta={
            "approval": signed.id if signed else None,
            **papers,
            "recipients": listed,
            "fund": fund or (_fund(books, signed, lines) if signed else None),
            "attachments": sheets,
        },
        legs=[
            *(Leg(name, fen, own if is_good(books, name) else {}) for name, fen in lines),
            Leg(source, -total, {"cleared": shown}),
        ],
        scan=scan,
        also=(card,) if card else (),
    )
    context.write(order.plan)


def spendable(books: Books, day: dt.date) -> list[Account]:
    """Return the accounts on which money may be spent that day."""
    return [
        account
        for account in books.chart.open_on(day).values()
        if account.root == "Expenses"
        or account.role
        in ("inventory", "fixed-asset", "payable", "deposit-held", "agency", "receivable")
    ]


def _papers(
    context: Context,
    by_bank: bool,
    lines: Sequence[tuple[str, int]],
    invoice: str | None,
    no_invoice: str | None,
    handler: str | None,
    witness: str | None,
) -> dict[str, Value]:
    """Return invoice, handler and witness; what the bank takes itself needs none of them."""
    papers: dict[str, Value] = {}
    if not by_bank or invoice or no_invoice:
        papers["invoice"] = _invoice(context, invoice, no_invoice, lines)
    if not by_bank or handler:
        papers["handler"] = context.person("--handler", handler, "经手人")
    if not by_bank or witness:
        papers["witness"] = context.person("--witness", witness, "证明人")
    return papers


def _account(context: Context, day: dt.date) -> str:
    among = spendable(context.books, day)
    return context.ask.search(
        "--account", None, "记到哪个科目（编码、名称或拼音首字母）",
        account_reader(among), account_finder(among),
    )  # fmt: skip


def _taken_by_bank(
    context: Context, names: Sequence[str | None], source: str | None, day: dt.date
) -> bool:
    """Tell whether the bank itself takes the money, for nothing but its charges.

    Such a voucher needs no sign-off, invoice, handler or witness; charges handed over in cash do.
    """
    chart = context.books.chart
    if any(name is None or chart[name].nature != "bank-charge" for name in names):
        return False
    if source is None:
        return False
    account = chart.get(source)
    if account is None:
        account = chart[money_account(context, "--from", source, "用什么付", _PAYING, day)]
    return account.is_bank


_PAYING = ("petty-cash", "bank", "clearing")


def _split_lines(books: Books, split: Sequence[str], day: dt.date) -> list[tuple[str, int]]:
    read = account_reader(spendable(books, day))
    lines = []
    for item in split:
        name, equals, figure = item.rpartition("=")
        if not equals:
            raise BadInput(f"--split {item!r} 要写成 科目=金额，如 办公用品=120.50")
        lines.append((read(name), read_amount(figure)))
    return lines


def _slip_due(books: Books, names: Sequence[str | None]) -> bool:
    """Tell whether something is bought, not merely a debt paid: that needs an invoice."""
    bought = (books.chart[name] for name in names if name)
    return any(
        account.root == "Expenses" or account.role in ("fixed-asset", "inventory")
        for account in bought
    )


def _invoice(
    context: Context, given: str | None, reason: str | None, lines: Sequence[tuple[str, int]]
) -> str | None:
    if reason is not None:
        return f"none: {read_text(reason)}"
    chart = context.books.chart
    if given is None and not _slip_due(context.books, [name for name, _ in lines]):
        return None
    excused = all(chart[name].nature in ("allowance", "relief") for name, _ in lines)
    if given is None and excused:
        said = context.ask.value(
            "--no-invoice", None, "没有发票，凭什么发放", read_text, default="发放表"
        )
        return f"none: {said}"
    return context.ask.value("--invoice", given, "发票号码", read_id)


def _fund(books: Books, signed: Approval, lines: Sequence[tuple[str, int]]) -> str | None:
    """Return the sign-off's fund where the accounts do not say it themselves."""
    own = {books.chart[name].fund for name, _ in lines}
    return signed.fund if own != {signed.fund} else None
