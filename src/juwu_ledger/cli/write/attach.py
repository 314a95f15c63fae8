"""``juwu attach``: scans that come after their voucher was booked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_id, read_scan
from juwu_ledger.journal.orders.attachments import AttachmentOrder, attachable
from juwu_ledger.records.scans import VoucherScans


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "attach")(attach)


def attach(
    context: Context,
    voucher: Annotated[
        str | None, typer.Argument(metavar="[凭证号]", help="附在哪一张凭证后面，如 2026-01-0005。")
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[文件]…", help="扫描件，可以几个；会存进账本的 documents 文件夹。"),
    ] = None,
    date: DateOption = None,
) -> None:
    """补附件：凭证已经记好，发票、合同的扫描件后来才到；凭证本身一个字也不动。

    例：juwu attach 2026-01-0005 发票.pdf 合同.pdf
    """
    ask, books = context.ask, context.books
    ask.need({"凭证号": voucher, "文件": files or None})
    chosen = ask.value(
        "凭证号", voucher, "附在哪一张凭证后面", lambda text: attachable(books, read_id(text))
    )
    own = books.record(VoucherScans).of(chosen)
    context.note(
        f"  {chosen.date} {chosen.id} {chosen.payee} {chosen.narration}，已有附件 {len(own)} 份"
    )
    found = [path for path in map(read_scan, files or ()) if path is not None]
    if not found:
        found = [ask.value("文件", None, "扫描件（文件名）", _read_file)]
        while more := ask.optional("文件", None, "还有一份", _read_file):
            found.append(more)
    day = context.day(date, "哪天补的")
    context.write(AttachmentOrder(day, chosen.id, found).plan)


def _read_file(text: str) -> Path:
    path = Path(text.strip()).expanduser()
    return read_scan(path) or path
