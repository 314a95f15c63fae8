"""``juwu reverse``: a voucher is taken back in red letters, and booked anew where that is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen, to_fen
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.cli.shell.account_choice import account_finder, account_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import (
    AttachmentsOption,
    DateOption,
    DocumentOption,
    HandlerOption,
    WitnessOption,
)
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import (
    read_amount,
    read_count,
    read_date,
    read_id,
    read_scans,
    read_text,
)
from juwu_ledger.cli.write.approval_choice import chosen_approval
from juwu_ledger.cli.write.money_choice import money_account
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.reversals import (
    Anew,
    RedLetter,
    assets_given_back,
    pays_back,
    reversible,
)

_MONEY = ("petty-cash", "undeposited", "bank", "clearing")
_WHOLE, _AGAIN = "whole", "again"


class Options(NamedTuple):
    """What ``juwu reverse`` may be told."""

    voucher: Annotated[
        str | None, typer.Argument(metavar="凭证号", help="要冲销的凭证，如 2026-01-0005。")
    ] = None
    reason: Annotated[str | None, typer.Option(metavar="原因", help="为什么冲销。")] = None
    amount: Annotated[
        str | None, typer.Option(metavar="金额", help="只冲一部分时写冲多少；默认整张冲销。")
    ] = None
    again: Annotated[
        bool, typer.Option("--again", help="冲销的同时按正确的重记一张（不是真的退钱）。")
    ] = False
    again_amount: Annotated[str | None, typer.Option(metavar="金额", help="正确的金额。")] = None
    again_account: Annotated[
        str | None, typer.Option(metavar="科目", help="正确的收入或支出科目。")
    ] = None
    again_money: Annotated[
        str | None, typer.Option(metavar="科目", help="正确的资金科目：cash、till、bank。")
    ] = None
    again_for: Annotated[str | None, typer.Option(metavar="摘要", help="正确的摘要。")] = None
    again_payee: Annotated[str | None, typer.Option(metavar="名称", help="正确的对方。")] = None
    again_fund: Annotated[
        str | None, typer.Option(metavar="名称", help='正确的专项资金；不该有的写 ""。')
    ] = None
    again_receipt: Annotated[str | None, typer.Option(metavar="号码", help="正确的收据号码。")] = (
        None
    )
    again_invoice: Annotated[str | None, typer.Option(metavar="号码", help="正确的发票号码。")] = (
        None
    )
    approval: Annotated[
        str | None,
        typer.Option(metavar="编号", help="把收过的钱退给人家、把资产退掉时，用哪张签批单。"),
    ] = None
    handler: HandlerOption = None
    witness: WitnessOption = None
    cleared: Annotated[
        str | None,
        typer.Option(metavar="日期", help="银行哪天显示退的钱，或显示重记的那一笔（知道才写）。"),
    ] = None
    attachments: AttachmentsOption = None
    document: DocumentOption = None
    date: DateOption = None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "reverse")(reverse)


def reverse(context: Context, given: Options) -> None:
    """红字冲销：记错的凭证不涂改，用红字冲掉，再记正确的。

    例：juwu reverse 2026-01-0005 --reason 金额写错 --again-amount 368

    收过的钱退给人家，要有签批、经手人、证明人；只是记错的，用 --again 冲销并重记。
    """
    ask, scans = context.ask, read_scans(given.document)
    right = (
        given.again_amount,
        given.again_account,
        given.again_money,
        given.again_for,
        given.again_payee,
    )
    papers = {
        "fund": given.again_fund,
        "receipt": given.again_receipt,
        "invoice": given.again_invoice,
    }
    said = {key: text for key, text in papers.items() if text is not None}
    ask.need({"凭证号": given.voucher, "--reason": given.reason})
    original = _original(context, given.voucher)
    day = context.day(given.date)
    anew = _again(
        context, original, day, given.again or any(right) or bool(said), given.amount, said, *right
    )
    part = read_amount(given.amount) if given.amount else None
    why = ask.value("--reason", given.reason, "为什么冲销", read_text)
    paid = anew is None and pays_back(context.books, original, day, part)
    if paid:
        _refuse_unsigned(context, original, (given.approval, given.handler, given.witness))
    goes = assets_given_back(context.books, original) if anew is None and part is None else []
    if goes:
        context.note(f"{'、'.join(goes)} 随这张凭证一起销去卡片，要有主任的签批。")
        ask.need({"--approval": given.approval})
    order = RedLetter(
        voucher=original.id,
        date=day,
        reason=why,
        amount=part,
        anew=anew,
        approval=chosen_approval(context, given.approval).id
        if given.approval or paid or goes
        else None,
        handler=context.person("--handler", given.handler, "经手人")
        if given.handler or paid
        else None,
        witness=context.person("--witness", given.witness, "证明人")
        if given.witness or paid
        else None,
        cleared=_bank_day(context, original, anew, day, given.cleared),
        attachments=ask.value(
            "--attachments", given.attachments, "附几张单据", read_count, default="1"
        ),
        scans=scans,
    )
    context.write(order.plan)
    if anew is None and not paid and not context.dry_run:
        command = "receive" if original.money > 0 else "spend"
        context.note(
            f"要记正确的一笔，用 juwu {command}；原来的签批、发票、收据号码可以照用。"
            "（下次用 --again 可以一次办完。）"
        )
        _say_what_stays(context, original)


def _say_what_stays(context: Context, original: Voucher) -> None:
    """Remind of lesser goods on the voucher: they stay in their register."""
    chart = context.books.chart
    for posting in context.books.facts.assets:
        lesser = chart[posting.account].nature == "low-value"
        if posting.voucher is original and posting.asset and lesser:
            context.note(
                f"{posting.asset} 还在低值品登记簿里；东西退了的，凭签批登记处置："
                f"juwu asset dispose {posting.asset}"
            )


def _original(context: Context, given: str | None) -> Voucher:
    """Return the voucher that is meant, and show it to the person at the terminal."""
    books = context.books

    def read(text: str) -> str:
        return reversible(books, read_id(text)).id

    def find(typed: str) -> list[tuple[str, str]]:
        return [
            (v.id, f"{v.id} {v.payee} {v.narration}")
            for v in reversed(books.vouchers)
            if v.id and all(word in f"{v.id} {v.payee} {v.narration}" for word in typed.split())
        ]

    identity = context.ask.search("凭证号", given, "冲销哪一张（凭证号、对方或摘要）", read, find)
    voucher = reversible(books, identity)
    if context.ask.terminal:
        context.note(f"  {voucher.date} {voucher.id} {voucher.payee} {voucher.narration}")
        for posting in voucher.txn.postings:
            fen = to_fen(posting.units.number)
            context.note(f"    {account_label(posting.account)}  {show_fen(fen)}")
    return voucher


def _again(
    context: Context,
    original: Voucher,
    day: dt.date,
    wanted: bool,
    part: str | None,
    papers: Mapping[str, str],
    amount: str | None,
    account: str | None,
    money: str | None,
    narration: str | None,
    payee: str | None,
) -> Anew | None:
    """Return what is right instead; ``None`` when nothing is to be booked anew."""
    given = any((amount, account, money, narration, payee)) or bool(papers)
    if part is None and not wanted and context.ask.terminal:
        choices = [
            Choice(_WHOLE, "只冲销：这笔业务不该有，或者钱退了"),
            Choice(_AGAIN, "冲销并重记：业务是有的，只是记错了"),
        ]
        wanted = context.ask.value("--again", None, "怎么冲销", str, choices=choices) == _AGAIN
    if not wanted:
        return None
    if part is not None:
        raise BadInput("--amount 是只冲一部分，不能和 --again 一起用；正确的金额写 --again-amount")
    if not given and context.ask.terminal:
        return _asked_again(context, original, day)
    if not given:
        raise BadInput(
            "重记要写明哪里不对：--again-amount、--again-account、--again-money、"
            "--again-for、--again-payee、--again-fund、--again-receipt 或 --again-invoice"
        )
    accounts = [a for a in context.books.chart.open_on(day).values() if not a.is_money]
    return Anew(
        account=account_reader(accounts)(account) if account else None,
        money=money_account(context, "--again-money", money, "", _MONEY, day) if money else None,
        amount=read_amount(amount) if amount else None,
        payee=read_text(payee) if payee else None,
        narration=read_text(narration) if narration else None,
        papers={key: _paper(context, key, text) for key, text in papers.items()},
    )


def _paper(context: Context, key: str, text: str) -> str:
    """Read a fund, a receipt's or an invoice's number; nothing at all takes it off."""
    if not text.strip():
        return ""
    if key != "fund":
        return read_id(text)
    name, known = read_text(text), [item.name for item in context.books.of(Fund)]
    if name not in known:
        raise BadInput(
            f"没有专项资金 {name!r}；有：{'、'.join(dict.fromkeys(known)) or '没有登记过'}"
        )
    return name


def _bank_day(
    context: Context, original: Voucher, anew: Anew | None, day: dt.date, given: str | None
) -> dt.date | None:
    """Return the day on which the bank shows what goes back, or what is booked anew; asked where it may."""
    if given is not None:
        return read_date(given, day) if given else None
    chart = context.books.chart
    banks = [p.account for p in original.txn.postings if chart[p.account].is_bank]
    if anew is not None:
        banks = [anew.money] if anew.money is not None and chart[anew.money].is_bank else []
    if not banks:
        return None
    question = (
        f"{account_label(banks[0])}哪天显示这笔钱（还没有显示、或者银行上本来就没有这一笔的，空着）"
    )
    return context.ask.optional("--cleared", None, question, lambda text: read_date(text, day))


def _asked_again(context: Context, original: Voucher, day: dt.date) -> Anew:
    """Ask at the terminal for what is right, with what was booked as the proposal."""
    ask, books = context.ask, context.books
    postings = original.txn.postings
    fen = amount = abs(to_fen(postings[0].units.number))
    if len(postings) == 2:
        amount = ask.value("--again-amount", None, "正确的金额", read_amount, default=show_fen(fen))
    others = [p.account for p in postings if not books.chart[p.account].is_money]
    money = [p.account for p in postings if books.chart[p.account].is_money]
    account = moved = None
    if len(others) == 1:
        among = [a for a in books.chart.open_on(day).values() if not a.is_money]
        account = ask.search(
            "--again-account", None, "正确的科目", account_reader(among), account_finder(among),
            default=others[0],
        )  # fmt: skip
    if len(money) == 1:
        moved = money_account(
            context, "--again-money", None, "正确的资金科目", _MONEY, day, default=money[0]
        )
    return Anew(
        account=None if account in (None, *others) else account,
        money=None if moved in (None, *money) else moved,
        amount=None if amount == fen else amount,
        payee=ask.value("--again-payee", None, "正确的对方", read_text, default=original.payee),
        papers=_asked_papers(context, original),
        narration=ask.value(
            "--again-for", None, "正确的摘要", read_text, default=original.narration
        ),
    )


def _asked_papers(context: Context, original: Voucher) -> dict[str, str]:
    """Ask for the right receipt, invoice and fund, of those that the voucher has; return what differs."""
    titles = {"receipt": "正确的收据号码", "invoice": "正确的发票号码", "fund": "正确的专项资金"}
    found = {
        key: _asked_paper(context, key, words, original.text(key))
        for key, words in titles.items()
        if original.text(key)
    }
    return {key: text for key, text in found.items() if text != original.text(key)}


def _asked_paper(context: Context, key: str, words: str, was: str) -> str:
    def read(text: str) -> str:
        return was if text.strip() == was else _paper(context, key, text)

    return context.ask.value(f"--again-{key}", None, words, read, default=was)


def _refuse_unsigned(context: Context, original: Voucher, given: tuple[str | None, ...]) -> None:
    """Say what money paid back needs, where nobody can be asked for it."""
    if None in given and not context.ask.terminal:
        raise BadInput(
            f"{original.id} 的 {show_fen(original.money)} 元确实收到过，冲销就是退给人家，"
            "还要写明 --approval、--handler、--witness；只是记错的，用 --again-amount "
            "或 --again-account 写明正确的，冲销并重记"
        )
