"""``juwu disclose``: the quarter for the notice board: to be looked at, printed, and posted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import complain, read_key_list, read_period, warn_outside
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import TrustedKeysOption
from juwu_ledger.cli.shell.paper_output import (
    FolderOption,
    ForceOption,
    FormatsOption,
    named_formats,
    paper_stem,
    put_out,
    read_formats,
)

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.books.signing.trusted_keys import TrustedKeys
    from juwu_ledger.tables.report import Report


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "disclose", without=("draft",))(disclose)


def disclose(
    context: Context,
    period: Annotated[str, typer.Argument(metavar="季度", help="如 2026Q1。")],
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    board: Annotated[
        bool,
        typer.Option(
            "--board",
            help="改出 A3 横放的大字版：总数、分类条形图和二维码，一米外看得清；"
            "和 --post 合用时，公开表和大字版都贴、都存档。",
        ),
    ] = False,
    post: Annotated[
        bool,
        typer.Option(
            "--post",
            help="贴出去：三个月都月结、民主理财小组审核通过才可以；"
            "贴的文件（默认 pdf 和 html）原样存进 documents/disclosures，并登记公开。",
        ),
    ] = False,
    officer: Annotated[
        str | None,
        typer.Option(metavar="姓名", help="和 --post 合用：谁贴的；默认当天在任的公开专人。"),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", "-d", metavar="日期", help="和 --post 合用：哪天贴出；默认今天。"),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="日期", help="和 --post 合用：贴到哪天；默认满 15 天，不能再短。"),
    ] = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """出居务公开栏的季度财务公开：逐笔收支、汇总、专项、捐赠、更正、民主理财意见；救助对象隐去名字。

    加 --post 才算公开：存档、登记。贴出以后账又变了，juwu check 会指出（DSC007）；
    更正后再 --post 一次，原来的存档留着。没有变的不重复登记。

    --dry-run、--json、--yes、--explain 只和 --post 合用。

    例：juwu disclose 2026Q1　　显示在屏幕上

    例：juwu disclose 2026Q1 --format html,pdf -o 公开　　写成文件，先看看

    例：juwu disclose 2026Q1 --board --format pdf -o 公开　　A3 大字版

    例：juwu disclose 2026Q1 --post --board --until 2026-05-10　　贴出去
    """
    quarter = read_period(period, "quarter")
    trusted = read_key_list(trusted_keys)
    if post:
        if force:
            complain("--force 是换掉 -o 写的文件用的；--post 存档的文件从不换掉，不和它合用。")
        if folder is not None:
            complain("--post 把文件存进 documents/disclosures，照着打印就是；不和 -o 合用。")
        from juwu_ledger.cli.write.posting import post_quarter

        formats = named_formats(output) if output is not None else None
        post_quarter(context, quarter, formats, board, officer, date, until, trusted)
        return
    _refuse_idle(context, {"--officer": officer, "--date": date, "--until": until})
    chosen = read_formats(output, folder)
    books = _trusting(context.books, trusted)
    warn_outside(books, quarter)
    stem = paper_stem(books, "公开栏" if board else "公开", quarter.label)
    put_out(books, _paper(books, quarter, context.as_of, board), stem, chosen, folder, force=force)


def _refuse_idle(context: Context, given: dict[str, str | None]) -> None:
    """Complain of options that say how to post where nothing is posted."""
    idle = [option for option, value in given.items() if value is not None]
    shared = {
        "--dry-run": context.dry_run,
        "--json": context.json,
        "--yes": context.yes,
        "--explain": context.explain is not None,
    }
    idle += [option for option, is_given in shared.items() if is_given]
    if idle:
        hint = "要 JSON 的公开表，用 --format json。" if "--json" in idle else ""
        complain(f"{'、'.join(idle)} 只和 --post 合用。{hint}")


def _trusting(books: Books, trusted: TrustedKeys | None) -> Books:
    return books.trusting(trusted) if trusted else books


def _paper(books: Books, quarter: Period, day: dt.date, board: bool) -> Report:
    if board:
        from juwu_ledger.papers.board import board as sheet

        return sheet(books, quarter, day)
    from juwu_ledger.papers.disclosure import disclosure

    return disclosure(books, quarter, day)
