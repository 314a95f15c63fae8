"""Money that moves between the committee's own accounts: deposits, withdrawals, transfers."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.journal.engine.directive_text import Leg
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.vouchers import VoucherOrder


@dataclass(frozen=True)
class Transfer:
    """Money on its way from one money account to another; amounts in fen."""

    date: dt.date
    source: str
    target: str
    amount: int
    """What leaves ``source``, the fee included."""
    payee: str
    narration: str
    fee: int = 0
    fee_account: str = ""
    left: dt.date | None = None
    """The day on which the bank shows that it left ``source``."""
    arrived: dt.date | None = None
    """The day on which the bank shows that it reached ``target``."""
    attachments: int = 1
    scans: Sequence[Path] = ()

    def order(self) -> VoucherOrder:
        """Return the voucher; raise :class:`BadInput` for a transfer that moves nothing."""
        if self.source == self.target:
            raise BadInput("转出和转入是同一个科目")
        if self.fee >= self.amount:
            raise BadInput("手续费要比转出的金额小：转出的金额里已经包括手续费")
        fee = [Leg(self.fee_account, self.fee)] if self.fee else []
        return VoucherOrder(
            date=self.date,
            payee=self.payee,
            narration=self.narration,
            meta={"attachments": self.attachments},
            legs=[
                Leg(self.target, self.amount - self.fee, {"cleared": self.arrived}),
                *fee,
                Leg(self.source, -self.amount, {"cleared": self.left}),
            ],
            scans=self.scans,
        )


class PettyCash(NamedTuple):
    """All petty cash at the end of a day, and its limit on that day; fen."""

    held: int
    limit: int | None


def balance_at(books: Books, account: str, day: dt.date) -> int:
    """Return what a money account holds at the end of ``day``, fen."""
    days = books.facts.daily.get(account, [])
    at = bisect_right(days, day, key=lambda balance: balance.date)
    return days[at - 1].fen if at else 0


def petty_cash(books: Books, day: dt.date) -> PettyCash:
    """Return all petty cash at the end of ``day``, and its limit."""
    tills = books.chart.with_role("petty-cash")
    held = sum(balance_at(books, account.name, day) for account in tills)
    return PettyCash(held, books.limits.amount("petty-cash", day))


def charge_accounts(books: Books) -> list[Account]:
    """Return the accounts for what banks charge."""
    return [account for account in books.chart.values() if account.nature == "bank-charge"]


def last_between(books: Books, source: str, target: str) -> Voucher | None:
    """Return the latest transfer between two accounts: its words are this one's proposal."""
    for voucher in reversed(books.vouchers):
        if voucher.kind == "opening" or voucher.mirrors is not None:
            continue
        moved = {p.account: p.units.number for p in voucher.txn.postings}
        if source in moved and target in moved and moved[source] < 0 < moved[target]:
            return voucher
    return None


def bank_name(books: Books, account: str) -> str:
    """Return how the books name the bank that ``account`` is with.

    It is the payee of the latest interest, charge, deposit or withdrawal on that account alone.
    """
    own = {a.name for a in books.chart.values() if a.source == "interest" or a.is_cash}
    own |= {a.name for a in charge_accounts(books)}
    for voucher in reversed(books.vouchers):
        touched = {posting.account for posting in voucher.txn.postings}
        if voucher.payee and account in touched and len(touched) > 1 and touched - {account} <= own:
            return voucher.payee
    return "开户银行"
