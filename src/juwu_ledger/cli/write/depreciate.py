"""``juwu depreciate``: the month's depreciation of all fixed assets, in one voucher."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.cli.shell.account_choice import account_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import read_period
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import AttachmentsOption, DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_count
from juwu_ledger.cli.write.role_choice import role_account
from juwu_ledger.journal.engine.journal import is_closed
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.depreciation import DepreciationOrder, still_owed
from juwu_ledger.records.depreciation import Depreciation

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "depreciate")(depreciate)


def depreciate(
    context: Context,
    month: Annotated[str, typer.Argument(metavar="月份", help="提哪个月的折旧，如 2026-03。")],
    account: Annotated[
        str | None,
        typer.Option(metavar="科目", help="折旧费用记在哪个支出科目；默认名称里有“折旧”的。"),
    ] = None,
    depreciation_account: Annotated[
        str | None, typer.Option(metavar="科目", help="累计折旧科目（不止一个时才要写）。")
    ] = None,
    attachments: AttachmentsOption = None,
    date: DateOption = None,
) -> None:
    """计提折旧：照卡片上的使用年限，按月平均，一个月一张凭证；漏提的月份一起补上。

    例：juwu depreciate 2026-03
    """
    period, books, ask = read_period(month, "month"), context.books, context.ask
    if period.first > context.as_of:
        raise BadInput(f"{period.title}还没有到，不能先提折旧")
    _tell_without_life(context, period)
    owed = still_owed(books, period)
    for item in owed[:_SHOWN]:
        context.note(f"  {item.asset.id} {item.asset.name}  {show_fen(item.fen)} 元")
    if len(owed) > _SHOWN:
        context.note(f"  …… 一共 {len(owed)} 件")
    day = context.day(date or _usual_day(context, period).isoformat())
    if day < period.first:
        raise BadInput(f"凭证的日期 {day} 早于{period.title}")
    wear = role_account(
        context, "--depreciation-account", depreciation_account, "depreciation", day
    )
    if wear is None:
        raise BadInput("账本里没有累计折旧科目（role: depreciation），先用 juwu account 开户")
    expense = _expense(context, account, day)
    sheets = ask.value("--attachments", attachments, "附几张单据", read_count, default="1")
    context.write(DepreciationOrder(period, day, expense, wear, sheets).plan)


def _tell_without_life(context: Context, period: Period) -> None:
    """Name the cards on which nobody wrote how long the thing lasts: nothing is taken of them."""
    bare = context.books.record(Depreciation).without_life(period.last)
    if bare:
        named = "、".join(f"{asset.id} {asset.name}" for asset in bare[:_SHOWN])
        more = f" 等 {len(bare)} 件" if len(bare) > _SHOWN else ""
        context.note(f"没有写使用年限，不提折旧的：{named}{more}；要提的：juwu asset life 编号 60")


def _usual_day(context: Context, period: Period) -> dt.date:
    """Return the last day of the month; today where it is not over, or closed already."""
    over = period.last <= context.as_of and not is_closed(context.books, period.last)
    return period.last if over else context.as_of


def _expense(context: Context, given: str | None, day: dt.date) -> str:
    """Return the expense account: the one that is called so, or the one chosen."""
    among = [a for a in context.books.chart.open_on(day).values() if a.root == "Expenses"]
    named = [account for account in among if "折旧" in account.label]
    if given is None and len(named) == 1:
        return named[0].name
    choices = [Choice(account.name, account.label) for account in named or among]
    return context.ask.value(
        "--account", given, "折旧费用记在哪个科目", account_reader(among), choices=choices
    )
