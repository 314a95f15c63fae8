"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

BooksOption = Annotated[
    Path | None,
    typer.Option(
        "--books",
        "-b",
        help="账本的主文件或文件夹；不写就依次看 JUWU_BOOKS、BEANCOUNT_FILE 和当前文件夹。",
        show_default=False,
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="日期", help="站在哪一天看，如 2026-04-10；默认今天。"),
]
TrustedKeysOption = Annotated[
    Path | None,
    typer.Option(
        "--trusted-keys",
        metavar="文件",
        help="审计、街道自己保存的公钥名单（allowed_signers 格式）；签名只按它核对。",
        show_default=False,
    ),
]
