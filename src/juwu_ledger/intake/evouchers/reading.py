"""From a file, or the text of a scanner, to an :class:`ElectronicInvoice`: all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from juwu_ledger.intake.evouchers.agreement import agreed
from juwu_ledger.intake.evouchers.containers import sources_of
from juwu_ledger.intake.evouchers.invoice import ElectronicInvoice
from juwu_ledger.intake.evouchers.qr_text import qr_source
from juwu_ledger.intake.hostile_files import bytes_of


class ReadInvoice(NamedTuple):
    """A voucher as it came: its bytes (none of a QR text), the suffix it should have, what it says."""

    name: str
    suffix: str
    data: bytes
    invoice: ElectronicInvoice


def read_invoice_file(path: Path) -> ReadInvoice:
    """Read and check a file; raise :class:`FileRefused` for whatever is wrong with it."""
    data = bytes_of(path)
    suffix, invoice = parse_invoice(data)
    return ReadInvoice(path.name, suffix, data, invoice)


def parse_invoice(data: bytes) -> tuple[str, ElectronicInvoice]:
    """Return suffix and voucher of a file's bytes; raise :class:`FileRefused`."""
    found = sources_of(data)
    return found.suffix, agreed(found.sources, found.unread)


def read_qr_text(text: str) -> ReadInvoice:
    """Read what a scanner typed; raise :class:`FileRefused`."""
    return ReadInvoice("二维码", "", b"", agreed([qr_source(text)]))
