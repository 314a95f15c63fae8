"""``juwu donor-report``: a donor was told what became of the gift."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_period, read_text
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.filings import DonorReportOrder, donors


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "donor-report")(donor_report)


def donor_report(
    context: Context,
    donor: Annotated[
        str | None, typer.Argument(metavar="[捐赠人]", help="凭证上写的捐赠人名称。")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="期间", help="报告的是哪一段，如 2026Q1；不写就是到当天为止。"),
    ] = None,
    date: DateOption = None,
) -> None:
    """登记向捐赠人报告：捐来的钱怎么用的，已经告诉了捐赠人。

    例：juwu donor-report 示例机械有限公司 --period 2026Q1
    """
    ask = context.ask
    ask.need({"捐赠人": donor})
    choices = [Choice(name, name) for name in donors(context.books)]
    if ask.terminal and donor is None and not choices:
        raise BadInput("账上还没有捐赠")
    who = ask.value("捐赠人", donor, "哪位捐赠人", read_text, choices=choices)
    day = context.day(date, "哪天告诉的")
    told = ask.optional("--period", period, "报告的是哪一段（如 2026Q1）", read_period)
    context.write(DonorReportOrder(day, who, told).plan)
