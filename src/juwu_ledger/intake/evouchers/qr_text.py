"""The text of an invoice's QR code, as a scanner types it: ``01,TYPE,CODE,NUMBER,AMOUNT,DATE,CHECK,…``."""

from __future__ import annotations

import unicodedata

from juwu_ledger.intake.evouchers.invoice import Source
from juwu_ledger.intake.refusal import FileRefused

_MANY = 400
_NAME = "二维码"


def is_qr_text(text: str) -> bool:
    """Tell whether a text is meant to be the QR text of an invoice, not the name of a file."""
    parts = unicodedata.normalize("NFKC", text).split(",")
    return len(parts) >= 6 and parts[0].strip() == "01"


def qr_source(text: str) -> Source:
    """Return what a QR text says; raise :class:`FileRefused`. Its amount may be net or total."""
    folded = unicodedata.normalize("NFKC", text).strip()
    parts = [part.strip() for part in folded.split(",")]
    if len(folded) > _MANY or not is_qr_text(text):
        raise FileRefused("bad-qr", "不是发票二维码的文字（01,种类,代码,号码,金额,日期,校验码…）")
    _, _, code, number, amount, date = parts[:6]
    said = {"number": number, "code": code, "amount": amount, "date": date}
    return Source(_NAME, {field: value for field, value in said.items() if value})
