"""``juwu invoice add``: electronic vouchers are taken in before, or without, being paid."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_text
from juwu_ledger.cli.write.invoice_read import read_voucher, tell_voucher
from juwu_ledger.journal.orders.invoices import InvoicesOrder


def register(app: typer.Typer) -> None:
    """Add the command to its group."""
    writing(app, "add", without=("draft",))(add)


def add(
    context: Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar="文件…", help="XML、OFD、PDF 原件，或扫码枪扫出来的一行字。"),
    ],
    checked: Annotated[
        str | None,
        typer.Option(
            metavar="日期 姓名", help="谁哪天在税务局网页上查验过，如 “2026-03-05 李四安”。"
        ),
    ] = None,
    date: DateOption = None,
) -> None:
    """收下电子发票：核对金额、大写、号码，原件存进 documents，登记下来；一张只收一次。

    数电票、旧电子发票、铁路和航空客票、财政票据、银行回单都行；图片不认。印章要人去查验，程序不验。

    例：juwu invoice add 打印纸.xml 饮水机.ofd
    """
    said = None if checked is None else read_text(checked)
    read = [read_voucher(text) for text in files]
    for one in read:
        tell_voucher(context, one)
    context.write(InvoicesOrder(context.day(date, "哪天收到的"), read, said).plan)
