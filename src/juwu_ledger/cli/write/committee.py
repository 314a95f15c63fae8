"""``juwu committee``: which committee the books are of."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.value_readers import Malformed, read_committee_code
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_name
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "committee")(committee)


def committee(
    context: Context,
    code: Annotated[
        str | None, typer.Argument(metavar="[代码]", help="十二位的区划代码，如 330102001001。")
    ] = None,
    name: Annotated[
        str | None, typer.Argument(metavar="[简称]", help="街道怎么叫它，如 桂花里。")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记账本是哪个居委会的：区划代码和简称，向街道报送时用。

    例：juwu committee 330102001001 桂花里
    """
    ask = context.ask
    ask.need({"代码": code, "简称": name})
    known = ask.value("代码", code, "区划代码（十二位）", _read_code)
    short = ask.value("简称", name, "街道怎么叫它", read_name)
    day = context.day(date, "从哪天起")
    context.write(entry_plan(day, "committee", [known, short], about=short))


def _read_code(text: str) -> str:
    try:
        return read_committee_code(text.strip())
    except Malformed as error:
        raise BadInput(f"区划代码{error}") from None
