"""``juwu report``: periodic reports."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.console import complain, load_sound, read_day, read_period, warn_outside
from juwu_ledger.cli.options import AsOfOption, BooksOption, TrustedKeysOption
from juwu_ledger.cli.paper_output import FolderOption, FormatsOption, put_out, read_formats

REPORTS = {"monthly": "月报"}
"""The reports there are: what the user types → how the file is called."""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("report")(report)


def report(
    name: Annotated[str, typer.Argument(metavar="报表", help="monthly 月报（报街道办事处）。")],
    period: Annotated[str, typer.Argument(metavar="期间", help="月份，如 2026-03。")],
    output: FormatsOption = None,
    folder: FolderOption = None,
    as_of: AsOfOption = None,
    books: BooksOption = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """出报表：收支、资金账户、专项资金、收据、签批、盘点对账和查账结果，留签章处。

    例：juwu report monthly 2026-03　　显示在屏幕上

    例：juwu report monthly 2026-03 --format html,xlsx -o 报表　　写成文件
    """
    if name not in REPORTS:
        complain(f"没有 {name} 这种报表；现有：{'、'.join(REPORTS)}。")
    month = read_period(period, "month")
    formats = read_formats(output, folder)
    day = read_day(as_of)
    loaded = load_sound(books, trusted_keys)
    warn_outside(loaded, month)

    from juwu_ledger.reports.monthly import monthly
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.rule import judge

    made = monthly(loaded, month, day, judge(loaded, CATALOGUE, day))
    put_out(made, f"{REPORTS[name]}-{month.label}", formats, folder)
