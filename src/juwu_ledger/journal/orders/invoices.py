"""Electronic vouchers taken in: which are refused, where the original is kept, how the books tell of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import invoice_key
from juwu_ledger.books.model.vocabulary import Invoice, InvoiceCheck
from juwu_ledger.journal.engine.change import Change, NewFile
from juwu_ledger.journal.engine.directive_text import Fen, Value, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.placing import home_of
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.records.invoices import TakenIn, invoices

if TYPE_CHECKING:
    from juwu_ledger.intake.evouchers.reading import ReadInvoice

FOLDER = "documents/invoices"


@dataclass(frozen=True)
class InvoicesOrder:
    """Vouchers to be taken in, all or none; ``checked`` is who looked at the tax bureau's page."""

    date: dt.date
    read: Sequence[ReadInvoice]
    checked: str | None = None

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change: the originals and a directive for each; raises :class:`Refusal`."""
        seen: set[str] = set()
        for one in self.read:
            refuse_taken(locked.books, one, self.date)
            if invoice_key(one.invoice.id) in seen:
                raise Refusal(f"{one.name}：发票 {one.invoice.id} 写了两次，没有写入。")
            seen.add(invoice_key(one.invoice.id))
        texts = [invoice_text(one, self.date, self.checked) for one in self.read]
        ids = tuple(one.invoice.id for one in self.read)
        return Change(
            file=home_of("invoice", Invoice, locked.books, locked.files),
            title=f"发票 {'、'.join(ids)}",
            texts=("".join(texts),),
            made=tuple(file for one in self.read for file in original_of(one)),
            ids=ids,
        )


@dataclass(frozen=True)
class InvoiceCheckOrder:
    """Somebody looked up an invoice that was taken in; the directive that told of it stays as it is."""

    date: dt.date
    id: str
    name: str

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`BadInput` or :class:`Refusal`."""
        known = checkable(locked.books, self.id)
        issued = known.invoice.invoice_date
        if issued is not None and self.date < issued:
            raise BadInput(f"发票 {known.invoice.id} {issued} 才开，{self.date} 查不到")
        if any((item.date, item.name) == (self.date, self.name) for item in known.checks):
            raise Refusal(f"{self.name} {self.date} 查过发票 {known.invoice.id}，已经登记了。")
        return Change(
            file=home_of("invoice-check", InvoiceCheck, locked.books, locked.files),
            title=f"发票 {known.invoice.id} 查验",
            texts=(custom_text(self.date, "invoice-check", [known.invoice.id, self.name]),),
            ids=(known.invoice.id,),
        )


def checkable(books: Books, number: str) -> TakenIn:
    """Return the invoice of that number; raise :class:`BadInput` where none was taken in."""
    known = books.record(invoices).of(number)
    if known is None:
        raise BadInput(f"没有收下过发票 {number}；先用 juwu invoice add 收下")
    return known


def refuse_taken(books: Books, read: ReadInvoice, day: dt.date) -> None:
    """Refuse a number or a file that the books have, in whatever year, and one issued after ``day``."""
    invoice = read.invoice
    digest = digest_of(read)
    for item in books.of(Invoice):
        if digest and item.digest == digest:
            raise Refusal(
                f"{read.name}：这个文件 {item.date} 已经收过（发票 {item.id}），"
                "改了名字也是同一份；没有写入。"
            )
    known = books.record(invoices).of(invoice.id)
    if known is not None:
        raise Refusal(
            f"{read.name}：发票 {invoice.id} {known.invoice.date} 已经登记过，"
            "一张发票只收一次；没有写入。"
        )
    if invoice.date > day:
        raise Refusal(f"{read.name}：发票开于 {invoice.date}，晚于 {day}；没有写入。")


def digest_of(read: ReadInvoice) -> str:
    """Return the SHA-256 of the original; empty of a QR text, which has none."""
    return hashlib.sha256(read.data).hexdigest() if read.data else ""


def original_of(read: ReadInvoice) -> tuple[NewFile, ...]:
    """Return the file that is kept, named for number and bytes; none of a QR text."""
    if not read.data:
        return ()
    name = f"{read.invoice.id.replace('/', '_')}-{digest_of(read)[:8]}.{read.suffix}"
    return (NewFile(f"{FOLDER}/{read.invoice.date.year}/{name}", read.data),)


def invoice_text(read: ReadInvoice, day: dt.date, checked: str | None = None) -> str:
    """Return the directive that tells of a voucher taken in on ``day``."""
    invoice = read.invoice
    total, net = invoice.total, invoice.net
    meta: dict[str, Value] = {
        "invoice-total": None if total is None else Fen(total),
        "invoice-net": Fen(net) if total is None and net is not None else None,
        "invoice-seller": invoice.seller,
        "invoice-buyer": invoice.buyer,
        "invoice-date": invoice.date,
        "invoice-source": f"{invoice.kind}：{'、'.join(invoice.source_names)}",
        "invoice-checked": checked,
        "invoice-reverses": invoice.blue,
        "document": next((file.target for file in original_of(read)), None),
        "digest": digest_of(read),
    }
    return custom_text(day, "invoice", [invoice.id], meta)
