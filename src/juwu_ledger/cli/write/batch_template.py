"""``juwu batch template``: an empty list to be filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import complain, load_sound, read_day, read_period
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption
from juwu_ledger.cli.shell.paper_output import file_stem, free_stem, write_whole
from juwu_ledger.cli.write.batch_choices import batch_choices
from juwu_ledger.intake.batches.kind import all_kinds


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("template")(make_template)


def make_template(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="名单",
            help="哪一种名单，如 levy 收费；写错了会列出全部。",
        ),
    ],
    month: Annotated[
        str | None, typer.Option(metavar="月份", help="给哪个月用，如 2026-04。")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写成哪个文件；不写就放在当前文件夹。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="已经有这个文件时替换它。")] = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """做一份空的名单表格：科目、签批、专项资金有下拉，“例”那一行照着填，记的时候不算。

    例：juwu batch template levy --month 2026-04 -o 保洁费.xlsx
    """
    from juwu_ledger.intake.batches.template import template  # Late: it takes as long as a voucher.

    known = all_kinds()
    if kind not in known:
        named = "、".join(f"{one.name}（{one.title}）" for one in known.values())
        complain(f"没有 {kind} 这一种名单；可用：{named}。")
    wanted = known[kind]
    period = read_period(month, "month") if month is not None else None
    day = read_day(as_of)
    choices = batch_choices(load_sound(books), day)
    path = output or _free(file_stem(wanted.title, period.label if period else ""))
    if path.suffix.lower() != ".xlsx":
        path = path.with_name(path.name + ".xlsx")
    if path.exists() and not force:
        complain(f"{path} 已经有了；换一个名字，或者加 --force 替换它。")
    write_whole(path, template(wanted, choices, period))
    typer.echo(f"已写 {path}")
    typer.echo(f"填好以后：juwu batch check {path}，没有问题再 juwu batch add {path}")


def _free(stem: str) -> Path:
    return Path(free_stem(stem, lambda name: Path(f"{name}.xlsx").exists()) + ".xlsx")
