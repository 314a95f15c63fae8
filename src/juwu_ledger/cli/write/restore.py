"""``juwu restore``: books out of a backup, into a new folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.cli.look.verify import prove
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import legible, load_sound, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.journal.backups.restoring import restore as restore_books
from juwu_ledger.journal.orders.new_books import refuse_folder


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    without = ("draft", "explain", "json", "yes", "as_of", "books")
    writing(app, "restore", without=without)(restore)


def restore(
    context: Context,
    zip_file: Annotated[Path, typer.Argument(metavar="备份", help="备份的 zip 文件。")],
    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="放到哪里：一个新的或者空的文件夹。")
    ],
) -> None:
    """从备份恢复账本：放进一个新的或空的文件夹，逐个文件核对，最后核对封账；要么全有，要么没有。

    只看备份好不好、不恢复：加 --dry-run。

    例：juwu restore /media/usb/账本备份/桂花里-账本备份-2026-11-05.zip 账本
    """
    refuse_folder(folder.resolve(), f"juwu restore {zip_file.name}")
    with working("正在恢复"):
        done = restore_books(
            zip_file, folder.resolve(), commit=context.commit, dry_run=context.dry_run
        )
    context.has_written = not context.dry_run
    if not done.has_digest:
        say(legible(f"提醒：{zip_file.name} 旁边没有 .sha256，只按里面的清单核对过。"))
    if context.dry_run:
        say(f"备份是好的：{done.files} 个文件都与清单相同；没有写入。")
        return
    say(legible(f"恢复好了：{folder}（{done.files} 个文件，都与清单相同）"))
    prove(load_sound(done.main))
