"""``juwu spend``: money goes out, under an approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.cli.shell.account_choice import account_reader
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import (
    AssetIdOption,
    AttachmentsOption,
    CategoryOption,
    DateOption,
    DocumentOption,
    FundOption,
    HandlerOption,
    KeeperOption,
    LifeOption,
    LocationOption,
    NoInvoiceOption,
    PaidFromOption,
    SalvageOption,
    SpentOnOption,
    WitnessOption,
)
from juwu_ledger.cli.shell.reading import (
    read_amount,
    read_count,
    read_date,
    read_name,
    read_scans,
    read_text,
)
from juwu_ledger.cli.write.approval_choice import chosen_approval, still_left
from juwu_ledger.cli.write.invoice_paid import PaidInvoice, paid_invoice
from juwu_ledger.cli.write.invoice_read import read_invoice_id
from juwu_ledger.cli.write.money_choice import amount_said, money_account
from juwu_ledger.cli.write.new_card import CardTold, is_good, new_card
from juwu_ledger.cli.write.recipient_list import recipient_list
from juwu_ledger.cli.write.spend_lines import (
    MANY,
    account_or_many,
    approvals_told,
    ask_lines,
    lines_reader,
)
from juwu_ledger.journal.engine.directive_text import Value
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.spendings import (
    SpendLine,
    SpendOrder,
    approval_apart,
    funds_due,
    is_charge,
    is_handed_out,
    needs_invoice,
    papers_apart,
    refuse_uncovered,
    spendable,
)
from juwu_ledger.journal.orders.transfers import bank_name
from juwu_ledger.seals.incremental.seal_reader import ALL

PAYING = ("petty-cash", "bank", "clearing")


class Options(NamedTuple):
    """What ``juwu spend`` may be told."""

    amount: Annotated[str | None, typer.Option(metavar="金额", help="如 386 或 1,234.50。")] = None
    approval: Annotated[str | None, typer.Option(metavar="编号", help="用哪张签批单。")] = None
    to: Annotated[str | None, typer.Option(metavar="名称", help="付给谁。")] = None
    for_: Annotated[str | None, typer.Option("--for", metavar="用途", help="买什么、做什么。")] = (
        None
    )
    account: SpentOnOption = None
    line: Annotated[
        list[str] | None,
        typer.Option(
            metavar="科目=金额[,发票=号][,专项=名][,签批=号]",
            help="一张凭证记几个科目、几张发票、几张签批时，每行写一次；没有发票的写 发票=none:理由。",
        ),
    ] = None
    paid_from: PaidFromOption = None
    invoice: Annotated[
        str | None,
        typer.Option(metavar="号码|文件", help="发票号码；或 XML、OFD、PDF 原件、扫码枪的一行字。"),
    ] = None
    advanced_by: Annotated[
        str | None, typer.Option(metavar="姓名", help="谁先垫付的；钱还给他，不付给销售方。")
    ] = None
    no_invoice: NoInvoiceOption = None
    recipients: Annotated[
        str | None,
        typer.Option(
            metavar="名单", help="一次付给几个人的：赵大爷=300、钱奶奶=300，合计等于金额。"
        ),
    ] = None
    handler: HandlerOption = None
    witness: WitnessOption = None
    fund: FundOption = None
    attachments: AttachmentsOption = None
    document: DocumentOption = None
    cleared: Annotated[
        str | None, typer.Option(metavar="日期", help="银行哪天出的账（知道才写）。")
    ] = None
    asset: Annotated[
        str | None,
        typer.Option(metavar="名称", help="买的是固定资产或低值品时，写它的名称，同时建卡。"),
    ] = None
    asset_id: AssetIdOption = None
    keeper: KeeperOption = None
    location: LocationOption = None
    category: CategoryOption = None
    life: LifeOption = None
    salvage: SalvageOption = None
    date: DateOption = None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "spend")(spend)


def spend(context: Context, given: Options) -> None:
    """付一笔钱：先有签批，再付款；发票、经手人、证明人齐全。银行自己扣的手续费不用这些。

    例：juwu spend --approval SP-2026-0003 --amount 386 --to 晨光文具店 --for 打印纸和硒鼓
    --account 办公用品 --from cash --invoice 26372000000012345678 --handler 李萍 --witness 张伟

    几个科目、几张发票、几张签批：--line 办公用品=300,发票=号码,签批=SP-2026-0003
    --line 水电费=86,发票=号码,签批=SP-2026-0004

    银行扣手续费：juwu spend --amount 5 --account 银行手续费 --from bank
    """
    told = [*filter(None, [given.approval]), *approvals_told(given.line or ())]
    # Others are offered at a terminal where what is left of these does not suffice.
    context.make_do(told if told and not context.ask.terminal else [*told, *ALL])
    scans, ask, books = read_scans(given.document), context.ask, context.books
    bill, given = _with_invoice(context, given)
    lines, account = _told(context, given)
    _need(context, given, lines, account)
    day = context.day(given.date)
    account = account or (None if lines else account_or_many(context, day))
    source = money_account(context, "--from", given.paid_from, "用什么付", PAYING, day)
    by_bank = _taken_by_bank(context, lines, account, source)
    lines, named = approval_apart(lines) if given.approval is None else (lines, given.approval)
    signed = None
    if named is not None or not (by_bank or _all_signed(lines)):
        signed = chosen_approval(context, named)
    if account is not None:
        lines = _lines(context, account, given.amount, signed, day)
    payee, purpose = _proposed(books, signed, lines, source)
    payee = ask.value("--to", given.to, "付给谁", read_name, default=payee)
    narration = ask.value("--for", given.for_, "用途", read_text, default=purpose)
    lines, papers = papers_of(context, lines, given.invoice, given.no_invoice, by_bank=by_bank)
    papers["advanced-by"] = given.advanced_by
    papers |= people_of(context, given.handler, given.witness, by_bank=by_bank)
    sums = [(line.account, line.fen) for line in lines]
    papers["recipients"] = recipient_list(context, given.recipients, sums, source, day)
    own = str(len({line.invoice for line in lines if line.invoice}) or 1)
    sheets = ask.value("--attachments", given.attachments, "附几张单据", read_count, default=own)
    lines, card = with_card(context, day, lines, _card_told(given))
    fund = given.fund
    if fund is None:
        lines, fund = funds_due(books, signed, lines)
    order = SpendOrder(
        date=day,
        source=source,
        lines=lines,
        payee=payee,
        narration=narration,
        papers=papers,
        fund=fund,
        attachments=sheets,
        cleared=_cleared(context, given.cleared, source, day),
        scans=scans,
        originals=bill.originals,
        made=bill.made,
        also=(*card, *bill.texts(day)),
    )
    context.write(order.order(signed.id if signed else None).plan)


def _with_invoice(context: Context, given: Options) -> tuple[PaidInvoice, Options]:
    """Return the invoice that is known or read, and the options with what it fills in."""
    if given.advanced_by is not None:
        given = given._replace(advanced_by=read_name(given.advanced_by))
    bill = paid_invoice(context, given.invoice)
    total = None if given.line or bill.total is None else str(to_yuan(bill.total))
    return bill, given._replace(
        invoice=bill.number or given.invoice,
        to=given.to or given.advanced_by or bill.seller or None,
        amount=given.amount or total,
    )


def _told(context: Context, given: Options) -> tuple[list[SpendLine], str | None]:
    """Return the lines, or the account, that the options name."""
    if given.line and (given.amount or given.account):
        raise BadInput(
            "写了 --line，就不再写 --amount 和 --account：每个科目各是多少，--line 里都有"
        )
    if given.invoice and given.no_invoice:
        raise BadInput("--invoice 和 --no-invoice 只写一个：有发票写号码，没有写理由")
    meant = context.day_meant(given.date)
    read = lines_reader(context.books, meant)
    lines = [read("--line", text) for text in given.line or ()]
    if given.account is None:
        return lines, None
    return lines, account_reader(spendable(context.books, meant))(given.account)


def _need(
    context: Context, given: Options, lines: Sequence[SpendLine], account: str | None
) -> None:
    """End with status 2 naming all that is missing, where nobody can be asked."""
    asked: dict[str, object] = {
        "--amount": given.amount or given.line,
        "--account": given.account or given.line,
        "--from": given.paid_from,
    }
    names = [line.account for line in lines] or ([account] if account else [])
    source = given.paid_from
    if source is not None and names and is_charge(context.books, names):
        meant = context.day_meant(given.date)
        source = money_account(context, "--from", source, "用什么付", PAYING, meant)
        if context.books.chart[source].is_bank:
            context.ask.need(asked)
            return
    signed = given.approval or (lines[0].approval if _all_signed(lines) else None)
    asked |= {"--approval": signed, "--handler": given.handler, "--witness": given.witness}
    if not names or needs_invoice(context.books, names):
        own = given.invoice or given.no_invoice or next((li.invoice for li in lines), None)
        asked["--invoice（或 --no-invoice）"] = own
    context.ask.need(asked)


def _taken_by_bank(
    context: Context, lines: Sequence[SpendLine], account: str | None, source: str
) -> bool:
    """Tell whether the bank itself takes the money, for nothing but its charges.

    Such a voucher needs no approval, invoice, handler or witness; charges handed over in cash do.
    """
    names = [line.account for line in lines] or [account or MANY]
    return (
        MANY not in names
        and is_charge(context.books, names)
        and context.books.chart[source].is_bank
    )


def _all_signed(lines: Sequence[SpendLine]) -> bool:
    """Tell whether every line names an approval of its own: then the voucher needs none."""
    return bool(lines) and all(line.approval for line in lines)


def _proposed(
    books: Books, signed: Approval | None, lines: Sequence[SpendLine], source: str
) -> tuple[str | None, str]:
    """Return payee and purpose as the approvals say, or the bank's for its own charges."""
    own = (books.approval(line.approval) for line in lines if line.approval)
    under = [signed] if signed else [one for one in own if one]
    if not under:
        return bank_name(books, source), "银行手续费"
    payees = {one.payee for one in under}
    purposes = dict.fromkeys(one.purpose for one in under)
    return payees.pop() if len(payees) == 1 else None, "；".join(purposes)


def _lines(
    context: Context, account: str, amount: str | None, signed: Approval | None, day: dt.date
) -> list[SpendLine]:
    """Return the one line of an account, its amount asked for, or the lines asked for in turn."""
    if account == MANY:
        return ask_lines(context, day, signed)
    left = f"（签批{still_left(context.books, signed)}）" if signed else ""
    fen = context.ask.value("--amount", amount, f"金额{left}", read_amount)
    amount_said(context, fen)
    return [SpendLine(account, fen)]


def papers_of(
    context: Context,
    lines: Sequence[SpendLine],
    invoice: str | None,
    no_invoice: str | None,
    *,
    by_bank: bool = False,
) -> tuple[list[SpendLine], dict[str, Value]]:
    """Return the lines with invoices of their own, and the invoice of the whole voucher, if it has one."""
    if any(line.invoice for line in lines):
        if invoice or no_invoice:
            raise BadInput("--line 里写了发票，就不再写 --invoice 和 --no-invoice")
        refuse_uncovered(context.books, lines)
        apart, whole = papers_apart(lines)
        return apart, {"invoice": whole}
    if by_bank and not invoice and not no_invoice:
        return list(lines), {}
    return list(lines), {"invoice": _invoice(context, invoice, no_invoice, lines)}


def people_of(
    context: Context, handler: str | None, witness: str | None, *, by_bank: bool = False
) -> dict[str, Value]:
    """Return handler and witness; what the bank takes itself needs none."""
    people: dict[str, Value] = {}
    if not by_bank or handler:
        people["handler"] = context.person("--handler", handler, "经手人")
    if not by_bank or witness:
        people["witness"] = context.person("--witness", witness, "证明人")
    return people


def _invoice(
    context: Context, given: str | None, reason: str | None, lines: Sequence[SpendLine]
) -> str | None:
    if reason is not None:
        return f"none: {read_text(reason)}"
    names = [line.account for line in lines]
    if given is None and not needs_invoice(context.books, names):
        return None
    if given is None and is_handed_out(context.books, names):
        said = context.ask.value(
            "--no-invoice", None, "没有发票，凭什么发放", read_text, default="发放表"
        )
        return f"none: {said}"
    return context.ask.value("--invoice", given, "发票号码", read_invoice_id)


def with_card(
    context: Context, day: dt.date, lines: Sequence[SpendLine], told: CardTold
) -> tuple[list[SpendLine], tuple[str, ...]]:
    """Return the lines that name what was bought, and the card or entry of it, if goods were bought."""
    sums = [(line.account, line.fen) for line in lines]
    card, mark = new_card(context, day, sums, told)
    marked = [
        line._replace(asset=mark) if is_good(context.books, line.account) else line
        for line in lines
    ]
    return marked, (card,) if card else ()


def _card_told(given: Options) -> CardTold:
    return CardTold(
        given.asset, given.asset_id, given.keeper, given.location, given.category, given.life,
        given.salvage,
    )  # fmt: skip


def _cleared(context: Context, given: str | None, source: str, day: dt.date) -> dt.date | None:
    shown = read_date(given, day) if given else None
    if shown and context.books.chart[source].role == "petty-cash":
        raise BadInput("--cleared 是银行出账的日子，付现金的不写")
    return shown
