"""Who made, checked, posted and paid a voucher, as far as the books tell."""

from __future__ import annotations

from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.vocabulary import MonthClose
from juwu_ledger.records.period_ledger import PeriodLedger


class Signers(NamedTuple):
    """制单, 审核, 记账, 出纳 of a voucher; ``None`` where there is none."""

    maker: str | None
    checker: str | None
    bookkeeper: str | None
    cashier: str | None


class Officers:
    """Names the officers of a voucher: 制单, 审核, 记账, 出纳.

    The accountant and the cashier are those of the voucher's day; the checker is the director who
    signed the closing of its month; a voucher that moves no money has no cashier.
    """

    def __init__(self, ledger: PeriodLedger) -> None:
        """Look up who signed the closings."""
        books = ledger.books
        self._people = books.people
        self._signed = {close.period.label: close.director for close in books.of(MonthClose)}
        self._money = {name for name, account in books.chart.items() if account.is_money}

    def of(self, voucher: Voucher) -> Signers:
        """Return the four names."""
        day = voucher.date
        accountant = self._people.holder("accountant", day)
        moves_money = any(p.account in self._money for p in voucher.txn.postings)
        return Signers(
            accountant,
            self._signed.get(f"{day.year:04d}-{day.month:02d}"),
            accountant,
            self._people.holder("cashier", day) if moves_money else None,
        )
