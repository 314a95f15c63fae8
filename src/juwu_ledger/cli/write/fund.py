"""``juwu fund``: earmarked money is declared before it comes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account as ChartAccount
from juwu_ledger.cli.shell.account_choice import by_name, parent_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_last_day, read_list, read_text
from juwu_ledger.journal.engine.directive_text import Account
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "fund")(fund)


def fund(
    context: Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[名称]", help="这笔专项资金叫什么。")
    ] = None,
    accounts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[科目]...", help="可以花在哪些科目：编码、名称或拼音首字母。"),
    ] = None,
    grantor: Annotated[str | None, typer.Option(metavar="名称", help="谁给的钱。")] = None,
    until: Annotated[str | None, typer.Option(metavar="日期", help="最晚用到哪一天。")] = None,
    date: DateOption = None,
) -> None:
    """登记专项资金：只能花在写明的科目（连同下级）上。先登记，后收钱；用途变了就再登记一次。

    例：juwu fund 楼道照明改造 5305 --grantor 柳荫街道办事处 --until 2026-12-31
    """
    ask = context.ask
    ask.need({"名称": name, "科目": accounts or None})
    title = ask.value("名称", name, "专项资金的名称", read_text)
    read = parent_reader(fundable(context.books, context.day_meant(date)))
    given = "、".join(accounts) if accounts else None
    question = "可以花在哪些科目（编码或名称，几个用顿号隔开）"
    purposes = ask.value("科目", given, question, lambda text: read_list(text, read), echo=by_name)
    day = context.day(date, "从哪天起")
    giver = ask.optional("--grantor", grantor, "谁给的钱", read_text)
    last = ask.optional("--until", until, "最晚用到哪一天", lambda text: read_last_day(text, day))
    values = [title, *map(Account, purposes)]
    context.write(entry_plan(day, "fund", values, {"grantor": giver, "until": last}, about=title))


def fundable(books: Books, day: dt.date) -> list[ChartAccount]:
    """Return the accounts that earmarked money may be spent on from that day, or lie on as a debt."""
    chart = books.chart.open_on(day)
    return [
        a for a in chart.values() if a.root == "Expenses" or a.role in ("fixed-asset", "payable")
    ]
