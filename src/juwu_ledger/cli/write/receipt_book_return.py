"""``juwu receipt-book return``: a book of receipts is handed back and written off."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.vocabulary import ReceiptReturn
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_id
from juwu_ledger.journal.orders.receipt_numbers import (
    books_in_hand,
    read_number_range,
    read_receipt_number,
    refuse_not_in_hand,
    unused_receipts,
)
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to its group."""
    writing(app, "return")(return_)


def return_(
    context: Context,
    first: Annotated[str | None, typer.Argument(metavar="[起号]", help="如 A0000151。")] = None,
    last: Annotated[str | None, typer.Argument(metavar="[止号]", help="如 A0000200。")] = None,
    accepted_by: Annotated[
        str | None, typer.Option(metavar="姓名", help="街道谁验收的；默认上次的。")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记缴销：用完的收据本交回街道核销。

    例：juwu receipt-book return A0000151 A0000200 --accepted-by 吕丁山
    """
    ask, books = context.ask, context.books
    ask.need({"起号": first, "止号": last})
    day = context.day(date, "哪天缴销的")
    held = books_in_hand(books, day)
    start = ask.value(
        "起号", first, "第一张的号码", _number, default=held[0].first if held else None
    )
    mine = next((book for book in held if book.first == start), None)
    end = ask.value("止号", last, "最后一张的号码", _number, default=mine.last if mine else None)
    numbers = read_number_range(start, end)
    refuse_not_in_hand(books, numbers, day)
    before = books.of(ReceiptReturn)
    who = context.person(
        "--accepted-by", accepted_by, "街道谁验收的",
        default=before[-1].accepted_by if before else None,
    )  # fmt: skip
    unused = unused_receipts(books, numbers)
    if unused:
        context.note(f"这一段里还有 {unused} 张没有用过，缴销以后不能再用。")
    values = [str(numbers.first), str(numbers.last)]
    context.write(
        entry_plan(day, "receipt-return", values, {"accepted-by": who}, about=str(numbers))
    )


def _number(text: str) -> str:
    return str(read_receipt_number(read_id(text)))
