"""An electronic voucher as a person names it: a file, or what a scanner typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from juwu_ledger.books.model.identifiers import code_and_number
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.shell.console import legible
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import read_id
from juwu_ledger.intake.evouchers.qr_text import is_qr_text
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.journal.engine.refusals import BadInput, Refusal

if TYPE_CHECKING:
    from juwu_ledger.intake.evouchers.reading import ReadInvoice

_SUFFIXES = (".xml", ".xbrl", ".ofd", ".pdf", ".zip", ".jpg", ".jpeg", ".png", ".bmp", ".webp")


def is_file_or_qr(text: str) -> bool:
    """Tell whether what stands for an invoice is a file or a QR text, no number."""
    return is_qr_text(text) or text.strip().lower().endswith(_SUFFIXES)


def read_invoice_id(text: str) -> str:
    """Read the number of an invoice; raise :class:`BadInput` for a file where only a number will do."""
    if is_file_or_qr(text):
        raise BadInput(
            f"{text[:60]} 是文件，这里写号码：先用 juwu invoice add 收下，再写它说的号码；"
            "付款也可以写 juwu spend --invoice 文件"
        )
    return code_and_number(text) or read_id(text)


def read_voucher(text: str) -> ReadInvoice:
    """Read a file or a QR text; raise :class:`BadInput` or :class:`Refusal`, which name it."""
    from juwu_ledger.intake.evouchers.reading import (
        read_invoice_file,  # Most invoices are given by their number.
        read_qr_text,
    )

    path = Path(text.strip()).expanduser()
    try:
        return read_qr_text(text) if is_qr_text(text) else read_invoice_file(path)
    except FileRefused as error:
        if error.name in ("no-file", "bad-qr"):
            raise BadInput(f"{path.name[:60]}：{error}") from None
        raise Refusal(f"{path.name[:60]}：{error}；没有写入。") from None


def tell_voucher(context: Context, read: ReadInvoice) -> None:
    """Say what was read, from where, and what was not looked at."""
    for line in _lines(read):
        context.note(legible(line))


def _lines(read: ReadInvoice) -> Iterator[str]:
    invoice = read.invoice
    fen = invoice.total if invoice.total is not None else invoice.net or 0
    what = "价税合计" if invoice.total is not None else "不含税"
    red = "红字" if invoice.is_red else ""
    yield (
        f"{read.name}：{red}{invoice.kind} {invoice.id}，{invoice.date}，"
        f"{invoice.seller or '销售方不明'}，{what} {show_fen(fen)} 元"
    )
    yield f"  读自 {'、'.join(invoice.source_names)}；印章、签名没有验"
    yield from (f"  {text}" for text in invoice.remarks)
    yield from (f"  没有读 {text}" for text in invoice.unread)
