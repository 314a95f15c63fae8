"""All that is known of a voucher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen, to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.records.corrections import corrections_of
from juwu_ledger.records.flows import flow_of
from juwu_ledger.records.scans import VoucherScans
from juwu_ledger.records.seals import ALTERED, CLOSED, OPEN, SEALED, month_states
from juwu_ledger.records.voucher_kinds import kind_of
from juwu_ledger.records.voucher_lines import texts
from juwu_ledger.registers.known.known_words import Knowledge, filled
from juwu_ledger.registers.vouchers.printed_voucher import voucher_form
from juwu_ledger.tables.report import Field, Form

_MONTHS = {
    SEALED: "已封账",
    CLOSED: "已月结，没有封账",
    OPEN: "没有月结",
    ALTERED: "封账以后改动过",
}


def known_voucher(known: Knowledge, voucher: Voucher) -> Form:
    """Return the voucher as it is printed, with its standing, papers, bank days and findings."""
    form = voucher_form(known.books, voucher, known.as_of)
    cancelled = "cancelled_by"
    closing = (field for field in form.closing if field.key != cancelled)  # The standing says it.
    return replace(
        form,
        title=f"凭证 {voucher.id or '（没有编号）'}",
        fields=filled((*form.fields, *_head(known, voucher))),
        closing=filled(
            (*closing, *_approval(known, voucher), *_papers(known, voucher), *_said(known, voucher))
        ),
        boxes=(),
    )


def _head(known: Knowledge, voucher: Voucher) -> Iterator[Field]:
    books = known.books
    happened = corrections_of(books).event_date(voucher)
    flow = flow_of(books, voucher)
    month = Period.month_of(voucher.date)
    yield Field("standing", "状态", known.standings.of(voucher))
    yield Field("kind", "凭证类别", kind_of(flow))
    if flow.income:
        yield Field("income", "资金收入", to_yuan(flow.income))
    if flow.spending:
        yield Field("spending", "资金支出", to_yuan(flow.spending))
    if happened != voucher.date:
        yield Field("event_date", "发生日", happened)
    chain = corrections_of(books).chain(voucher)
    if len(chain) > 1:
        yield Field("chain", "更正链", " → ".join(one.id for one in chain))
    state = month_states(books, [month], known.as_of)[month]
    yield Field("month", "所在月份", f"{month.title}，{_MONTHS[state]}")
    yield known.place(voucher.place)


def _approval(known: Knowledge, voucher: Voucher) -> Iterator[Field]:
    for identity in texts(voucher, "approval"):
        approval = known.books.approval(identity)
        if approval is None:
            continue
        left = known.books.record(approval_uses).of(approval).left
        said = f"{approval.id} {approval.date} {approval.purpose}"
        amounts = f"批准 {show_fen(approval.amount)} 元，还剩 {show_fen(left)} 元"
        yield Field("approval", "签批", f"{said}（{amounts}）")


def _papers(known: Knowledge, voucher: Voucher) -> Iterator[Field]:
    books = known.books
    for item, shown in shown_items(books):
        if item.voucher.txn is voucher.txn:
            said = f"{shown} 到账" if shown else "银行还没有显示"
            yield Field("cleared", "银行", f"{account_label(item.account)}：{said}")
    for named, added in books.record(VoucherScans).of(voucher):
        later = f"（{added} 补）" if added else ""
        missing = "" if document_path(books.root, named) else "（没有这个文件）"
        yield Field("document", "扫描件", f"{named}{later}{missing}")


def _said(known: Knowledge, voucher: Voucher) -> Iterator[Field]:
    """Yield what is said of it, and of its receipts where it is said of this voucher."""
    chain = corrections_of(known.books).ids(voucher) or {voucher.id}
    yield from known.said_of(*chain, *texts(voucher, "receipt"))
