"""``juwu file``: a report was handed to the street office."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.vocabulary import Filing
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import read_period, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.journal.orders.filings import FilingOrder, unclosed


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "file")(file)


def file(
    context: Context,
    period: Annotated[str, typer.Argument(metavar="期间", help="月报 2026-01，季报 2026Q1。")],
    received_by: Annotated[
        str | None, typer.Option(metavar="姓名", help="街道的谁签收的。")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记报送：月报、季报哪天送到街道、谁签收的。

    例：juwu file 2026-01 --received-by 吕丁山
    """
    reported = read_period(period, "month", "quarter")
    context.ask.need({"--received-by": received_by})
    day = context.day(date, "哪天送到的")
    before = context.books.of(Filing)
    last = before[-1].received_by if before and context.ask.terminal else None
    who = context.person("--received-by", received_by, "街道的谁签收的", default=last)
    for month in unclosed(context.books, reported):
        say(f"提醒：{month.title}还没有月结，报出去的数字以后可能会变。", error=True)
    context.write(FilingOrder(day, reported, who).plan)
