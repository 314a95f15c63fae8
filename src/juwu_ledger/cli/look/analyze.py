"""``juwu analyze``: where auditors look first, and the sample of vouchers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.look.printing import FormatsOption
from juwu_ledger.cli.shell.console import (
    complain,
    load_sound,
    read_day,
    read_period,
    warn_outside,
)
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption
from juwu_ledger.cli.shell.paper_output import (
    FolderOption,
    ForceOption,
    paper_stem,
    put_out_plainly,
    read_formats,
)

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.tables.report import Table


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("analyze")(analyze)


def analyze(
    period: Annotated[
        str, typer.Argument(metavar="期间", help="月 2026-03、季 2026Q1、半年 2026H1、年 2026。")
    ],
    sample: Annotated[
        bool, typer.Option("--sample", help="印凭证抽查清单：从已封账的月份按金额抽。")
    ] = False,
    tolerable: Annotated[
        str, typer.Option("--tolerable", metavar="%", help="抽查：可容忍的错误占付款的百分之几。")
    ] = "5",
    confidence: Annotated[
        str, typer.Option("--confidence", metavar="%", help="抽查：可信程度，百分之几。")
    ] = "95",
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """列出审计常看的地方：只是线索，不是问题；也抽查凭证，谁来抽都是同样几张。

    例：juwu analyze 2025

    例：juwu analyze 2025 --sample --format pdf -o 抽查
    """
    formats = read_formats(output, folder)
    span, day = read_period(period), read_day(as_of)
    plan = _per_cent(tolerable), _per_cent(confidence)
    loaded = load_sound(books)
    warn_outside(loaded, span)
    table = _sample(loaded, span, day, *plan) if sample else _analysis(loaded, span, day)

    from juwu_ledger.registers.analysis.list_paper import list_paper

    made = list_paper(loaded, span, day, table)
    stem = paper_stem(loaded, table.title, span.label)
    put_out_plainly(made, stem, formats, folder, force=force)


def _analysis(books: Books, period: Period, day: dt.date) -> Table:
    from juwu_ledger.registers.analysis.analysis_sheet import analysis_sheet

    return analysis_sheet(books, period, day).as_table()


def _sample(
    books: Books, period: Period, day: dt.date, tolerable: Decimal, confidence: Decimal
) -> Table:
    from juwu_ledger.registers.analysis.sample import Plan, draw
    from juwu_ledger.registers.analysis.sample_list import sample_table

    return sample_table(draw(books, period, day, Plan(tolerable, confidence)))


def _per_cent(text: str) -> Decimal:
    """Read a share in per cent; ends with status 2 where it is none that a sample can be drawn by."""
    try:
        share = Decimal(text.strip().rstrip("%％"))
    except InvalidOperation:
        share = Decimal()
    if not (share.is_finite() and Decimal("0.1") <= share <= Decimal("99.9")):
        complain(f"百分数 {text!r} 不对，请写 0.1 到 99.9 之间的数，如 5。")
    return share
