"""Income that may have been booked twice, and income that looks earmarked: what one asks before booking.

Neither is against a rule: the same person may pay the same twice in a month. A person is asked, and where
nobody can be asked, warned.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import to_fen
from juwu_ledger.books.model.vocabulary import Fund

DAYS = 31
_EARMARKED = ("专项", "专款", "定向", "指定用于")


class Coming(NamedTuple):
    """An income before it is booked, from its receipt or a bank row; ``fen`` is positive."""

    day: dt.date
    payer: str
    account: str
    fen: int
    receipt: str = ""


def booked_alike(books: Books, coming: Coming) -> list[Voucher]:
    """Return the vouchers of the same payer, amount and account within 31 days.

    One under the same receipt is none: that is a receipt used twice (RCP003). What was taken back
    does not count.
    """
    alike = []
    for voucher in books.vouchers:
        if (
            abs((voucher.date - coming.day).days) <= DAYS
            and voucher.mirrors is None
            and not books.facts.taken_back_by(voucher)
            and plain(voucher.payee) == plain(coming.payer)
            and _came(voucher, coming.account) == coming.fen
            and not (coming.receipt and voucher.text("receipt") == coming.receipt)
        ):
            alike.append(voucher)
    return alike


def _came(voucher: Voucher, account: str) -> int:
    return -sum(to_fen(p.units.number) for p in voucher.txn.postings if p.account == account)


def looks_earmarked(books: Books, coming: Coming, purpose: str) -> str:
    """Say why an income without a fund looks as if it had one; empty where it does not."""
    found, words = books.chart.get(coming.account), f"{coming.payer} {purpose}"
    if found is None or found.root != "Income" or found.fund:
        return ""
    named = next((fund.name for fund in books.of(Fund) if fund.name in words), "")
    if named:
        return f"写到了专项资金“{named}”"
    payer = plain(coming.payer)
    given = next((fund.name for fund in books.of(Fund) if _gives(fund, payer, coming.day)), "")
    if given:
        return f"是专项资金“{given}”的出资人交来的"
    word = next((word for word in _EARMARKED if word in words), "")
    return f"写到了“{word}”" if word else ""


def _gives(fund: Fund, payer: str, day: dt.date) -> bool:
    ended = fund.until is not None and fund.until < day
    return fund.grantor is not None and plain(fund.grantor) == payer and not ended
