"""All that is known of an approval, a receipt, an invoice, a resolution and a query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from juwu_ledger.books.facts.facts import InvoiceUse
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.vocabulary import Approval, Query, Resolution
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.records.invoices import TakenIn
from juwu_ledger.records.queries import asked_queries
from juwu_ledger.records.receipts import EVER, Key, Receipts
from juwu_ledger.registers.approvals.approval_form import approval_form
from juwu_ledger.registers.known.known_words import Knowledge, filled, place_text, worth
from juwu_ledger.registers.receipts.receipt_words import STATES
from juwu_ledger.tables.report import Field, Form


def known_approval(known: Knowledge, approval: Approval) -> Form:
    """Return the approval as it is printed, with who signed, what is left, and findings."""
    use = known.books.record(approval_uses).of(approval)
    form = approval_form(known.books, use)
    signed = (
        Field("signature", box.label, "　".join(filter(None, (box.name, box.said))))
        for box in form.boxes
    )
    used = known.vouchers("使用情况", ((one.voucher, one.fen) for one in use.uses))
    return replace(
        form,
        title=f"签批 {approval.id}",
        fields=filled((*form.fields, known.place(approval.place))),
        tables=(used,),
        closing=filled((*_left(use.spent, use.left), *signed, *known.said_of(approval.id))),
        boxes=(),
    )


def _left(spent: int, left: int) -> Iterator[Field]:
    yield Field("spent", "已用", to_yuan(spent))
    yield Field("left", "还剩", to_yuan(left))


def known_receipt(known: Knowledge, number: Key) -> Form:
    """Return what became of a receipt, its book, and the vouchers that name it."""
    receipts = known.books.record(Receipts)
    receipt = receipts.by_number.get(number)
    said = [known.place(receipt.uses[0].place)] if receipt and receipt.uses else []
    uses = receipt.uses if receipt else ()
    voids = receipt.voids if receipt else ()
    return Form(
        key="receipt",
        title=f"收据 {number}",
        fields=filled(
            (
                Field("number", "收据号", str(number)),
                Field("state", "状态", _receipt_state(receipts, number)),
                *_books_of(known, receipts, number),
                *(
                    Field(
                        "void",
                        "作废",
                        f"{void.date} {void.reason}（{place_text(known.books, void.place)}）",
                    )
                    for void in voids
                ),
                *said,
            )
        ),
        tables=(known.vouchers("写着它的凭证", ((u.voucher, worth(u.voucher)) for u in uses)),),
        closing=filled(known.said_of(str(number))),
    )


def _receipt_state(receipts: Receipts, number: Key) -> str:
    if isinstance(number, ReceiptNumber):
        return STATES[receipts.state(number)]
    state = receipts.by_number[number].state(EVER)
    return STATES[state] if state else ""


def _books_of(known: Knowledge, receipts: Receipts, number: Key) -> Iterator[Field]:
    for book in receipts.covering(number):
        keeper = f"，保管人 {book.keeper}" if book.keeper else ""
        where = place_text(known.books, book.place)
        text = f"{book.first}–{book.last}，{book.date} 领用{keeper}（{where}）"
        yield Field("book", "收据本", text)


def known_invoice(
    known: Knowledge, number: str, uses: Sequence[InvoiceUse], taken: TakenIn | None
) -> Form:
    """Return what an invoice says, where it was taken in, and the vouchers that name it.

    On several lines of one voucher it is one use.
    """
    vouchers = {id(use.voucher.txn): use.voucher for use in uses}
    return Form(
        key="invoice",
        title=f"发票 {number}",
        fields=(
            Field("number", "发票号", number),
            *(_own_figures(known, taken) if taken else ()),
            *(Field("place", "账本位置", place_text(known.books, use.place)) for use in uses),
        ),
        tables=(known.vouchers("写着它的凭证", ((v, worth(v)) for v in vouchers.values())),),
        closing=filled(known.said_of(*(v.id for v in vouchers.values()))),
    )


def _own_figures(known: Knowledge, taken: TakenIn) -> Iterator[Field]:
    """Yield what the electronic invoice itself says; the tax bureau's page was seen by people alone."""
    item = taken.invoice
    said = (
        ("seller", "销售方", item.invoice_seller),
        ("buyer", "购买方", item.invoice_buyer),
        ("issued", "开票日期", item.invoice_date),
        ("total", "价税合计", None if item.invoice_total is None else to_yuan(item.invoice_total)),
        ("booked", "已经记账", to_yuan(taken.fen)),
        ("reds", "冲它的红字发票", "、".join(red.id for red in taken.reds)),
        ("reverses", "冲的是", item.invoice_reverses),
        ("source", "读自", item.invoice_source),
        ("checked", "谁查验过", taken.checked),
        ("document", "原件", item.document),
        ("taken-in", "收下登记", f"{item.date}（{place_text(known.books, item.place)}）"),
    )
    yield from (Field(key, title, text) for key, title, text in said if text not in (None, ""))


def known_resolution(known: Knowledge, resolution: Resolution) -> Form:
    """Return a decision of the residents' meeting and the approvals that rest on it."""
    books = known.books
    resting = (a for a in books.of(Approval) if a.resolution == resolution.id)
    return Form(
        key="resolution",
        title=f"决议 {resolution.id}",
        fields=filled(
            (
                Field("number", "编号", resolution.id),
                Field("date", "会议日期", resolution.date),
                Field("title", "决议", resolution.title),
                Field("present", "到会", resolution.present),
                Field("in_favour", "同意", resolution.in_favour),
                *(Field("approval", "据此签批", f"{a.id} {a.purpose}") for a in resting),
                known.place(resolution.place),
                *known.said_of(resolution.id),
            )
        ),
    )


def known_query(known: Knowledge, query: Query) -> Form:
    """Return a question of the review group with its answers."""
    asked = next(one for one in asked_queries(known.books) if one.query is query)
    answers = (
        Field(
            "reply",
            "答复",
            f"{reply.date} {reply.by or ''}：{reply.text}"
            f"（{place_text(known.books, reply.place)}）",
        )
        for reply in asked.replies
    )
    return Form(
        key="query",
        title=f"质询 {query.id}",
        fields=filled(
            (
                Field("number", "编号", query.id),
                Field("date", "日期", query.date),
                Field("raised_by", "提问人", query.raised_by),
                Field("about", "问的是", query.about),
                Field("text", "内容", query.text),
                *([Field("reply", "答复", "还没有答复")] if asked.is_open else answers),
                known.place(query.place),
                *known.said_of(query.id),
            )
        ),
    )
