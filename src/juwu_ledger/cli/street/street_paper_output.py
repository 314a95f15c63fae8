"""Where a paper of the street's goes: to the screen, or as files into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.shell.console import read_period
from juwu_ledger.cli.shell.paper_output import file_stem, put_out_plainly, refuse_red

if TYPE_CHECKING:
    import datetime as dt

    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.street.register import Register
    from juwu_ledger.tables.report import Report

PeriodArgument = Annotated[
    str, typer.Argument(metavar="期间", help="月 2026-03、季 2026Q1、半年 2026H1、年 2026。")
]


def put_out_street(
    register: Register, report: Report, formats: list[str], folder: Path | None, *, force: bool
) -> None:
    """Show a paper or write it in each format; end with status 3 where anything on it is red."""
    stem = file_stem(register.name[:24], report.title, report.period.label)
    put_out_plainly(report, stem, formats, folder, force=force)
    refuse_red(report.alarms)


def last_ended_month(as_of: dt.date) -> Period:
    """Return the month that ended last before a day."""
    from juwu_ledger.books.model.periods import DAY, Period

    return Period.month_of(as_of.replace(day=1) - DAY)


def read_street_period(text: str | None, as_of: dt.date) -> Period:
    """Read a period of whole months; the month that ended last where none is said."""
    return last_ended_month(as_of) if text is None else read_period(text)
