"""``juwu conference-report``: the half-year report was given to the residents' representatives."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import read_period
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.journal.orders.filings import ConferenceOrder


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "conference-report")(conference_report)


def conference_report(
    context: Context,
    period: Annotated[str, typer.Argument(metavar="半年", help="如 2026H1。")],
    date: DateOption = None,
) -> None:
    """登记半年一次向居民代表会议报告收支。

    例：juwu conference-report 2026H1 --date 2026-07-24
    """
    half = read_period(period, "half-year")
    day = context.day(date, "哪天报告的")
    context.write(ConferenceOrder(day, half).plan)
