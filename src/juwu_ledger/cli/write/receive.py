"""``juwu receive``: money comes in, against a unified receipt."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.cli.shell.account_choice import account_finder, account_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import AttachmentsOption, DateOption, DocumentOption
from juwu_ledger.cli.shell.reading import (
    read_amount,
    read_count,
    read_date,
    read_name,
    read_scans,
    read_text,
)
from juwu_ledger.cli.write.income_doubts import ask_if_booked, fund_asked
from juwu_ledger.cli.write.money_choice import amount_said, money_account
from juwu_ledger.cli.write.receipt_choice import chosen_receipt, equal_receipts
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Leg
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.orders.receipt_numbers import settled_receipt
from juwu_ledger.journal.orders.vouchers import VoucherOrder
from juwu_ledger.records.like_incomes import Coming


class Options(NamedTuple):
    """What ``juwu receive`` may be told."""

    amount: Annotated[str | None, typer.Option(metavar="金额", help="如 6000 或 1,234.50。")] = None
    payer: Annotated[
        str | None, typer.Option("--from", metavar="名称", help="谁交来的；银行利息写银行的名称。")
    ] = None
    for_: Annotated[str | None, typer.Option("--for", metavar="事由", help="收的是什么钱。")] = None
    account: Annotated[
        str | None,
        typer.Option(
            metavar="科目", help="收入科目：编码、名称或拼音首字母，如 4001、捐赠、shjz。"
        ),
    ] = None
    into: Annotated[
        str | None,
        typer.Option("--to", metavar="科目", help="钱到哪里：till 待缴存现金、bank 银行，或科目。"),
    ] = None
    receipt: Annotated[
        str | None,
        typer.Option(
            metavar="号码",
            help="开出的统一收据号码；默认下一张没用过的。几张一样的：A0000101-A0000170。",
        ),
    ] = None
    each: Annotated[
        str | None,
        typer.Option(metavar="金额", help="一段收据每张多少元，和 --receipt 起号-止号 一起写。"),
    ] = None
    fund: Annotated[
        str | None, typer.Option(metavar="名称", help="专款专用的，是哪一笔专项资金。")
    ] = None
    attachments: AttachmentsOption = None
    document: DocumentOption = None
    cleared: Annotated[
        str | None, typer.Option(metavar="日期", help="银行哪天进的账（知道才写）。")
    ] = None
    date: DateOption = None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "receive")(receive)


def receive(context: Context, given: Options) -> None:
    """收一笔钱：开统一收据，现金先记待缴存、当天缴存银行，转账记银行。

    例：juwu receive --amount 57.50 --from 来办事的居民 --for 复印材料115张 --account 复印打印 --to till

    例：juwu receive --amount 12.36 --from 示例银行 --for 三季度利息 --account 利息 --to bank　　利息不用收据

    一段一样的收据：juwu receive --receipt A0000101-A0000170 --each 20 --from 居民70户 --for 楼道保洁费
    """
    context.make_do()
    ask, scans = context.ask, read_scans(given.document)
    run = equal_receipts(given.receipt, given.each, given.amount)
    if run is not None:
        total = str(to_yuan(run.fen))
        given = given._replace(amount=total, attachments=given.attachments or str(run.numbers.size))
    ask.need(
        {
            "--amount": given.amount,
            "--from": given.payer,
            "--for": given.for_,
            "--account": given.account,
            "--to": given.into,
        }
    )
    books = context.books
    day = context.day(given.date)
    fen = ask.value("--amount", given.amount, "金额", read_amount)
    amount_said(context, fen)
    accounts = income_accounts(books, day)
    name = ask.search(
        "--account", given.account, "什么收入（编码、名称或拼音首字母）",
        account_reader(accounts), account_finder(accounts),
    )  # fmt: skip
    who = ask.value("--from", given.payer, "谁交来的", read_name)
    what = ask.value("--for", given.for_, "收的是什么钱", read_text)
    target = money_account(
        context, "--to", given.into, "钱到哪里", ("undeposited", "bank", "clearing"), day
    )
    due = books.chart[name].source != "interest" and run is None
    receipt = chosen_receipt(context, given.receipt, day, due=due)
    coming = Coming(day, who, name, fen, receipt or "")
    ask_if_booked(context, coming)
    fund = fund_asked(context, given.fund, coming, what)
    sheets = ask.value("--attachments", given.attachments, "附几张单据", read_count, default="1")
    shown = read_date(given.cleared, day) if given.cleared else None

    def plan(locked: LockedBooks) -> Change:
        number = settled_receipt(locked.books, receipt, day)
        order = VoucherOrder(
            date=day,
            payee=who,
            narration=what,
            meta={"receipt": number, "fund": fund, "attachments": sheets},
            legs=[
                Leg(target, fen, {"cleared": shown}),
                *(run.lines(name) if run else [Leg(name, -fen)]),
            ],
            scans=scans,
        )
        return order.plan(locked)

    context.write(plan)
    if books.chart[target].role == "undeposited" and not context.dry_run:
        context.note("现金要及时送银行：juwu deposit")


def income_accounts(books: Books, day: dt.date) -> list[Account]:
    """Return the accounts that money may come in on that day."""
    owed = ("deposit-held", "agency", "receivable")
    chart = books.chart.open_on(day)
    return [a for a in chart.values() if a.root == "Income" or a.role in owed]
