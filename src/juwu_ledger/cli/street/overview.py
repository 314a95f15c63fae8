"""``juwu street overview``: who has filed, who has not, and how their books stand."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import read_day
from juwu_ledger.cli.shell.options import AsOfOption
from juwu_ledger.cli.shell.paper_output import (
    FolderOption,
    ForceOption,
    FormatsOption,
    read_formats,
)
from juwu_ledger.cli.street.street_folder import (
    StreetOption,
    complaining,
    open_log,
    open_register,
)
from juwu_ledger.cli.street.street_paper_output import put_out_street, read_street_period


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("overview")(overview)


def overview(
    period: Annotated[
        str | None,
        typer.Argument(metavar="[期间]", help="月 2026-03、季 2026Q1、年 2026；不写就是上个月。"),
    ] = None,
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    street: StreetOption = None,
) -> None:
    """报送情况：名册上的每一个居委会，该报哪天、报了哪天、迟几天，封账码、违规、审核、公开、更正。

    一次也没有报过的也列在里面。例：juwu street overview 2026-03 -o 报表 --format html,xlsx
    """
    from juwu_ledger.street.overview import overview as make

    formats = read_formats(output, folder)
    day = read_day(as_of)
    found = open_register(street)
    log = open_log(found)
    with complaining():
        report = make(found, log, read_street_period(period, day), day)
    put_out_street(found, report, formats, folder, force=force)
