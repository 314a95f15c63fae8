"""``juwu reply``: the committee answers a question of the review group."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.vocabulary import REVIEW_OFFICES, Query
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import legible, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_id, read_text
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.review_papers import ReplyOrder, unanswered


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "reply")(reply)


def reply(
    context: Context,
    number: Annotated[
        str | None, typer.Argument(metavar="[编号]", help="质询的编号，如 ZX-2026-001。")
    ] = None,
    text: Annotated[str | None, typer.Argument(metavar="[答复]", help="答复的话。")] = None,
    by: Annotated[str | None, typer.Option(metavar="姓名", help="谁答复的。")] = None,
    date: DateOption = None,
) -> None:
    """答复质询：居委会对民主理财小组问题的书面答复。

    例：juwu reply ZX-2026-001 "旧机不能复印，三家报价单附后。" --by 赵一清
    """
    ask, books = context.ask, context.books
    ask.need({"编号": number, "答复": text, "--by": by})
    known = {item.id: item for item in books.of(Query)}
    waiting = unanswered(books)
    choices = [Choice(item.id, f"{item.id} {item.text}") for item in waiting]
    if ask.terminal and number is None and not choices:
        raise BadInput("没有等着答复的质询；要补充从前的答复，请写明编号")

    def read(given: str) -> str:
        identity = read_id(given)
        if identity not in known:
            said = "、".join(item.id for item in waiting) or "没有"
            raise BadInput(f"没有编号为 {identity} 的质询；等着答复的有：{said}")
        return identity

    chosen = ask.value("编号", number, "答复哪一个质询", read, choices=choices)
    if ask.terminal:
        say(legible(f"  {known[chosen].raised_by or ''}问：{known[chosen].text}"))
    day = context.day(date, "哪天答复的")
    answer = ask.value("答复", text, "答复", read_text)
    who = context.person("--by", by, "谁答复的", default=context.holder("director", day) or "")
    if REVIEW_OFFICES.intersection(context.books.people.roles(who, day)):
        raise BadInput(f"{who} 是民主理财小组的人：小组提问，居委会答复，不能自己问自己答")
    context.write(ReplyOrder(day, chosen, answer, who).plan)
