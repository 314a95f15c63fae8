"""``juwu void-receipt``: a spoiled receipt is kept with all its copies and entered as void."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_id, read_text
from juwu_ledger.journal.orders.receipt_numbers import (
    next_receipt,
    read_receipt_number,
    refuse_void,
)
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "void-receipt")(void_receipt)


def void_receipt(
    context: Context,
    number: Annotated[
        str | None, typer.Argument(metavar="[收据号码]", help="如 A0000184。")
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="原因", help="为什么作废。")] = None,
    date: DateOption = None,
) -> None:
    """登记收据作废：写坏的收据不撕，各联盖作废章留存。

    例：juwu void-receipt A0000184 --reason 金额大写写错，三联加盖作废章后留存
    """
    ask = context.ask
    ask.need({"收据号码": number, "--reason": reason})
    day = context.day(date, "哪天作废的")
    receipt = read_receipt_number(
        ask.value(
            "收据号码",
            number,
            "哪一张",
            read_id,
            default=next_receipt(context.books, day),
        )
    )
    refuse_void(context.books, receipt, day)
    why = ask.value("--reason", reason, "为什么作废", read_text)
    context.write(entry_plan(day, "receipt-void", [str(receipt), why], about=str(receipt)))
