"""``juwu spend``: money goes out, under a sign-off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.books.chart import Account
from juwu_ledger.books.money import show_fen
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import Approval, AssetCard, LowValueItem
from juwu_ledger.cli.writing.account_choice import account_finder, account_reader
from juwu_ledger.cli.writing.asking import Choice
from juwu_ledger.cli.writing.desk import DateOption, Desk, writing
from juwu_ledger.cli.writing.money_choice import amount_said, money_account
from juwu_ledger.cli.writing.reading import (
    read_amount,
    read_count,
    read_date,
    read_id,
    read_scan,
    read_text,
)
from juwu_ledger.journal.numbering import habit, next_id
from juwu_ledger.journal.refusals import BadInput
from juwu_ledger.journal.text import Fen, Leg, Value, custom_text
from juwu_ledger.journal.vouchers import VoucherOrder


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "spend")(spend)


def spend(
    desk: Desk,
    amount: Annotated[str | None, typer.Option(metavar="金额", help="如 386 或 1,234.50。")] = None,
    approval: Annotated[str | None, typer.Option(metavar="编号", help="用哪张签批单。")] = None,
    to: Annotated[str | None, typer.Option(metavar="名称", help="付给谁。")] = None,
    for_: Annotated[
        str | None, typer.Option("--for", metavar="用途", help="买什么、做什么。")
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(
            metavar="科目", help="记到哪个科目：编码、名称或拼音首字母，如 5101、办公、bgyp。"
        ),
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option(metavar="科目=金额", help="一张票记几个科目时，每个科目写一次。"),
    ] = None,
    paid_from: Annotated[
        str | None,
        typer.Option("--from", metavar="科目", help="用什么付：cash 备用金、bank 银行，或科目。"),
    ] = None,
    invoice: Annotated[str | None, typer.Option(metavar="号码", help="发票号码。")] = None,
    no_invoice: Annotated[
        str | None,
        typer.Option(metavar="理由", help="津贴、救助没有发票时写明凭什么，如“发放表”。"),
    ] = None,
    handler: Annotated[str | None, typer.Option(metavar="姓名", help="经手人。")] = None,
    witness: Annotated[str | None, typer.Option(metavar="姓名", help="证明人。")] = None,
    fund: Annotated[str | None, typer.Option(metavar="名称", help="用哪一笔专项资金。")] = None,
    attachments: Annotated[
        str | None, typer.Option(metavar="张数", help="附几张单据；默认 1。")
    ] = None,
    document: Annotated[
        Path | None, typer.Option(metavar="文件", help="扫描件；会存进账本的 documents 文件夹。")
    ] = None,
    cleared: Annotated[
        str | None, typer.Option(metavar="日期", help="银行哪天出的账（知道才写）。")
    ] = None,
    asset: Annotated[
        str | None,
        typer.Option(metavar="名称", help="买的是固定资产或低值品时，写它的名称，同时建卡。"),
    ] = None,
    asset_id: Annotated[
        str | None, typer.Option(metavar="编号", help="资产编号；默认接着往下编。")
    ] = None,
    keeper: Annotated[
        str | None, typer.Option(metavar="姓名", help="资产由谁保管；默认资产保管人。")
    ] = None,
    location: Annotated[str | None, typer.Option(metavar="地点", help="资产放在哪里。")] = None,
    category: Annotated[
        str | None, typer.Option(metavar="类别", help="资产类别，如 办公设备。")
    ] = None,
    date: DateOption = None,
) -> None:
    """付一笔钱：先有签批，再付款；发票、经手人、证明人齐全。

    例：juwu spend --approval SP-2026-0003 --amount 386 --to 晨光文具店 --for 打印纸和硒鼓
    --account 办公用品 --from cash --invoice 26372000000012345678 --handler 李萍 --witness 张伟
    """
    ask = desk.ask
    ask.need(
        {
            "--approval": approval,
            "--amount": amount or split,
            "--account": account or split,
            "--from": paid_from,
            "--invoice（或 --no-invoice）": invoice or no_invoice,
            "--handler": handler,
            "--witness": witness,
        }
    )
    books = desk.books
    day = desk.day(date)
    signed = _approval(desk, approval)
    lines = _split_lines(books, split) if split else []
    if not lines:
        fen = ask.value(
            "--amount", amount, f"金额（签批还剩 {show_fen(_left(books, signed))} 元）", read_amount
        )
        amount_said(desk, fen)
        accounts = spendable(books)
        name = ask.search(
            "--account", account, "记到哪个科目（编码、名称或拼音首字母）",
            account_reader(accounts), account_finder(accounts),
        )  # fmt: skip
        lines = [(name, fen)]
    total = sum(fen for _, fen in lines)
    source = money_account(
        desk, "--from", paid_from, "用什么付", ("petty-cash", "bank", "clearing")
    )
    payee = ask.value("--to", to, "付给谁", read_text, default=signed.payee)
    narration = ask.value("--for", for_, "用途", read_text, default=signed.purpose)
    slip = _invoice(desk, invoice, no_invoice, lines)
    hand = ask.value("--handler", handler, "经手人", read_text)
    seen = ask.value("--witness", witness, "证明人", read_text)
    sheets = ask.value("--attachments", attachments, "附几张单据", read_count, default="1")
    card, mark = _card(desk, day, lines, total, asset, asset_id, keeper, location, category)
    shown = read_date(cleared, day) if cleared else None
    own: dict[str, Value] = {"asset": mark}
    order = VoucherOrder(
        date=day,
        payee=payee,
        narration=narration,
        meta={
            "approval": signed.id,
            "invoice": slip,
            "handler": hand,
            "witness": seen,
            "fund": fund or _fund(books, signed, lines),
            "attachments": sheets,
        },
        legs=[
            *(Leg(name, fen, own if is_good(books, name) else {}) for name, fen in lines),
            Leg(source, -total, {"cleared": shown}),
        ],
        scan=read_scan(document),
        also=(card,) if card else (),
    )
    desk.write(order.plan)


def spendable(books: Books) -> list[Account]:
    """Return the accounts on which money may be spent."""
    return [
        account
        for account in books.chart.values()
        if account.root == "Expenses"
        or account.role in ("fixed-asset", "payable", "deposit-held", "agency", "receivable")
    ]


def is_good(books: Books, name: str) -> bool:
    """Tell whether an account holds fixed assets or low-value goods."""
    account = books.chart.get(name)
    return account is not None and (account.role == "fixed-asset" or account.nature == "low-value")


def _approval(desk: Desk, given: str | None) -> Approval:
    books = desk.books
    known = {item.id: item for item in books.of(Approval)}

    def read(text: str) -> str:
        identity = read_id(text)
        if identity not in known:
            raise BadInput(f"没有签批 {identity}；先由主任签批：juwu approve")
        return identity

    open_ones = [item for item in known.values() if _left(books, item) > 0]
    choices = [
        Choice(item.id, f"{item.id} {item.purpose}（还剩 {show_fen(_left(books, item))} 元）")
        for item in reversed(open_ones)
    ]
    if given is None and desk.ask.terminal and not choices:
        raise BadInput("没有可用的签批；先由主任签批：juwu approve")
    return known[desk.ask.value("--approval", given, "用哪张签批单", read, choices=choices)]


def _left(books: Books, approval: Approval) -> int:
    """Return what may still be spent under a sign-off, fen."""
    spent = sum(item.amount for item in books.signed_spendings if item.approval is approval)
    back = sum(
        refund.amount
        for refund in books.facts.refunds
        if refund.spending.text("approval") == approval.id
    )
    return approval.amount - spent + back


def _split_lines(books: Books, split: Sequence[str]) -> list[tuple[str, int]]:
    read = account_reader(spendable(books))
    lines = []
    for item in split:
        name, equals, figure = item.rpartition("=")
        if not equals:
            raise BadInput(f"--split {item!r} 要写成 科目=金额，如 办公用品=120.50")
        lines.append((read(name), read_amount(figure)))
    return lines


def _invoice(
    desk: Desk, given: str | None, reason: str | None, lines: Sequence[tuple[str, int]]
) -> str | None:
    if reason is not None:
        return f"none: {read_text(reason)}"
    chart = desk.books.chart
    if given is None and not any(
        chart[n].root == "Expenses" or chart[n].role == "fixed-asset" for n, _ in lines
    ):
        return None
    excused = all(chart[name].nature in ("allowance", "relief") for name, _ in lines)
    if given is None and excused:
        said = desk.ask.value(
            "--no-invoice", None, "没有发票，凭什么发放", read_text, default="发放表"
        )
        return f"none: {said}"
    return desk.ask.value("--invoice", given, "发票号码", read_id)


def _fund(books: Books, signed: Approval, lines: Sequence[tuple[str, int]]) -> str | None:
    """Return the sign-off's fund where the accounts do not say it themselves."""
    own = {books.chart[name].fund for name, _ in lines}
    return signed.fund if own != {signed.fund} else None


def _card(
    desk: Desk,
    day: dt.date,
    lines: Sequence[tuple[str, int]],
    total: int,
    name: str | None,
    identity: str | None,
    keeper: str | None,
    location: str | None,
    category: str | None,
) -> tuple[str | None, str | None]:
    """Return the text of the asset's card, or low-value entry, and its id."""
    books, ask = desk.books, desk.ask
    goods = [account for account, _ in lines if is_good(books, account)]
    if not goods:
        if name is not None:
            raise BadInput("--asset 只用在固定资产和低值品科目上，请改用这样的 --account")
        return None, None
    fixed = books.chart[goods[0]].role == "fixed-asset"
    word = "asset" if fixed else "low-value"
    cards = [item.id for item in books.of(AssetCard)]
    items = [item.id for item in books.of(LowValueItem)]
    if name is None and identity is not None and read_id(identity) in (*cards, *items):
        return None, read_id(identity)
    title = ask.value("--asset", name, "资产名称", read_text)
    same = cards if fixed else items
    proposed = next_id(same, habit(same, day.year, "GD" if fixed else "DZ"), 3)
    own = ask.value("--asset-id", identity, "资产编号", read_id, default=proposed)
    kept = ask.value(
        "--keeper", keeper, "由谁保管", read_text, default=desk.holder("asset-keeper", day)
    )
    meta: dict[str, Value] = {"keeper": kept}
    if fixed:
        meta["location"] = ask.optional("--location", location, "放在哪里", read_text)
        meta["category"] = ask.optional("--category", category, "类别", read_text)
    worth = sum(fen for account, fen in lines if account in goods)
    return custom_text(day, word, [own, title, Fen(worth)], meta), own
