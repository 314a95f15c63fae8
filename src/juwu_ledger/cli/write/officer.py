"""``juwu officer``: a person takes an office."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.vocabulary import EMPLOYERS, OFFICES, SHARED_OFFICES
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_last_day, read_name, read_word
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.registers import entry_plan
from juwu_ledger.records.assets import assets, keepers_of


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "officer")(officer)


def officer(
    context: Context,
    role: Annotated[
        str | None,
        typer.Argument(metavar="[职务]", help="主任、会计、出纳……或 director、cashier……"),
    ] = None,
    name: Annotated[str | None, typer.Argument(metavar="[姓名]", help="谁来担任。")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="日期", help="任期最后一天，如 2029-03-17。")
    ] = None,
    employer: Annotated[
        str | None,
        typer.Option(metavar="单位", help="会计由街道派（居财街管）的，写 街道 或 street。"),
    ] = None,
    date: DateOption = None,
) -> None:
    """登记任职：谁从哪天起担任什么职务。只有一个人的职务，新人上任那天起前任自动卸任。

    几个人同担的职务（财务小组、民主理财小组成员），有人中途离开的，给他再登记一次，
    --until 写最后一天。

    例：juwu officer 出纳 吴六合 --date 2026-07-01 --until 2029-03-17
    """
    ask = context.ask
    ask.need({"职务": role, "姓名": name})
    choices = [Choice(word, title) for word, title in OFFICES.items()]
    office = ask.value("职务", role, "什么职务", read_word(OFFICES), choices=choices)
    who = ask.value("姓名", name, "谁来担任", read_name)
    day = context.day(date, "从哪天起")
    last = ask.optional("--until", until, "任期最后一天", lambda text: read_last_day(text, day))
    by = None if employer is None else read_word(EMPLOYERS)(employer)
    if by is not None and office != "accountant":
        raise BadInput(f"--employer 只写在会计上：{OFFICES[office]}由居委会自己的人担任")
    before = context.holder(office, day) if office not in SHARED_OFFICES else None
    meta = {"until": last, "employer": by}
    context.write(entry_plan(day, "officer", [office, who], meta, about=OFFICES[office]))
    if before is not None and before != who:
        _say_what_follows(context, office, before)


def _say_what_follows(context: Context, office: str, before: str) -> None:
    """Remind of what the predecessor still holds."""
    if office == "asset-keeper":
        kept = keepers_of(context.books.record(assets).there(context.as_of)).get(before, 0)
        if kept:
            context.note(
                f"{before} 手里还有 {kept} 件资产，请办移交：juwu asset handover --all-of {before}"
            )
    if office == "receipt-keeper":
        context.note(f"{before} 手里的收据本请当面清点交接。")
    if office == "cashier":
        context.note(f"{before} 手里的现金请当面盘点交接：juwu count-cash")
