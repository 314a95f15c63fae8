"""``juwu approve``: the director signs a spending off, before any money goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Fund, Resolution
from juwu_ledger.books.signing.signed_messages import DIRECTOR, STREET_DIRECTOR
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import (
    AttachmentsOption,
    DateOption,
    DocumentOption,
    FundOption,
    HandlerOption,
    InvoiceOption,
    KeyOption,
    NoInvoiceOption,
    PaidFromOption,
    PassphraseOption,
    SpentOnOption,
    WitnessOption,
)
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_amount, read_date, read_id, read_name, read_text
from juwu_ledger.cli.write.approval_end import end_approval
from juwu_ledger.cli.write.approve_pay import asked_payment, needed_to_pay
from juwu_ledger.cli.write.money_choice import amount_said
from juwu_ledger.cli.write.signing import signer
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.approvals import (
    ApprovalOrder,
    StreetSignature,
    next_approval,
    unsigned_by_street,
)
from juwu_ledger.journal.orders.spendings import signed_and_paid
from juwu_ledger.records.approvals import reached_street_figure


class Options(NamedTuple):
    """What ``juwu approve`` may be told."""

    amount: Annotated[
        str | None, typer.Option(metavar="金额", help="最多可以花多少，如 386 或 1,234.50。")
    ] = None
    for_: Annotated[str | None, typer.Option("--for", metavar="用途", help="买什么、做什么。")] = (
        None
    )
    reason: Annotated[str | None, typer.Option(metavar="理由", help="为什么要花。")] = None
    applicant: Annotated[str | None, typer.Option(metavar="姓名", help="申请人。")] = None
    payee: Annotated[str | None, typer.Option(metavar="名称", help="付给谁；没定的不写。")] = None
    fund: FundOption = None
    resolution: Annotated[
        str | None, typer.Option(metavar="编号", help="居民会议决议；大额的要有。")
    ] = None
    director: Annotated[
        str | None, typer.Option(metavar="姓名", help="签批的主任；默认当天在任的。")
    ] = None
    street_director: Annotated[
        str | None, typer.Option(metavar="姓名", help="街道主任；默认签批那天在任的。")
    ] = None
    street_date: Annotated[
        str | None, typer.Option(metavar="日期", help="街道主任哪天签的；还没签的不写。")
    ] = None
    identity: Annotated[
        str | None, typer.Option("--id", metavar="编号", help="签批编号；默认接着往下编。")
    ] = None
    street: Annotated[
        str | None,
        typer.Option(metavar="编号", help="给已有的这张补街道主任的签批（--date 是签的日子）。"),
    ] = None
    cancel: Annotated[
        str | None, typer.Option(metavar="编号", help="作废这张签批：不再照它花钱，写 --reason。")
    ] = None
    close: Annotated[
        str | None, typer.Option(metavar="编号", help="结清这张签批：没用完的额度不再用。")
    ] = None
    key: KeyOption = None
    passphrase: PassphraseOption = None
    street_key: Annotated[
        Path | None, typer.Option(metavar="文件", help="街道主任的私钥；登记过公钥时要有。")
    ] = None
    street_passphrase: Annotated[
        Path | None,
        typer.Option(
            "--street-passphrase-file",
            metavar="文件",
            help="街道主任的私钥口令在这个文件的第一行。",
        ),
    ] = None
    pay: Annotated[
        bool,
        typer.Option("--pay", help="主任就在旁边、东西已经买好：签批和付款一次办完，全数付清。"),
    ] = False
    account: SpentOnOption = None
    paid_from: PaidFromOption = None
    invoice: InvoiceOption = None
    no_invoice: NoInvoiceOption = None
    handler: HandlerOption = None
    witness: WitnessOption = None
    attachments: AttachmentsOption = None
    document: DocumentOption = None
    date: DateOption = None


_OF_STREET = ("street_director", "street_key", "street_passphrase", "date")
_OF_END = ("reason", "director", "key", "passphrase", "date")


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "approve")(approve)


def approve(context: Context, given: Options) -> None:
    """签批：先由主任签批，再花钱；大额的还要街道主任签批。

    例：juwu approve --amount 386 --for 打印纸和硒鼓 --reason 窗口办公用 --applicant 李萍

    签批、付款一次办完：juwu approve --pay

    街道主任后签的：juwu approve --street SP-2026-0003 --date 2026-01-08

    不花了的：juwu approve --cancel SP-2026-0003 --reason 不买了；买齐了有余的：juwu approve --close SP-2026-0003
    """
    if given.cancel is not None or given.close is not None:
        _refuse_others(given, ("cancel", "close"), _OF_END,
                       "--cancel、--close 只写一个，只和 --reason、--director、--key 一起写")  # fmt: skip
        end_approval(
            context, given.cancel, given.close, given.reason, given.director, given.key,
            given.passphrase, given.date,
        )  # fmt: skip
    elif given.street is not None:
        _refuse_others(given, ("street",), _OF_STREET,
                       "--street 只补街道主任的签批，日期写 --date，别的都不用写")  # fmt: skip
        _add_street(context, given)
    else:
        _approval(context, given)


def _refuse_others(
    given: Options, one_of: tuple[str, ...], with_them: tuple[str, ...], why: str
) -> None:
    """Raise :class:`BadInput` where options are given that have nothing to do with the one given."""
    told = {name for name, value in given._asdict().items() if value not in (None, False)}
    if len(told.intersection(one_of)) > 1 or told.difference(one_of, with_them):
        raise BadInput(why)


def _approval(context: Context, given: Options) -> None:
    ask = context.ask
    needed: dict[str, object] = {
        "--amount": given.amount,
        "--for": given.for_,
        "--reason": given.reason,
        "--applicant": given.applicant,
    }
    ask.need(needed | (needed_to_pay(given) if given.pay else {}))
    day = context.day(given.date, "主任签批的日期")
    number = _number(context, given, day)
    fen = ask.value("--amount", given.amount, "金额（最多可以花多少）", read_amount)
    amount_said(context, fen)
    purpose = ask.value("--for", given.for_, "用途", read_text)
    why = ask.value("--reason", given.reason, "为什么要花", read_text)
    who = context.person("--applicant", given.applicant, "申请人")
    payee = _payee(context, given)
    money = _fund(context, given.fund)
    decided = _resolution(context, given.resolution, day, fen)
    director = _director(context, given, day)
    at_street = _street_day(context, given, day, fen)
    over = _street_name(context, given.street_director, at_street) if at_street else None
    order = ApprovalOrder(
        date=day,
        amount=fen,
        purpose=purpose,
        director=director,
        reason=why,
        applicant=who,
        payee=payee,
        fund=money,
        resolution=decided,
        street_director=over,
        street_date=at_street,
        id=number,
    )
    paid = asked_payment(context, order, given) if given.pay else None
    order = _signed(context, given, order)
    written = context.write(signed_and_paid(order, paid) if paid else order.plan)
    if not at_street and not context.dry_run:
        _say_what_is_missing(context, order, written.change.ids[0])


def _number(context: Context, given: Options, day: dt.date) -> str | None:
    """Return the id that is wanted, ``None`` for the next free one: not asked for where all is paid."""
    proposed = next_approval(context.books, day)
    if given.pay and given.identity is None:
        return None
    number = context.ask.value(
        "--id", given.identity, "签批编号", _new_id(context), default=proposed
    )
    return None if given.identity is None and number == proposed else number


def _payee(context: Context, given: Options) -> str | None:
    """Return who is to be paid; who is paid now must be known."""
    if given.pay:
        return context.ask.value("--payee", given.payee, "付给谁", read_name)
    return context.ask.optional("--payee", given.payee, "付给谁", read_name)


def _director(context: Context, given: Options, day: dt.date) -> str:
    """Return who signs; where all is done in one sitting it is who is in office."""
    holder = context.holder("director", day)
    if given.pay and given.director is None and holder is not None:
        return holder
    return context.person("--director", given.director, "签批的主任", default=holder)


def _signed(context: Context, given: Options, order: ApprovalOrder) -> ApprovalOrder:
    """Return the approval with what signs it, for those who have a key registered."""
    sign = signer(context, order.director, order.date, given.key, given.passphrase, DIRECTOR)
    if order.street_director is None or order.street_date is None:
        return replace(order, sign=sign)
    over = signer(
        context, order.street_director, order.street_date, given.street_key,
        given.street_passphrase, STREET_DIRECTOR, option="--street-key",
    )  # fmt: skip
    return replace(order, sign=sign, street_sign=over)


def _say_what_is_missing(context: Context, order: ApprovalOrder, identity: str) -> None:
    if reached_street_figure(context.books, order.date, order.amount) is not None:
        context.note(
            f"这张到了街道签批的起点，花钱以前还要街道主任签批；签好以后：\n"
            f"  juwu approve --street {identity} --date 签的日子"
        )


def _add_street(context: Context, given: Options) -> None:
    """Add the street director's lines to an approval that stands already."""
    approval = unsigned_by_street(context.books, read_id(given.street or ""))
    if context.ask.terminal:
        context.note(
            f"  {approval.date} {approval.id} {approval.purpose} {show_fen(approval.amount)} 元"
        )
    day = context.day(given.date, "街道主任签批的日期")
    who = _street_name(context, given.street_director, day)
    sign = signer(
        context, who, day, given.street_key, given.street_passphrase, STREET_DIRECTOR,
        option="--street-key",
    )  # fmt: skip
    context.write(StreetSignature(approval.id, day, who, sign).plan)


def _new_id(context: Context) -> Callable[[str], str]:
    def read(text: str) -> str:
        identity = read_id(text)
        if context.books.approval(identity) is not None:
            raise BadInput(f"签批 {identity} 已经有了，换一个编号")
        return identity

    return read


def _fund(context: Context, given: str | None) -> str | None:
    """Return the earmarked money that is to be spent; at a terminal it is chosen from a list."""
    names = list(dict.fromkeys(item.name for item in context.books.of(Fund)))

    def read(text: str) -> str:
        if text and text not in names:
            raise BadInput(f"没有专项资金 {text!r}；有：{'、'.join(names)}")
        return text

    if given is None and (not context.ask.terminal or not names):
        return None
    choices = [Choice("", "不用专项资金"), *(Choice(name, name) for name in names)]
    return context.ask.value("--fund", given, "用哪一笔专项资金", read, choices=choices) or None


def _resolution(context: Context, given: str | None, day: dt.date, fen: int) -> str | None:
    """Return the residents' resolution; it is asked for where the amount needs one."""
    known = [item for item in context.books.of(Resolution) if item.date <= day]
    limit = context.books.limits.amount("resolution", day)
    needed = limit is not None and fen >= limit

    def read(text: str) -> str:
        identity = read_id(text) if text else ""
        if identity and identity not in [item.id for item in known]:
            raise BadInput(f"{day} 以前没有决议 {identity}；先登记：juwu resolve")
        return identity

    if given is None and not (context.ask.terminal and needed and known):
        return None
    choices = [Choice(item.id, f"{item.id} {item.date} {item.title}") for item in reversed(known)]
    choices.append(Choice("", "没有决议"))
    return (
        context.ask.value("--resolution", given, "凭哪一次居民会议决议", read, choices=choices)
        or None
    )


def _street_day(context: Context, given: Options, day: dt.date, fen: int) -> dt.date | None:
    """Return the day of the street director's signature; ``None`` where there is none yet."""
    if given.street_date is not None:
        return read_date(given.street_date, day)
    if given.street_director is not None:
        return day
    if not context.ask.terminal or reached_street_figure(context.books, day, fen) is None:
        return None
    return context.ask.optional(
        "--street-date", None, "街道主任签批的日期", lambda text: read_date(text, day)
    )


def _street_name(context: Context, given: str | None, day: dt.date) -> str:
    return context.person(
        "--street-director", given, "街道主任", default=context.holder("street-director", day)
    )
