"""``juwu budget-limit``: a cap on what may be spent in a year."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.cli.shell.account_choice import account_finder, parent_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_amount
from juwu_ledger.cli.write.money_choice import amount_said
from juwu_ledger.journal.engine.directive_text import Account, Fen
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "budget-limit")(budget_limit)


def budget_limit(
    context: Context,
    account: Annotated[
        str | None, typer.Argument(metavar="[科目]", help="支出科目：编码、名称或拼音首字母。")
    ] = None,
    amount: Annotated[
        str | None, typer.Argument(metavar="[金额]", help="全年最多花多少元。")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记年度限额：一个支出科目（连同下级）这一年最多花多少；年份看日期。

    例：juwu budget-limit 办公用品 6000 --date 2026-01-01
    """
    ask = context.ask
    ask.need({"科目": account, "金额": amount})
    day = context.day(date, "从哪天起（管那一年）")
    expenses = [a for a in context.books.chart.open_on(day).values() if a.root == "Expenses"]
    name = ask.search(
        "科目", account, "哪个支出科目（编码、名称或拼音首字母）",
        parent_reader(expenses), account_finder(expenses),
    )  # fmt: skip
    fen = ask.value("金额", amount, f"{day.year} 年最多花多少元", read_amount)
    amount_said(context, fen)
    about = f"{day.year} 年{account_label(name)}"
    context.write(entry_plan(day, "budget-limit", [Account(name), Fen(fen)], about=about))
