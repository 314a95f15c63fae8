"""``juwu invoice checked``: somebody looked an invoice up on the tax bureau's page, after it was taken in."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import read_date
from juwu_ledger.cli.write.invoice_read import read_invoice_id
from juwu_ledger.journal.orders.invoices import InvoiceCheckOrder, checkable


def register(app: typer.Typer) -> None:
    """Add the command to its group."""
    writing(app, "checked", without=("draft",))(checked)


def checked(
    context: Context,
    number: Annotated[
        str | None, typer.Argument(metavar="[发票号码]", help="收下过的那张发票的号码。")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="姓名", help="谁查的。")] = None,
    on: Annotated[str | None, typer.Option(metavar="日期", help="哪天查的；默认今天。")] = None,
) -> None:
    """登记查验：谁哪天在税务局网页上查过这张发票；收下时的登记一个字也不动。

    例：juwu invoice checked 26372000000012345678 --by 李四安
    """
    ask, books = context.ask, context.books
    ask.need({"发票号码": number, "--by": by})
    found = ask.value(
        "发票号码", number, "哪张发票", lambda text: checkable(books, read_invoice_id(text))
    )
    day = ask.value(
        "--on", on, "哪天查的", lambda text: read_date(text, context.as_of),
        default=context.as_of.isoformat(),
    )  # fmt: skip
    name = context.person("--by", by, "谁查的")
    context.write(InvoiceCheckOrder(day, found.invoice.id, name).plan)
