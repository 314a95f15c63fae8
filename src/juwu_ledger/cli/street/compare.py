"""``juwu street compare``: a class of income or spending, committee by committee."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import complain, read_day, read_period
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
    app.command("compare")(compare)


def compare(
    period: PeriodArgument,
    by: Annotated[
        str,
        typer.Option(
            metavar="类别",
            help="比什么：income 全部收入、spending 全部支出，或一类：official 公务、entertainment 招待……",
        ),
    ] = "spending",
    per: Annotated[
        str | None, typer.Option(metavar="单位", help="household：按户数摊；不写就比总数。")
    ] = None,
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    engine: EngineOption = DUCKDB,
    as_of: AsOfOption = None,
    street: StreetOption = None,
) -> None:
    """比较：同类的居委会放在一起，中位数、四分位、名次，每户多少。

    例：juwu street compare 2026 --by official --per household
    """
    from juwu_ledger.street.comparison import HOUSEHOLD, WORDS, comparison

    formats = read_formats(output, folder)
    day, span = read_day(as_of), read_period(period)
    if by not in WORDS:
        said = "、".join(f"{word}（{title}）" for word, (_, title) in WORDS.items())
        complain(f"没有 {by} 这一类；可用：{said}。")
    if per not in (None, HOUSEHOLD):
        complain(f"--per 只有 {HOUSEHOLD}（每户）。")
    found = open_register(street)
    log = open_log(found)
    with figures_engine(found, log, engine, quiet="json" in formats) as connected:
        report = comparison(found, log, span, day, connected, by, per_household=per is not None)
    put_out_street(found, report, formats, folder, force=force)
