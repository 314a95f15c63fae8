"""``juwu receipt-book issue``: a book of receipts is drawn from the street office."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.vocabulary import ReceiptBook
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_id, read_text
from juwu_ledger.journal.orders.receipt_numbers import (
    following_book,
    read_number_range,
    read_receipt_number,
    refuse_drawn,
)
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to its group."""
    writing(app, "issue")(issue)


def issue(
    context: Context,
    first: Annotated[str | None, typer.Argument(metavar="[起号]", help="如 A0000201。")] = None,
    last: Annotated[str | None, typer.Argument(metavar="[止号]", help="如 A0000250。")] = None,
    issued_by: Annotated[
        str | None, typer.Option(metavar="单位", help="向谁领的；默认上一本的。")
    ] = None,
    keeper: Annotated[
        str | None, typer.Option(metavar="姓名", help="谁保管；默认票据保管人。")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记领用一本统一收据：先领用，后开票。

    例：juwu receipt-book issue A0000201 A0000250 --issued-by 柳荫街道办事处财政所
    """
    ask, books = context.ask, context.books
    ask.need({"起号": first, "止号": last})
    day = context.day(date, "哪天领的")
    proposed = following_book(books) or (None, None)
    start = ask.value("起号", first, "第一张的号码", _number, default=proposed[0])
    end = ask.value(
        "止号", last, "最后一张的号码", _number,
        default=proposed[1] if start == proposed[0] else None,
    )  # fmt: skip
    numbers = read_number_range(start, end)
    refuse_drawn(books, numbers)
    before = books.of(ReceiptBook)
    source = ask.value(
        "--issued-by", issued_by, "向哪个单位领的", read_text,
        default=before[-1].issued_by if before else None,
    )  # fmt: skip
    kept = context.person(
        "--keeper", keeper, "谁保管", default=context.holder("receipt-keeper", day)
    )
    values = [str(numbers.first), str(numbers.last)]
    meta = {"issued-by": source, "keeper": kept}
    context.write(entry_plan(day, "receipt-book", values, meta, about=str(numbers)))


def _number(text: str) -> str:
    return str(read_receipt_number(read_id(text)))
