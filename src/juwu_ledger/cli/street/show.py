"""``juwu street show``: all that the street knows of one committee."""

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
    named_member,
    open_log,
    open_register,
)
from juwu_ledger.cli.street.street_paper_output import put_out_street


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("show")(show)


def show(
    committee: Annotated[str, typer.Argument(metavar="居委会", help="代码或名称。")],
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    street: StreetOption = None,
) -> None:
    """一个居委会：每个月报了没有，收下的每一份报送包和它在日志里的位置，每个月的资金。

    例：juwu street show 桂花里
    """
    from juwu_ledger.street.committee_page import committee_page

    formats = read_formats(output, folder)
    day = read_day(as_of)
    found = open_register(street)
    log = open_log(found)
    member = named_member(found, committee)
    with complaining():
        report = committee_page(found, log, member, day)
    put_out_street(found, report, formats, folder, force=force)
