"""``juwu street consolidate``: the committees' books as one."""

from __future__ import annotations

import typer

from juwu_ledger.cli.shell.console import read_day, read_period
from juwu_ledger.cli.shell.options import AsOfOption
from juwu_ledger.cli.shell.paper_output import (
    FolderOption,
    ForceOption,
    FormatsOption,
    read_formats,
)
from juwu_ledger.cli.street.street_engine import DUCKDB, EngineOption, figures_engine
from juwu_ledger.cli.street.street_folder import StreetOption, open_log, open_register
from juwu_ledger.cli.street.street_paper_output import PeriodArgument, put_out_street


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("consolidate")(consolidate)


def consolidate(
    period: PeriodArgument,
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    engine: EngineOption = DUCKDB,
    as_of: AsOfOption = None,
    street: StreetOption = None,
) -> None:
    """合并收支：各居委会加在一起，街道拨给居委会的抵销，两边记得不同的列出来；没报的点名。

    街道的拨款清单写在街道文件夹的 transfers.csv 里（date,code,amount,purpose）。

    例：juwu street consolidate 2026Q1 -o 报表 --format html,xlsx
    """
    from juwu_ledger.street.consolidation import consolidation

    formats = read_formats(output, folder)
    day, span = read_day(as_of), read_period(period)
    found = open_register(street)
    log = open_log(found)
    with figures_engine(found, log, engine, quiet="json" in formats) as connected:
        report = consolidation(found, log, span, day, connected)
    put_out_street(found, report, formats, folder, force=force)
