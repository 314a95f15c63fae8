"""``juwu file``: a report was handed to the street office."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.vocabulary import Filing
from juwu_ledger.cli.shell.console import read_period, say
from juwu_ledger.cli.shell.desk import DateOption, Desk, writing
from juwu_ledger.journal.orders.filings import FilingOrder, unclosed


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "file")(file)


def file(
    desk: Desk,
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
    desk.ask.need({"--received-by": received_by})
    day = desk.day(date, "哪天送到的")
    before = desk.books.of(Filing)
    last = before[-1].received_by if before and desk.ask.terminal else None
    who = desk.person("--received-by", received_by, "街道的谁签收的", default=last)
    for month in unclosed(desk.books, reported):
        say(f"提醒：{month.title}还没有月结，报出去的数字以后可能会变。", error=True)
    desk.write(FilingOrder(day, reported, who).plan)
