"""``juwu recurring``: templates of entries that recur; nothing posts by itself."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.vocabulary import RECURRING_COMMANDS, Recurring
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import legible, load_sound, read_day, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import folded, read_last_day, read_schedule, read_text
from juwu_ledger.cli.shell.usage import Commands
from juwu_ledger.cli.write.copy import copied
from juwu_ledger.journal.drafts.templates import template_meta
from juwu_ledger.journal.engine.directive_text import Value
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.registers import entry_plan
from juwu_ledger.records.recurring import due_again, templates

_IdArgument = Annotated[
    str | None, typer.Argument(metavar="[名称]", help="这件事叫什么，如 电费。")
]


def register(app: typer.Typer) -> None:
    """Add the group of commands to the program."""
    group = typer.Typer(
        name="recurring",
        help="定期的收支：登记成模板，到日子提醒，照着记；不会自己记账。",
        cls=Commands,
        no_args_is_help=True,
        add_completion=False,
    )
    writing(group, "add")(add)
    writing(group, "end")(end)
    group.command("list")(list_templates)
    app.add_typer(group)


def add(
    context: Context,
    name: _IdArgument = None,
    when: Annotated[
        str | None,
        typer.Option(
            metavar="日子",
            help="每月10日、每季第1个月10日、每年3月15日；或 monthly 10、quarterly 1-10、yearly 3-15。",
        ),
    ] = None,
    like: Annotated[
        str | None, typer.Option(metavar="凭证号", help="照哪一张凭证，如上个月的那一张。")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="日期", help="到哪天为止；不写就一直有。")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记一件定期的收支，照一张记过的凭证：到日子 juwu due 会提醒，juwu due do 照着记。

    同一个名称再登记一次，就改成新的。

    例：juwu recurring add 电费 --when 每月10日 --like 2026-01-0005
    """
    ask = context.ask
    ask.need({"名称": name, "--when": when, "--like": like})
    known = ask.value("--like", like, "照哪一张凭证（凭证号）", str)
    like = folded(known)
    draft = copied(context.books, like)
    called = ask.value("名称", name, "这件事叫什么", read_text, default=draft.all_of("for")[-1])
    schedule = ask.value("--when", when, "什么日子（如 每月10日）", read_schedule)
    day = context.day(date, "从哪天起")
    last = read_last_day(until, day) if until else None
    context.write(
        entry_plan(
            day,
            "recurring",
            [called, schedule.text],
            template_meta(draft, last, like),
            about=called,
        )
    )


def end(context: Context, name: _IdArgument = None, date: DateOption = None) -> None:
    """一件定期的收支以后没有了：登记最后一天，以后不再提醒。

    例：juwu recurring end 电费 --date 2026-06-30
    """
    ask = context.ask
    ask.need({"名称": name})
    day = context.day(date, "最后一天")
    live = templates(context.books, day)

    def read(text: str) -> Recurring:
        if text not in live:
            raise BadInput(f"没有“{text}”这件定期的收支；有：{'、'.join(live) or '一件也没有'}")
        return live[text]

    choices = [Choice(key, f"{key}（{item.when.title}）") for key, item in live.items()]
    item = ask.value("名称", name, "哪一件", read, choices=choices)
    meta: dict[str, Value] = {
        "command": item.command,
        "until": day,
        "like": item.like or None,
        **item.answers,
    }
    context.write(entry_plan(day, "recurring", [item.id, item.when.text], meta, about=item.id))


def list_templates(as_of: AsOfOption = None, books: BooksOption = None) -> None:
    """列出定期的收支，到期没有记的写明。

    例：juwu recurring list
    """
    ledger, day = load_sound(books), read_day(as_of)
    late: dict[str, list[str]] = {}
    for item in due_again(ledger, day):
        late.setdefault(item.template.id, []).append(item.title)
    live = templates(ledger, day)
    for name, template in live.items():
        said = " ".join(template.answers.values())
        word = RECURRING_COMMANDS.get(template.command, template.command)
        say(legible(f"{name}  {template.when.title}  {word}  {said}"))
        for text in late.get(name, ()):
            say(legible(f"    到期没有记：{text}"))
    say(f"共 {len(live)} 件。" if live else "没有登记定期的收支。")
