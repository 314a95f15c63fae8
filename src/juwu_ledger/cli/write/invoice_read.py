"""An electronic voucher as a person names it: a file, or what a scanner typed."""

from __future__ import annotations

from pathlib import Path

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.intake.evouchers.qr_text import is_qr_text
from juwu_ledger.intake.evouchers.reading import ReadInvoice, read_invoice_file, read_qr_text
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.journal.engine.refusals import BadInput, Refusal

_SUFFIXES = (".xml", ".xbrl", ".ofd", ".pdf", ".zip", ".jpg", ".jpeg", ".png", ".bmp", ".webp")


def is_file_or_qr(text: str) -> bool:
    """Tell whether what stands for an invoice is a file or a QR text, no number."""
    return is_qr_text(text) or text.strip().lower().endswith(_SUFFIXES)


def read_voucher(text: str) -> ReadInvoice:
    """Read a file or a QR text; raise :class:`BadInput` or :class:`Refusal`, which name it."""
    path = Path(text.strip()).expanduser()
    try:
        return read_qr_text(text) if is_qr_text(text) else read_invoice_file(path)
    except FileRefused as error:
        if error.name in ("no-file", "bad-qr"):
            raise BadInput(f"{path.name[:60]}：{error}") from None
        raise Refusal(f"{path.name[:60]}：{error}；没有写入。") from None


def tell_voucher(context: Context, read: ReadInvoice) -> None:
    """Say what was read, from where, and what was not looked at."""
    invoice = read.invoice
    fen = invoice.total if invoice.total is not None else invoice.net or 0
    what = "价税合计" if invoice.total is not None else "不含税"
    red = "红字" if invoice.is_red else ""
    context.note(
        f"{read.name}：{red}{invoice.kind} {invoice.id}，{invoice.date}，{invoice.seller or '销售方不明'}，"
        f"{what} {show_fen(fen)} 元"
    )
    context.note(f"  读自 {'、'.join(invoice.source_names)}；印章、签名没有验")
    for text in (*invoice.remarks, *(f"没有读 {text}" for text in invoice.unread)):
        context.note(f"  {text}")
