"""Options that commands about money share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

AttachmentsOption = Annotated[str | None, typer.Option(metavar="张数", help="附几张单据；默认 1。")]
ScanOption = Annotated[
    Path | None, typer.Option(metavar="文件", help="扫描件；会存进账本的 documents 文件夹。")
]
ClearedOption = Annotated[
    str | None, typer.Option(metavar="日期", help="银行哪天显示这一笔（知道才写）。")
]
