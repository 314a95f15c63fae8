"""``juwu query``: the review group asks about a voucher or an approval."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import REVIEW_OFFICES
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import legible, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_id, read_text
from juwu_ledger.journal.orders.review_papers import QueryOrder, refuse_unknown


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "query")(query)


def query(
    context: Context,
    text: Annotated[str | None, typer.Argument(metavar="[问题]", help="要问的话。")] = None,
    about: Annotated[
        str | None, typer.Option(metavar="编号", help="问的是哪张凭证，或哪张签批。")
    ] = None,
    raised_by: Annotated[
        str | None, typer.Option(metavar="姓名", help="谁提的；应是民主理财小组的人。")
    ] = None,
    date: DateOption = None,
) -> None:
    """登记质询：民主理财小组对某张凭证、某张签批提的问题，编号自动接着往下。

    例：juwu query "旧打印机还能用，为什么又买？" --about 2026-01-0005 --raised-by 卫百川
    """
    ask = context.ask
    ask.need({"问题": text, "--about": about, "--raised-by": raised_by})
    day = context.day(date, "哪天提的")

    def read(given: str) -> str:
        refuse_unknown(context.books, read_id(given))
        return read_id(given)

    named = ask.value("--about", about, "问哪张凭证或签批（编号）", read)
    if ask.terminal:
        _show(context, named)
    question = ask.value("问题", text, "问题", read_text)
    who = context.person("--raised-by", raised_by, "谁提的", default=_reviewer(context, day))
    outside = not REVIEW_OFFICES.intersection(context.books.people.roles(who, day))
    context.write(QueryOrder(day, question, named, who).plan)
    if outside:
        context.note(
            f"提醒：{who} 那天不是民主理财小组的人。别人提的照样登记；名字写错了的请再登记一次。"
        )


def _reviewer(context: Context, day: dt.date) -> str:
    return context.holder("review-leader", day) or ""


def _show(context: Context, named: str) -> None:
    """Show what is being asked about."""
    books = context.books
    approval, voucher = books.approval(named), books.facts.by_id.get(named)
    if voucher is not None:
        say(legible(f"  {voucher.date} {voucher.payee} {voucher.narration}"))
    elif approval is not None:
        say(legible(f"  {approval.date} {approval.purpose} {show_fen(approval.amount)} 元"))
