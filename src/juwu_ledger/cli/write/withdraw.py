"""``juwu withdraw``: cash is drawn from the bank to fill up petty cash."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import (
    AttachmentsOption,
    BankNameOption,
    ClearedOption,
    DateOption,
    DocumentOption,
)
from juwu_ledger.cli.shell.reading import (
    read_amount,
    read_count,
    read_date,
    read_name,
    read_scans,
    read_text,
)
from juwu_ledger.cli.write.money_choice import amount_said, money_account
from juwu_ledger.journal.orders.transfers import Transfer, bank_name, last_between, petty_cash


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "withdraw")(withdraw)


def withdraw(
    context: Context,
    amount: Annotated[str | None, typer.Option(metavar="金额", help="提多少现金。")] = None,
    bank: Annotated[
        str | None,
        typer.Option("--from", metavar="科目", help="从哪个银行账户提；只有一个不用写。"),
    ] = None,
    till: Annotated[
        str | None, typer.Option("--to", metavar="科目", help="放进哪一处备用金；只有一处不用写。")
    ] = None,
    payee: BankNameOption = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="事由", help="提来做什么。")] = None,
    attachments: AttachmentsOption = None,
    document: DocumentOption = None,
    cleared: ClearedOption = None,
    date: DateOption = None,
) -> None:
    """提备用金：从银行提现金补足备用金，日终不得超过限额。

    例：juwu withdraw --amount 1000 --date 2026-01-05
    """
    context.make_do()
    ask, scans = context.ask, read_scans(document)
    ask.need({"--amount": amount})
    day = context.day(date)
    context.note(_room_said(context, day))
    fen = ask.value("--amount", amount, "提多少", read_amount)
    amount_said(context, fen)
    context.note(_after_said(context, day, fen))
    source = money_account(context, "--from", bank, "从哪个银行账户提", ("bank",), day)
    target = money_account(context, "--to", till, "放进哪一处备用金", ("petty-cash",), day)
    before = last_between(context.books, source, target)
    name = ask.value(
        "--bank", payee, "哪家银行", read_name,
        default=before.payee if before and before.payee else bank_name(context.books, source),
    )  # fmt: skip
    move = Transfer(
        date=day,
        source=source,
        target=target,
        amount=fen,
        payee=name,
        narration=ask.value("--for", for_, "事由", read_text, default="提取备用金"),
        left=read_date(cleared, day) if cleared else None,
        attachments=ask.value("--attachments", attachments, "附几张单据", read_count, default="1"),
        scans=scans,
    )
    context.write(move.order().plan)


def _room_said(context: Context, day: dt.date) -> str:
    petty = petty_cash(context.books, day)
    if petty.limit is None:
        return f"备用金账上 {show_fen(petty.held)} 元；账本没有写限额。"
    room = max(petty.limit - petty.held, 0)
    return (
        f"备用金账上 {show_fen(petty.held)} 元，限额 {show_fen(petty.limit)} 元，"
        f"最多还能提 {show_fen(room)} 元。"
    )


def _after_said(context: Context, day: dt.date, fen: int) -> str:
    petty = petty_cash(context.books, day)
    after = petty.held + fen
    over = petty.limit is not None and after > petty.limit
    return f"提 {show_fen(fen)} 元以后是 {show_fen(after)} 元{'，超过限额' if over else ''}。"
