"""Where a report goes: to the screen, or as files into a folder, each written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.cli.shell.console import FINDINGS, complain
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.cli.shell.whole_file import whole_file

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.rules.support.rule import Finding
    from juwu_ledger.tables.report import Report

_SHORT_NAME = 24
"""Characters of the committee's name at the beginning of a file's: names have at most 255 bytes."""
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

ForceOption = Annotated[
    bool,
    typer.Option("--force", help="同名的文件换成新的；不写就另编一个号（-2、-3），原来的留着。"),
]


def read_formats(text: str | None, folder: Path | None) -> list[str]:
    """Read ``--format``; what cannot go to a screen needs a folder."""
    from juwu_ledger.render import READABLE

    if text is None:
        return ["html"] if folder else ["text"]
    wanted = named_formats(text)
    if folder is None and (len(wanted) > 1 or wanted[0] not in READABLE):
        complain(f"{'、'.join(wanted)} 要写成文件，请用 -o 指出文件夹，如：-o 报表")
    return wanted


def named_formats(text: str) -> list[str]:
    """Return the formats that ``--format`` names, each once and in order."""
    from juwu_ledger.render import FORMATS

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


def paper_stem(books: Books, *parts: str) -> str:
    """Return the name of a paper's file: whose it is, then what it is."""
    return file_stem(books.title.strip()[:_SHORT_NAME], *parts)


def free_stem(stem: str, taken: Callable[[str], bool]) -> str:
    """Return ``stem``, or where that is taken ``stem-2``, ``stem-3`` …, the first that is free."""
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(name for name in names if not taken(name))


def put_out(
    books: Books,
    report: Report,
    stem: str,
    formats: list[str],
    folder: Path | None,
    *,
    force: bool = False,
    findings: Sequence[Finding] | None = None,
) -> None:
    """Show the report, or write ``stem`` with each format's ending and say where.

    The face is put on it here, for every paper that the commands make; ``findings`` are those of all
    rules on its day, where they are known already. Every format is made before the first file is
    touched, and no file of that name is replaced unless ``force``. A paper with anything red on it is
    put out all the same, for one to see where, but ends the command with status 3.
    """
    faced, made = _rendered(lambda: _faced(books, report, findings), formats)
    _show_or_write(made, stem, folder, force=force)
    refuse_red(faced.reds)


def put_out_plainly(
    report: Report, stem: str, formats: list[str], folder: Path | None, *, force: bool = False
) -> None:
    """Do the same for a list: it is no paper that one signs, and has no face."""
    _show_or_write(_rendered(lambda: report, formats)[1], stem, folder, force=force)


def _rendered(make: Callable[[], Report], formats: list[str]) -> tuple[Report, dict[str, bytes]]:
    """Return what ``make`` makes, and it in each format; end with status 2 where one cannot be made."""
    from juwu_ledger.render import CannotRender, render

    try:
        with working("正在出表", quiet="json" in formats):
            report = make()
            return report, {name: render(report, name) for name in formats}
    except CannotRender as error:
        complain(str(error))


def _show_or_write(
    made: Mapping[str, bytes], stem: str, folder: Path | None, *, force: bool
) -> None:
    from juwu_ledger.render import SUFFIXES

    if folder is None:
        show(next(iter(made.values())))
        return
    endings = [SUFFIXES[name] for name in made]
    if not force:
        stem = free_stem(stem, lambda name: any(_is_there(folder, name + e) for e in endings))
    for ending, data in zip(endings, made.values(), strict=True):
        path = folder / f"{stem}{ending}"
        write_whole(path, data)
        typer.echo(f"已写 {path}")


def _faced(books: Books, report: Report, findings: Sequence[Finding] | None) -> Report:
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.support.rule import judge
    from juwu_ledger.tables.face import faced

    return faced(
        report, books, judge(books, CATALOGUE, report.as_of) if findings is None else findings
    )


def _is_there(folder: Path, name: str) -> bool:
    return os.path.lexists(folder / name)


def refuse_red(reds: Sequence[str]) -> None:
    """End with status 3 where there is anything red on a paper, and say what."""
    if reds:
        complain("\n".join(dict.fromkeys(reds)), FINDINGS)


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
