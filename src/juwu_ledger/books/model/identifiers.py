"""Ids people type: receipt, invoice, voucher and approval numbers, and their plain form."""

import re
import unicodedata
from functools import lru_cache
from sys import intern
from typing import NamedTuple

PLAIN = r"[0-9A-Z][0-9A-Z._/-]*+"
"""Pattern of an id in its plain form."""
_PLAIN = re.compile(PLAIN)
# Numbers count from 0001 in four digits, and in more only when they need them.
_VOUCHER = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-((?!0000)\d{4}|[1-9]\d{4,5})", re.ASCII)
_RECEIPT = re.compile(r"([A-Z]{0,6})(\d{1,12})", re.ASCII)
_TOLD_APART = (
    r"(?:(?:发票|票据)?代码:?)?\s*(\d{8}|\d{10}|\d{12})(\s*(?:[、,/;—–-]|(?:发票|票据)?号码?:?)\s*|\s+)"
    r"(\d{8}|\d{10})"
)
_CODE_AND_NUMBER = ((10, 8), (12, 8), (8, 10))
"""Digits of code and number: of older invoices, and of fiscal receipts."""
_INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"


def is_plain(text: str) -> bool:
    """Tell whether ``text`` holds only ASCII digits, capitals and ``-._/``."""
    return _PLAIN.fullmatch(text) is not None


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Return ``text`` with half-width characters, without blanks, in capitals."""
    if _PLAIN.fullmatch(text):
        return text
    if not text.isprintable():
        text = re.sub(_INVISIBLE, "", text)
    folded = unicodedata.normalize("NFKC", text)
    return "".join(folded.split()).upper()


def invoice_key(number: str) -> str:
    """Return an invoice's number as it is compared: plain, no hyphen between code and number."""
    return plain(number).replace("-", "")


def code_and_number(text: str) -> str | None:
    """Return ``CODE-NUMBER`` of an older invoice whose two parts are told apart, however that is typed.

    A code of twelve digits begins with 0: a blank elsewhere only parts the twenty digits of a newer number.
    """
    match = re.fullmatch(_TOLD_APART, unicodedata.normalize("NFKC", text).strip(), re.ASCII)
    if match is None:
        return None
    code, between, number = match.groups()
    if (len(code), len(number)) not in _CODE_AND_NUMBER:
        return None
    is_one_number = len(code) == 12 and not between.strip() and not code.startswith("0")
    return None if is_one_number else f"{code}-{number}"


class VoucherId(NamedTuple):
    """A voucher number taken apart: month label and running number."""

    month: str
    number: int

    @classmethod
    def parse(cls, text: str) -> "VoucherId | None":
        """Read ``2026-01-0007``, in plain form or not; ``None`` when malformed."""
        match = _VOUCHER.fullmatch(text) or _VOUCHER.fullmatch(plain(text))
        return cls(intern(match[0][:7]), int(match[3])) if match else None


class ReceiptNumber(NamedTuple):
    """A receipt number taken apart, so that numbers of one series compare and count."""

    series: str
    width: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "ReceiptNumber | None":
        """Read ``A0000101`` in its plain form; ``None`` when malformed."""
        match = _RECEIPT.fullmatch(text) or _RECEIPT.fullmatch(plain(text))
        return cls(match[1], len(match[2]), int(match[2])) if match else None

    def __str__(self) -> str:
        """The number as printed on the receipt."""
        return f"{self.series}{self.number:0{self.width}d}"

    def same_series(self, other: "ReceiptNumber") -> bool:
        """Tell whether both numbers come from one series of receipts."""
        return self.series == other.series and self.width == other.width


class ReceiptRange(NamedTuple):
    """The receipts from ``first`` to ``last`` of one series."""

    first: ReceiptNumber
    last: ReceiptNumber

    @classmethod
    def parse(cls, first: str, last: str) -> "ReceiptRange | None":
        """Read two receipt numbers; ``None`` unless they are of one series and in order."""
        start, end = ReceiptNumber.parse(first), ReceiptNumber.parse(last)
        if not start or not end or not start.same_series(end) or start.number > end.number:
            return None
        return cls(start, end)

    def __contains__(self, number: object) -> bool:
        """Tell whether a :class:`ReceiptNumber` is one of these receipts."""
        return (
            isinstance(number, ReceiptNumber)
            and number.same_series(self.first)
            and self.first.number <= number.number <= self.last.number
        )

    def overlaps(self, other: "ReceiptRange") -> bool:
        """Tell whether both ranges share a receipt."""
        return (
            self.first.same_series(other.first)
            and self.first.number <= other.last.number
            and other.first.number <= self.last.number
        )

    @property
    def size(self) -> int:
        """Number of receipts."""
        return self.last.number - self.first.number + 1

    def __str__(self) -> str:
        """First and last number as printed."""
        return f"{self.first}–{self.last}"
