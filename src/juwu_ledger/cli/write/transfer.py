"""``juwu transfer``: money goes from one of the committee's accounts to another."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.cli.shell.account_choice import account_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import AttachmentsOption, DateOption, DocumentOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import (
    read_amount,
    read_count,
    read_date,
    read_name,
    read_scans,
    read_text,
)
from juwu_ledger.cli.write.money_choice import amount_said, money_account
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.transfers import Transfer, bank_name, charge_accounts, last_between

_ROLES = ("clearing", "bank", "petty-cash", "undeposited")


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "transfer")(transfer)


def transfer(
    context: Context,
    amount: Annotated[
        str | None, typer.Option(metavar="金额", help="转出多少，手续费包括在内。")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="科目", help="从哪里转出，如 微信。")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--to", metavar="科目", help="转到哪里：bank 银行，或科目。")
    ] = None,
    fee: Annotated[
        str | None, typer.Option(metavar="金额", help="被扣的手续费；到账的数要减去它。")
    ] = None,
    fee_account: Annotated[
        str | None, typer.Option(metavar="科目", help="手续费科目；只有一个不用写。")
    ] = None,
    payee: Annotated[
        str | None, typer.Option("--bank", metavar="名称", help="经哪家银行或支付机构。")
    ] = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="事由", help="为什么转。")] = None,
    left: Annotated[
        str | None,
        typer.Option("--cleared-out", metavar="日期", help="转出账户哪天显示（知道才写）。"),
    ] = None,
    arrived: Annotated[
        str | None,
        typer.Option("--cleared-in", metavar="日期", help="转入账户哪天显示（知道才写）。"),
    ] = None,
    attachments: AttachmentsOption = None,
    document: DocumentOption = None,
    date: DateOption = None,
) -> None:
    """转账：在本单位自己的账户之间转，如微信收款提现到银行。

    例：juwu transfer --from 微信 --to bank --amount 209 --fee 0.63 --for 微信收款提现
    """
    context.make_do()
    ask, scans = context.ask, read_scans(document)
    ask.need({"--from": source, "--to": target, "--amount": amount})
    day = context.day(date)
    out = money_account(context, "--from", source, "从哪里转出", _ROLES, day)
    into = money_account(context, "--to", target, "转到哪里", _ROLES, day)
    fen = ask.value("--amount", amount, "转出多少（手续费包括在内）", read_amount)
    amount_said(context, fen)
    charged = ask.optional("--fee", fee, "扣了多少手续费", read_amount) or 0
    before = last_between(context.books, out, into)
    move = Transfer(
        date=day,
        source=out,
        target=into,
        amount=fen,
        payee=ask.value(
            "--bank", payee, "经哪家银行或支付机构", read_name,
            default=before.payee if before and before.payee else bank_name(context.books, into),
        ),
        narration=ask.value(
            "--for", for_, "事由", read_text,
            default=f"{account_label(out)}转到{account_label(into)}",
        ),
        fee=charged,
        fee_account=_fee_account(context, fee_account, day) if charged else "",
        left=read_date(left, day) if left else None,
        arrived=read_date(arrived, day) if arrived else None,
        attachments=ask.value("--attachments", attachments, "附几张单据", read_count, default="1"),
        scans=scans,
    )  # fmt: skip
    context.write(move.order().plan)


def _fee_account(context: Context, given: str | None, day: dt.date) -> str:
    accounts = [a for a in charge_accounts(context.books) if a.is_open_on(day)]
    if not accounts:
        raise BadInput("账本里没有银行手续费科目（nature: bank-charge），请先在科目表里开一个")
    if given is None and len(accounts) == 1:
        return accounts[0].name
    choices = [Choice(account.name, account.label) for account in accounts]
    reader = account_reader(accounts)
    return context.ask.value("--fee-account", given, "手续费科目", reader, choices=choices)
