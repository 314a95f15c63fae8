"""The invoice that a payment names: read from its file, or known by its number from ``juwu invoice add``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from juwu_ledger.books.model.vocabulary import Invoice
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.write.invoice_read import is_file_or_qr, read_voucher, tell_voucher
from juwu_ledger.journal.engine.change import NewFile
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.invoices import invoice_text, original_of, refuse_taken
from juwu_ledger.records.invoices import invoices

if TYPE_CHECKING:
    from juwu_ledger.intake.evouchers.reading import ReadInvoice


class PaidInvoice(NamedTuple):
    """What an invoice fills in of the voucher that pays it; empty where nothing is known of it."""

    number: str = ""
    seller: str = ""
    total: int | None = None
    """With tax, fen."""
    day: dt.date | None = None
    """When it was issued."""
    originals: tuple[str, ...] = ()
    """Its file below ``documents/``."""
    made: tuple[NewFile, ...] = ()
    new: ReadInvoice | None = None
    """What was read, where the books do not have it yet."""

    def texts(self, day: dt.date) -> tuple[str, ...]:
        """Return the directive to be written with a voucher of ``day``; refuse an invoice issued later."""
        if self.day is not None and self.day > day:
            raise Refusal(
                f"发票 {self.number} 开于 {self.day}，晚于付款的 {day}；先付款后开票的，"
                "等发票到了再记，或改付款日期。没有写入。"
            )
        return () if self.new is None else (invoice_text(self.new, day),)


def paid_invoice(context: Context, given: str | None) -> PaidInvoice:
    """Return what is known of ``--invoice``: a file, a QR text or a number."""
    if given is None:
        return PaidInvoice()
    known = context.books.record(invoices)
    if not is_file_or_qr(given):
        found = known.of(given)
        return PaidInvoice() if found is None else _known(found.invoice)
    read = read_voucher(given)
    tell_voucher(context, read)
    if read.invoice.is_red:
        raise BadInput(
            f"{read.name} 是红字发票，冲回别的发票，不能拿来付款；登记用 juwu invoice add"
        )
    found = known.of(read.invoice.id)
    if found is not None:
        return _known(found.invoice)
    refuse_taken(context.books, read, context.as_of)
    made = original_of(read)
    one = read.invoice
    originals = tuple(file.target for file in made)
    return PaidInvoice(one.id, one.seller, one.total, one.date, originals, made, read)


def _known(item: Invoice) -> PaidInvoice:
    originals = (item.document,) if item.document else ()
    if (item.invoice_total or 0) < 0:
        raise BadInput(f"发票 {item.id} 是红字发票，不能拿来付款")
    seller, total = item.invoice_seller or "", item.invoice_total
    return PaidInvoice(item.id, seller, total, item.invoice_date, originals)
