"""``juwu resolve``: a decision of the residents' meeting is entered."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.vocabulary import Resolution
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import folded, read_id, read_text
from juwu_ledger.journal.engine.numbering import proposed
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "resolve")(resolve)


def resolve(
    context: Context,
    title: Annotated[str | None, typer.Option(metavar="内容", help="会议决定了什么。")] = None,
    present: Annotated[str | None, typer.Option(metavar="人数", help="到会多少人。")] = None,
    in_favour: Annotated[str | None, typer.Option(metavar="人数", help="多少人同意。")] = None,
    identity: Annotated[
        str | None, typer.Option("--id", metavar="编号", help="决议编号；默认接着往下编。")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记居民会议决议：大额支出先有决议，再由主任签批。

    例：juwu resolve --title 通过楼道照明改造方案，总价四万五千六百元 --present 58 --in-favour 55
    """
    ask = context.ask
    ask.need({"--title": title, "--present": present, "--in-favour": in_favour})
    used = [item.id for item in context.books.of(Resolution)]

    def unused(text: str) -> str:
        number = read_id(text)
        if number in used:
            raise BadInput(f"决议 {number} 已经有了，换一个编号")
        return number

    day = context.day(date, "会议的日期")
    number = ask.value(
        "--id", identity, "决议编号", unused,
        default=proposed(used, day.year, "JY", 2),
    )  # fmt: skip
    said = ask.value("--title", title, "决定了什么", read_text)
    came = ask.value("--present", present, "到会多少人", _people)

    def votes(text: str) -> int:
        count = _people(text)
        if count > came:
            raise BadInput(f"同意的 {count} 人比到会的 {came} 人还多")
        return count

    agreed = ask.value("--in-favour", in_favour, "多少人同意", votes)
    meta = {"present": came, "in-favour": agreed}
    context.write(entry_plan(day, "resolution", [number, said], meta, about=number))
    if agreed * 2 <= came:
        context.note("提醒：同意的不过半，这项决议没有通过，不能凭它花钱。")


def _people(text: str) -> int:
    plain = folded(text).removesuffix("人")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 6):
        raise BadInput(f"人数 {text!r} 看不懂，请写一个整数，如 58")
    return int(plain)
