"""``juwu deposit``: cash that was received goes to the bank."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from juwu_ledger.books.model.chart import account_label
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
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.journal.orders.transfers import Transfer, balance_at, bank_name, last_between


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "deposit")(deposit)


def deposit(
    context: Context,
    amount: Annotated[
        str | None, typer.Option(metavar="金额", help="缴存多少；默认当天待缴存的全部。")
    ] = None,
    till: Annotated[
        str | None,
        typer.Option("--from", metavar="科目", help="哪一处待缴存现金；只有一处不用写。"),
    ] = None,
    bank: Annotated[
        str | None, typer.Option("--to", metavar="科目", help="存到哪个银行账户；只有一个不用写。")
    ] = None,
    payee: BankNameOption = None,
    for_: Annotated[
        str | None, typer.Option("--for", metavar="事由", help="缴存的是什么钱。")
    ] = None,
    attachments: AttachmentsOption = None,
    document: DocumentOption = None,
    cleared: ClearedOption = None,
    date: DateOption = None,
) -> None:
    """缴存银行：收到的现金当天存进银行，默认全部缴存。

    例：juwu deposit --date 2026-01-05
    """
    context.make_do()
    ask, scans = context.ask, read_scans(document)
    day = context.day(date)
    source = money_account(
        context,
        "--from",
        till or _only_full(context, day),
        "哪一处待缴存现金",
        ("undeposited",),
        day,
    )
    held = balance_at(context.books, source, day)
    if held <= 0 and amount is None:
        raise Refusal(f"{day} {account_label(source)}账上是 {show_fen(held)} 元，没有要缴存的。")
    fen = ask.value("--amount", amount, "缴存多少", read_amount, default=show_fen(held))
    amount_said(context, fen)
    target = money_account(context, "--to", bank, "存到哪个银行账户", ("bank",), day)
    before = last_between(context.books, source, target)
    name = ask.value(
        "--bank", payee, "哪家银行", read_name,
        default=before.payee if before and before.payee else bank_name(context.books, target),
    )  # fmt: skip
    move = Transfer(
        date=day,
        source=source,
        target=target,
        amount=fen,
        payee=name,
        narration=ask.value("--for", for_, "事由", read_text, default="现金收入缴存银行"),
        arrived=read_date(cleared, day) if cleared else None,
        attachments=ask.value("--attachments", attachments, "附几张单据", read_count, default="1"),
        scans=scans,
    )
    context.write(move.order().plan)


def _only_full(context: Context, day: dt.date) -> str | None:
    """Return the one till that holds money on ``day``; none where there are several."""
    tills = context.books.chart.open_on(day).with_role("undeposited")
    full = [till.name for till in tills if balance_at(context.books, till.name, day) > 0]
    return full[0] if len(full) == 1 else None
