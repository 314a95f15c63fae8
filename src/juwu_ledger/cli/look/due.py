"""``juwu due``: what is to be done (待办), by its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from juwu_ledger.cli.shell.console import (
    as_typed,
    complain,
    legible,
    load_sound,
    print_json,
    read_day,
    say,
)
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, choose

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books

AHEAD = 15
"""Days that one looks ahead."""
_MOST_DAYS = 366


class Waiting(NamedTuple):
    """One line of the list; a draft has no day."""

    day: dt.date | None
    title: str
    command: tuple[str, ...]
    source: str
    """The code of the rule that will find it missing, ``recurring``, ``backup`` or ``draft``."""
    about: str
    file: str
    line: int | None

    def said(self, as_of: dt.date) -> str:
        """Return how much time is left, in Chinese."""
        if self.day is None:
            return "草稿"
        left = (self.day - as_of).days
        return f"过期 {-left} 天" if left < 0 else f"还有 {left} 天" if left else "今天"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("due", context_settings={"ignore_unknown_options": True})(due)


def due(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[do 名称 选项…]", help="照模板记一件定期业务，如 do 电费。"),
    ] = None,
    days: Annotated[
        int,
        typer.Option("--days", metavar="天数", min=0, max=_MOST_DAYS, help="往后看几天。"),
    ] = AHEAD,
    output: Annotated[
        str, typer.Option("--format", metavar="格式", help="text 或 json。")
    ] = "text",
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """列出待办：存现金、点现金、对账、月结、报送、公开、答复质询、定期业务、备份、没记完的草稿；过期的在前。

    期限就是各条规则的期限：到日子还没有做，juwu check 会查出来。

    例：juwu due

    例：juwu due --days 30

    照模板记一件定期业务，都填好了，终端里逐项问，可以改；后面可以接着写那个命令的选项：
    juwu due do 电费 --amount 132.50 --approval SP-2026-0003 --invoice 26372000000012345678
    """
    if words:
        _do(words, as_of, books)
        return
    choose(output, ("text", "json"))
    day = read_day(as_of)
    waiting = waiting_list(load_sound(books), day, days)
    if output == "json":
        print_json([_object(item, day) for item in waiting])
        return
    if not waiting:
        say(f"没有待办：{day} 起 {days} 天以内没有到期的事。")
        return
    say(f"待办 {len(waiting)} 件（过期的，和 {day} 起 {days} 天以内到期的）")
    for item in waiting:
        when = f"{item.day}" if item.day else ""
        say(legible("  ".join(part for part in (item.said(day), when, item.title) if part)))
        say(legible(f"    juwu {as_typed(item.command)}"))


def _do(words: Sequence[str], as_of: str | None, books: Path | None) -> None:
    """Open a recurring entry, filled in from its template; the options of its command come after."""
    from juwu_ledger.cli.write.due_do import do_due

    if words[0] != "do" or len(words) < len(("do", "NAME")):
        complain(f"看不懂 {' '.join(words)}。列出待办只打 juwu due；照模板记一件：juwu due do 名称")
    do_due(words[1], words[2:], as_of, books)


def waiting_list(books: Books, as_of: dt.date, ahead: int = AHEAD) -> list[Waiting]:
    """Return what is to be done: what has a day by its day, then the drafts."""
    from juwu_ledger.journal.drafts.draft_folder import KeptDraft, all_drafts
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.support.to_do import due_list

    found = [
        Waiting(
            item.to_do.due,
            item.to_do.title,
            item.to_do.command,
            item.source,
            item.about,
            books.relative(item.place.file),
            item.place.line,
        )
        for item in due_list(books, CATALOGUE, as_of, ahead)
    ]
    found = sorted([*found, *_backup(books, as_of, ahead)], key=_by_day)
    for kept in all_drafts(books.root):
        told = kept.draft.command if isinstance(kept, KeptDraft) else "读不懂"
        title = f"草稿 {kept.id}（{told}）还没有记账"
        path = books.relative(str(kept.path))
        found.append(Waiting(None, title, ("draft", "show", kept.id), "draft", kept.id, path, None))
    return found


def _backup(books: Books, as_of: dt.date, ahead: int) -> Iterator[Waiting]:
    """Yield the backup that is wanted next, where its day is near."""
    from juwu_ledger.journal.backups.last_backup import backup_said, backup_wanted

    if books.span is None:
        return
    day = backup_wanted(books.root, books.span[0])
    if day <= as_of + dt.timedelta(days=ahead):
        title = f"备份账本（{backup_said(books.root, as_of)}）"
        main = books.relative(str(books.main))
        yield Waiting(day, title, ("backup",), "backup", "", main, None)


def _by_day(item: Waiting) -> tuple[dt.date, str]:
    assert item.day is not None
    return item.day, item.title


def _object(item: Waiting, as_of: dt.date) -> dict[str, Any]:
    """Return an entry as ``--format json`` prints it."""
    return {
        "due": item.day.isoformat() if item.day else None,
        "late": item.day is not None and item.day < as_of,
        "title": item.title,
        "command": list(item.command),
        "source": item.source,
        "about": item.about,
        "file": item.file,
        "line": item.line,
    }
