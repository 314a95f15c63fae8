"""``seals.txt``: the months that a committee has sealed, each with the digest it follows on.

A line a month, ``2026-01 DIGEST previous PREVIOUS vouchers N documents DIGEST``. Who keeps the chain of
one month knows of every later one whether it goes on from it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.records.seals import NONE, said_previous, sealed_pairs

_LINE = re.compile(
    r"(\d{4}-\d\d) ([0-9a-f]{64}) previous (none|[0-9a-f]{64}) vouchers (\d{1,9})"
    r" documents ([0-9a-f]{64})",
    re.ASCII,
)
_LARGEST = 1 << 20


class SealedMonth(NamedTuple):
    """A month as it was sealed."""

    period: Period
    digest: str
    previous: str
    vouchers: int
    documents: str


def sealed_months(books: Books, last: Period) -> list[SealedMonth]:
    """Return the sealed months up to ``last``, in order, as their closings say."""
    return [
        SealedMonth(
            close.period,
            (close.digest or "").strip().lower(),
            said_previous(before, close),
            close.vouchers or 0,
            (close.documents or "").strip().lower(),
        )
        for before, close in sealed_pairs(books)
        if close.period <= last
    ]


def chain_text(months: list[SealedMonth]) -> bytes:
    """Return the text of a chain."""
    lines = (
        f"{month.period.label} {month.digest} previous {month.previous} "
        f"vouchers {month.vouchers} documents {month.documents}\n"
        for month in months
    )
    return "".join(lines).encode("ascii")


def read_chain(data: bytes) -> list[SealedMonth]:
    """Read a chain, which must hang together; raises :class:`FileRefused` (``chain``)."""
    if len(data) > _LARGEST or not data.endswith(b"\n"):
        raise FileRefused("chain", "seals.txt 不是封账链")
    months: list[SealedMonth] = []
    for number, line in enumerate(data.decode("ascii", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise FileRefused("chain", f"seals.txt 第 {number} 行看不懂")
        try:
            period = Period.parse(match[1])
        except ValueError:
            raise FileRefused("chain", f"seals.txt 第 {number} 行的月份不对") from None
        month = SealedMonth(period, match[2], match[3], int(match[4]), match[5])
        if not _follows(months[-1] if months else None, month):
            raise FileRefused("chain", f"seals.txt 第 {number} 行接不上前一行：封账链断了")
        months.append(month)
    return months


def _follows(before: SealedMonth | None, month: SealedMonth) -> bool:
    if before is None:
        return month.previous == NONE
    return month.previous == before.digest and month.period == before.period.following()
