"""``juwu log``: the operations log, a line for each change that a command made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.cli.look.check import Format
from juwu_ledger.cli.look.verify import edit_said, log_json
from juwu_ledger.cli.shell.console import (
    FINDINGS,
    legible,
    load_sound,
    print_json,
    read_period,
    say,
)
from juwu_ledger.cli.shell.options import BooksOption
from juwu_ledger.seals.operations_log import LogState, Operation, log_of

_HOW = {"account": "电脑账号", "login": "网页登录"}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("log")(log)


def log(
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="期间", help="只看哪一段，按记的时间，如 2026-03、2026。"),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="给人看 text，给程序读 json。")] = (
        Format.text
    ),
    books: BooksOption = None,
) -> None:
    """列出操作日志：谁、什么时候、用哪个命令、写了什么；不是用命令改的，也指出来。

    日志在账本旁边的 operations.log，程序每写一次自己记一行，一行接一行，删一行、改一行都看得出。

    例：juwu log --period 2026-03
    """
    wanted = read_period(period) if period else None
    loaded = load_sound(books)
    state = state_of(loaded)
    chosen = [item for item in state.operations if wanted is None or _is_in(item, wanted)]
    if output is Format.json:
        print_json({**log_json(state), "operations": [_object(item, state) for item in chosen]})
    else:
        _tell(state, chosen)
    if state.broken:
        raise SystemExit(FINDINGS)


def state_of(books: Books) -> LogState:
    """Return the log of books, held against their files."""
    return log_of(books.root, {entry.meta["filename"] for entry in books.entries})


def _is_in(item: Operation, period: Period) -> bool:
    return period.first <= dt.date.fromisoformat(item.at[:10]) <= period.last


def _tell(state: LogState, chosen: list[Operation]) -> None:
    for said in state.broken:
        say(legible(f"不对：{said}"))
    if not state.operations:
        if not state.broken:
            say("还没有操作日志：从下一次记账起，程序自己记。")
        return
    for item in chosen:
        _tell_edits(state, item.number)
        for line in _lines(item, state):
            say(legible(line))
    _tell_edits(state, None)
    say(f"共 {len(chosen)} 笔；日志从 {state.operations[0].at[:10]} 记起。")


def _tell_edits(state: LogState, before: int | None) -> None:
    for edit in state.edits:
        if edit.before == before:
            say(legible(f"       手工：{edit_said(edit)}"))


def _lines(item: Operation, state: LogState) -> Iterator[str]:
    when = item.at[:16].replace("T", " ")
    undone = "（没有写成，或者写成以后用手改回去了）" if item.number in state.undone else ""
    who = f"{item.by}（{_HOW.get(item.how, item.how)}）"
    yield f"{item.number:>5}  {when}  {who}  {item.command or '程序'}  {item.title}{undone}"
    yield f"       {'、'.join([*item.files, *item.made])}"


def _object(item: Operation, state: LogState) -> dict[str, Any]:
    return {
        "line": item.number,
        "at": item.at,
        "by": item.by,
        "how": item.how,
        "command": item.command,
        "title": item.title,
        "ids": list(item.ids),
        "files": {name: touched._asdict() for name, touched in item.files.items()},
        "made": dict(item.made),
        "undone": item.number in state.undone,
    }
