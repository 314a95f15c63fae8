"""``juwu roster``: who is paid allowances without holding an office (楼组长 …)."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import Roster
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_list, read_name, read_text
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.registers import entry_plan
from juwu_ledger.records.rosters import Rosters

_SEVERAL = "可以写几次，或用顿号隔开。"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "roster")(roster)


def roster(
    context: Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[名册]", help="哪一类人：楼组长、志愿者……")
    ] = None,
    people: Annotated[
        list[str] | None, typer.Argument(metavar="[姓名]...", help="名册上的所有人。")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="姓名", help=f"加上谁，{_SEVERAL}")
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="姓名", help=f"去掉谁，{_SEVERAL}")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记名册：没有职务、领津贴的是哪些人。发津贴的名单上多出来的人，查账（DTY006）会指出来。

    同一个名册再登记一次，就换成新的；旧的留着，查旧账时还用旧的。

    例：juwu roster 楼组长 何十全 许百里　　juwu roster 楼组长 --add 施千红 --remove 许百里
    """
    ask = context.ask
    changes = bool(add or remove)
    if changes and people:
        raise BadInput("所有人的姓名和 --add、--remove 只写一样")
    ask.need({"名册": name} if changes else {"名册": name, "姓名": people or None})
    title = ask.value("名册", name, "哪一类人（如楼组长）", read_text)
    day = context.day(date, "从哪天起")
    before = context.books.record(Rosters).in_force(title, day)
    if changes:
        names = _changed(title, before, _read(add), _read(remove))
    else:
        given = "、".join(people) if people else None
        now = "、".join(before.persons) if before else None
        names = ask.value("姓名", given, "名册上有谁（用顿号隔开）", _read_people, default=now)
    context.write(entry_plan(day, "list", [title, *names], about=title))


def _read_people(text: str) -> list[str]:
    return read_list(text, read_name)


def _read(given: list[str] | None) -> list[str]:
    return _read_people("、".join(given)) if given else []


def _changed(title: str, before: Roster | None, added: list[str], removed: list[str]) -> list[str]:
    """Return who is on the list when some have come and some have gone; raise :class:`BadInput`."""
    if before is None:
        raise BadInput(f"还没有名册“{title}”，写上所有人的姓名：juwu roster {title} 姓名……")
    known = {plain(person): person for person in before.persons}
    for person in added:
        if plain(person) in known:
            raise BadInput(f"{person} 已经在名册“{title}”上")
    for person in removed:
        if known.pop(plain(person), None) is None:
            raise BadInput(f"名册“{title}”上没有 {person}")
    names = [*known.values(), *added]
    if not names:
        raise BadInput(f"名册“{title}”上一个人也没有了；不用改，不再发就是")
    return names
