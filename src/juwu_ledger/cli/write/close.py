"""``juwu close``: a month is closed and sealed."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.books.signing.signed_messages import CLOSE
from juwu_ledger.cli.look.checking import finding_lines
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import REFUSED, complain, legible, print_json, read_period, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption, KeyOption, PassphraseOption
from juwu_ledger.cli.shell.reading import read_name
from juwu_ledger.cli.shell.telling import finding_json
from juwu_ledger.cli.write.signing import signer
from juwu_ledger.journal.backups.last_backup import backup_said, backup_wanted
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.journal.orders.closing import (
    ChecklistOpen,
    CloseOrder,
    Item,
    checklist,
    refuse_order,
)


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "close")(close)


def close(
    context: Context,
    month: Annotated[str, typer.Argument(metavar="月份", help="如 2026-01。")],
    accountant: Annotated[
        str | None, typer.Option(metavar="姓名", help="会计；默认当天在任的。")
    ] = None,
    cashier: Annotated[
        str | None, typer.Option(metavar="姓名", help="出纳；默认当天在任的。")
    ] = None,
    director: Annotated[
        str | None, typer.Option(metavar="姓名", help="主任；默认当天在任的。")
    ] = None,
    key: KeyOption = None,
    passphrase: PassphraseOption = None,
    date: DateOption = None,
) -> None:
    """月结：逐项核对，办妥了才结；结了的月份封上，谁也不能悄悄改动。

    例：juwu close 2026-01
    """
    period = read_period(month, "month")
    books, ask = context.books, context.ask
    day = context.day(date, "月结的日期")
    try:
        refuse_order(books, period, day)
        items = checklist(books, period, context.as_of)
        if not context.json:
            _show(context, items, period)
        names = {
            role: ask.value(
                f"--{role}", given, question, read_name, default=context.holder(role, day)
            )
            for role, given, question in (
                ("accountant", accountant, "会计"),
                ("cashier", cashier, "出纳"),
                ("director", director, "主任"),
            )
        }
        if any(not item.done for item in items):
            if context.json:
                open_findings = [finding_json(f) for item in items for f in item.findings]
                print_json({"written": None, "findings": open_findings})
            raise ChecklistOpen(period, items)
    except Refusal as refusal:
        complain(str(refusal), REFUSED)
    sign = signer(context, names["director"], day, key, passphrase, CLOSE)
    order = CloseOrder(period, day, names["accountant"], names["cashier"], names["director"], sign)
    written = context.write(order.plan)
    if not context.json and not context.dry_run:
        code = short_code(written.books.digest(period.last))
        say(f"{period.title}已经封账，封账码 {code}；月报和公开表上印作“账本核对码”，")
        say(f"以后谁都可以用 juwu verify --code {code} 核对账有没有动过。")


def _show(context: Context, items: list[Item], period: Period) -> None:
    for item in items:
        say(f"[{'好' if item.done else '缺'}] {item.title}")
        for finding in item.findings:
            say(legible(f"  {finding.rule}（{'、'.join(finding.clause)}）"))
            for line in finding_lines(finding, context.books.relative(finding.place.file)):
                say(legible(f"  {line}"))
    if backup_wanted(context.books.root, period.first) < context.as_of:
        said = backup_said(context.books.root, context.as_of)
        say(f"[提醒] 备份账本：{said}；结完账备份一次：juwu backup 文件夹")
    say("")
