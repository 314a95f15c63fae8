"""``juwu deposit``: cash that was received goes to the bank."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.shell.desk import DateOption, Desk, writing
from juwu_ledger.cli.shell.reading import read_amount, read_count, read_date, read_scan, read_text
from juwu_ledger.cli.write.money_choice import amount_said, money_account
from juwu_ledger.cli.write.money_options import AttachmentsOption, ClearedOption, ScanOption
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.journal.orders.transfers import Transfer, balance_at, bank_name, last_between


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "deposit")(deposit)


def deposit(
    desk: Desk,
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
    payee: Annotated[str | None, typer.Option("--bank", metavar="名称", help="哪家银行。")] = None,
    for_: Annotated[
        str | None, typer.Option("--for", metavar="事由", help="缴存的是什么钱。")
    ] = None,
    attachments: AttachmentsOption = None,
    document: ScanOption = None,
    cleared: ClearedOption = None,
    date: DateOption = None,
) -> None:
    """缴存银行：收到的现金当天存进银行，默认全部缴存。

    例：juwu deposit --date 2026-01-05
    """
    desk.make_do()
    ask, scan = desk.ask, read_scan(document)
    day = desk.day(date)
    source = money_account(
        desk, "--from", till or _only_full(desk, day), "哪一处待缴存现金", ("undeposited",), day
    )
    held = balance_at(desk.books, source, day)
    if held <= 0 and amount is None:
        raise Refusal(f"{day} {account_label(source)}账上是 {show_fen(held)} 元，没有要缴存的。")
    fen = ask.value("--amount", amount, "缴存多少", read_amount, default=show_fen(held))
    amount_said(desk, fen)
    target = money_account(desk, "--to", bank, "存到哪个银行账户", ("bank",), day)
    before = last_between(desk.books, source, target)
    name = ask.value(
        "--bank", payee, "哪家银行", read_text,
        default=before.payee if before and before.payee else bank_name(desk.books, target),
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
        scan=scan,
    )
    desk.write(move.order().plan)


def _only_full(desk: Desk, day: dt.date) -> str | None:
    """Return the one till that holds money on ``day``; none where there are several."""
    tills = desk.books.chart.open_on(day).with_role("undeposited")
    full = [till.name for till in tills if balance_at(desk.books, till.name, day) > 0]
    return full[0] if len(full) == 1 else None
