"""``juwu backup``: the books as one zip on another disk, read back and verified."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import FINDINGS, REFUSED, complain, legible, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.paper_output import paper_stem
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.cli.shell.reading import read_text
from juwu_ledger.journal.backups.backing_up import BackupOrder, Made, back_up, refuse_place
from juwu_ledger.journal.backups.last_backup import last_backup
from juwu_ledger.journal.engine.journal import Journal


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "backup", without=("draft", "explain", "json", "yes"))(backup)


def backup(
    context: Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="文件夹", help="放到哪里：U 盘、移动硬盘上的文件夹。")
    ] = None,
    same_disk: Annotated[
        bool, typer.Option("--same-disk", help="和账本在同一块盘上也备份（盘坏了就都没了）。")
    ] = False,
) -> None:
    """备份账本：整个账本装进一个 zip，写完再读回来、解开、核对封账，都对了才算数。

    账、扫描件、封账记录、对账单、草稿都在里面。每月最后一份留十二个月，每年最后一份一直留着，
    其余的旧备份自动删去；别的文件不动。恢复用 juwu restore。

    例：juwu backup /media/usb/账本备份
    """
    books, last = context.books, last_backup(context.main.parent)
    named = context.ask.value(
        "文件夹",
        None if folder is None else str(folder),
        "备份到哪个文件夹（U 盘上的）",
        read_text,
        default=last.folder if last else None,
    )
    order = BackupOrder(
        Path(named).absolute(), paper_stem(books), context.as_of, same_disk=same_disk
    )
    refuse_place(context.main.parent, order)
    journal = Journal(context.main, context.as_of)
    with working("正在备份、读回来核对"):
        made = back_up(journal, order, context.commit, dry_run=context.dry_run)
    context.has_written = not context.dry_run
    _tell(made, dry_run=context.dry_run)


def _tell(made: Made, *, dry_run: bool) -> None:
    done = "试做，没有写入" if dry_run else "备份好了，读回来核对过"
    say(legible(f"{done}：{made.path}（{made.files} 个文件，{_size(made.size)}）"))
    for name in made.keys:
        say(legible(f"提醒：{name} 是私钥，没有放进备份；私钥不要和账本放在一起。"))
    for name in made.removed:
        say(legible(f"删去了旧备份 {name}"))
    for what in made.wrong:
        say(legible(f"不对：{what}"))
    if made.wrong:
        say("备份和账本一样，账本却与月结时不同（见上面），旧的备份都留着；先用 juwu verify 查清。")
    if made.noted:
        complain(
            f"备份好了，可是账本旁边记日期的文件写不了（{made.noted}），"
            "不能保证待办里说的备份日期是对的。",
            REFUSED,
        )
    if made.wrong:
        raise SystemExit(FINDINGS)


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{size / 2**10:.0f} KB"
