"""Where a report goes: to the screen, or as files into a folder, each written whole or not at all."""

from __future__ import annotations

import errno
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.books.os_reasons import reason
from juwu_ledger.cli.console import FINDINGS, complain
from juwu_ledger.cli.whole_file import whole_file

if TYPE_CHECKING:
    from juwu_ledger.reports.report import Report

FormatsOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="格式",
        help="text、html、pdf、xlsx、json，可以写几个，用逗号隔开。"
        "不写时：屏幕上出 text；写了 -o 出 html。",
    ),
]
FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="文件夹",
        help="写到这个文件夹里，没有就新建；不写就显示在屏幕上。",
        show_default=False,
    ),
]


def read_formats(text: str | None, folder: Path | None) -> list[str]:
    """Read ``--format``; what cannot go to a screen needs a folder."""
    from juwu_ledger.renderers import READABLE

    if text is None:
        return ["html"] if folder else ["text"]
    wanted = named_formats(text)
    if folder is None and (len(wanted) > 1 or wanted[0] not in READABLE):
        complain(f"{'、'.join(wanted)} 要写成文件，请用 -o 指出文件夹，如：-o 报表")
    return wanted


def named_formats(text: str) -> list[str]:
    """Return the formats that ``--format`` names, each once and in order."""
    from juwu_ledger.renderers import FORMATS

    words = [word.strip().lower() for word in text.replace("，", ",").split(",")]
    wanted = list(dict.fromkeys(word for word in words if word))
    for word in wanted:
        if word not in FORMATS:
            complain(f"没有 {word} 这个格式；可用：{'、'.join(FORMATS)}。")
    if not wanted:
        complain(f"--format 后面要写格式：{'、'.join(FORMATS)}。")
    return wanted


def file_stem(*parts: str) -> str:
    """Return a file's name without what a file system or a path would stumble over."""
    return re.sub(r"[^\w.·–-]+", "_", "-".join(part for part in parts if part)).strip("._")


def put_out(report: Report, stem: str, formats: list[str], folder: Path | None) -> None:
    """Show the report, or write ``stem`` with each format's ending and say where.

    Every format is made before the first file is touched. A paper whose figures do not tie is put
    out all the same, for one to see where, but ends the command with status 3.
    """
    from juwu_ledger.renderers import SUFFIXES, CannotRender, render

    try:
        made = [(name, render(report, name)) for name in formats]
    except CannotRender as error:
        complain(str(error))
    if folder is None:
        show(made[0][1])
    else:
        for name, data in made:
            path = folder / f"{stem}{SUFFIXES[name]}"
            write_whole(path, data)
            typer.echo(f"已写 {path}")
    _refuse_untied(report)


def _refuse_untied(report: Report) -> None:
    """End with status 3 where the paper says that figures do not tie."""
    from juwu_ledger.reports.paper_ties import untied

    told = untied(report)
    if told:
        complain("\n".join(told), FINDINGS)


def show(data: bytes) -> None:
    """Write UTF-8 text to standard output; a terminal of another code page gets its own."""
    sys.stdout.flush()
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        sys.stdout.write(data.decode("utf-8"))
    else:
        sys.stdout.buffer.write(data)
    sys.stdout.flush()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there; end with status 2 where that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(data)
    except OSError as error:
        complain(f"写不了 {path}：{_reason(error)}。请换一个能写的文件夹，或关掉正打开它的程序。")


def _reason(error: OSError) -> str:
    """Say in Chinese why a file cannot be written."""
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return "没有写的权限"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "要写的地方不是文件夹"
    if isinstance(error, IsADirectoryError):
        return "有一个同名的文件夹"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘满了"
    return reason(error)
