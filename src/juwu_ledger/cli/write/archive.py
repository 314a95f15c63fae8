"""``juwu archive``: a year's accounting archive that anyone can read and prove without this program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.cli.look.home import open_months
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import legible, read_period, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.paper_output import free_stem, paper_stem, refuse_red
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.cli.write.archive_files import (
    MANIFEST,
    SIGNATURES,
    SOURCES,
    Archived,
    archive_files,
)
from juwu_ledger.cli.write.signed_files import archived_signatures
from juwu_ledger.journal.backups.backing_up import proven
from juwu_ledger.journal.backups.books_files import books_files
from juwu_ledger.journal.engine import disk
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.papers.year_archive import year_archive
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.seals.operations_log import LOG

_STEM = "会计档案"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "archive", without=("draft", "explain", "json", "yes"))(archive)


def archive(
    context: Context,
    year: Annotated[str, typer.Argument(metavar="年", help="如 2025。")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="文件夹", help="放到哪里；不写就放在当前文件夹。"),
    ] = None,
) -> None:
    """归档一年的会计资料：凭证、账簿、报告、其他，写明保管期限，交档案员；不用本程序也能看、能核对。

    每张凭证一个文件夹：记账凭证、原件、元数据；所有文件的 SHA-256 在 manifest.sha256，电子签名附原文和公钥。
    年里的月份都月结了才能归档。

    例：juwu archive 2025 -o 归档
    """
    period = read_period(year, "year")
    books = context.books
    still_open = [m.title for m in open_months(books, context.as_of) if m.first in period]
    if books.span is None or not any(v.date in period for v in books.vouchers):
        raise Refusal(f"{period.title}没有凭证，没有可以归档的。")
    if context.as_of <= period.last:
        raise Refusal(f"{period.title}还没有过完，不能归档。")
    if still_open:
        raise Refusal(f"{'、'.join(still_open)}还没有月结，{period.title}不能归档；先 juwu close。")
    with working("正在归档"):
        made = _made(context, books, period)
    folder = _place(books, period, output or Path())
    if context.dry_run:
        say(legible(f"试做，没有写入：{folder}（{made.pieces} 件，{len(made.files)} 个文件）"))
    else:
        context.commit()
        disk.place_folder(folder.absolute(), made.files)
        context.has_written = True
        say(legible(f"归档好了：{folder}（{made.pieces} 件，{len(made.files)} 个文件）"))
        say("核对：在那个文件夹里打 sha256sum -c manifest.sha256")
    refuse_red(made.reds)


def _made(context: Context, books: Books, period: Period) -> Archived:
    findings = judge(books, CATALOGUE, context.as_of)
    pieces = list(year_archive(books, period, context.as_of, findings))
    more: dict[str, bytes | Path] = {
        f"{SOURCES}/{name}": path for name, path in _sources(books).items()
    }
    more |= {f"{SIGNATURES}/{k}": data for k, data in archived_signatures(books, period).items()}
    made = archive_files(books, period, pieces, findings, more)
    return made._replace(reds=(*made.reds, *(f"核对封账：{what}" for what in proven(books.main))))


def _sources(books: Books) -> dict[str, Path]:
    """Return the text of the books, seals and operations log; archives among them hold others."""
    paths = books_files(books.root).paths
    marked = (name.removesuffix(MANIFEST) for name in paths if name.endswith(f"/{MANIFEST}"))
    archives = tuple(folder for folder in marked if f"-{_STEM}-" in Path(folder).name)
    return {
        name: path
        for name, path in paths.items()
        if (name.endswith(".beancount") or name.startswith("seals/") or name == LOG)
        and not name.startswith(archives)
    }


def _place(books: Books, period: Period, above: Path) -> Path:
    stem = paper_stem(books, _STEM, period.label)
    return above / free_stem(stem, lambda name: (above / name).exists())
