"""``juwu street rank``: which committees stick out among their like, and in what."""

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
    app.command("rank")(rank)


def rank(
    period: PeriodArgument,
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    engine: EngineOption = DUCKDB,
    as_of: AsOfOption = None,
    street: StreetOption = None,
) -> None:
    """先去看谁：和同类比，现金、贴近签批起点、整百、存银行慢、年底突击、招待、迟报，哪一项突出列哪一项。

    没有总分。例：juwu street rank 2026
    """
    from juwu_ledger.street.ranking import ranking

    formats = read_formats(output, folder)
    day, span = read_day(as_of), read_period(period)
    found = open_register(street)
    log = open_log(found)
    with figures_engine(found, log, engine, quiet="json" in formats) as connected:
        report = ranking(found, log, span, day, connected)
    put_out_street(found, report, formats, folder, force=force)
