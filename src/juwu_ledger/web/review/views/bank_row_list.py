"""Rows of bank statements beside the vouchers they were ticked for, and vouchers that the bank does not show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import TIERS, BankStatement, LateClearing
from juwu_ledger.intake.party_names import normal_name
from juwu_ledger.intake.statements.kept_rows import KeptRow
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.records.bank_rows import bank_rows
from juwu_ledger.records.ticked_rows import bank_ticks
from juwu_ledger.web.review.views.words import listed, yuan

SHOWN = {"all": "全部", "open": "还没有勾对的", "matched": "已经勾对的", "other": "户名对不上的"}
"""What the rows can be narrowed to, and how that is called."""


class BesideVoucher(NamedTuple):
    """A voucher as it stands beside a row."""

    id: str
    date: dt.date
    party: str
    summary: str


class RowLine(NamedTuple):
    """A row of a statement; ``vouchers`` is empty where it is not ticked."""

    account: str
    date: dt.date
    is_in: bool
    amount: str
    party: str
    purpose: str
    vouchers: tuple[BesideVoucher, ...]
    said: str
    """How the two were found to be one."""
    days: int
    """How old it is on the day judged from."""
    is_other_party: bool
    """The bank and the books name different parties."""

    @property
    def is_open(self) -> bool:
        """Tell whether no voucher is ticked for it."""
        return not self.vouchers


class Outstanding(NamedTuple):
    """A voucher that the bank does not show yet."""

    account: str
    voucher: BesideVoucher
    is_in: bool
    amount: str
    days: int


class Sums(NamedTuple):
    """What the rows of the stretch of days add up to."""

    rows: int
    received: str
    paid: str
    open: int
    oldest: int
    """Days of the oldest row that is not ticked."""


def row_lines(books: Books, period: Period, as_of: dt.date) -> list[RowLine]:
    """Return the rows of a period, account by account, in order of day."""
    ticks = books.record(bank_ticks).by_key
    return [_line(books, account, kept, ticks, as_of) for account, kept in _kept(books, period)]


def sums_of(books: Books, period: Period, lines: Sequence[RowLine]) -> Sums:
    """Return what the rows of a period add up to, and how old what is open is."""
    amounts = [kept.row.fen for _, kept in _kept(books, period)]
    open_days = [line.days for line in lines if line.is_open]
    return Sums(
        rows=len(lines),
        received=yuan(sum(fen for fen in amounts if fen > 0)),
        paid=yuan(-sum(fen for fen in amounts if fen < 0)),
        open=len(open_days),
        oldest=max(open_days, default=0),
    )


def narrowed(lines: Sequence[RowLine], shown: str) -> list[RowLine]:
    """Return the lines that a word of :data:`SHOWN` asks for; all for any other."""
    tests: dict[str, Callable[[RowLine], bool]] = {
        "open": lambda line: line.is_open,
        "matched": lambda line: not line.is_open,
        "other": lambda line: line.is_other_party,
    }
    return [line for line in lines if shown not in tests or tests[shown](line)]


def outstanding(books: Books, period: Period, as_of: dt.date) -> list[Outstanding]:
    """Return the vouchers of a period that the bank does not show, of accounts that have statements."""
    accounts = {item.account for item in books.of(BankStatement)}
    return [
        Outstanding(
            account_label(item.account),
            BesideVoucher(
                item.voucher.id, item.voucher.date, item.voucher.payee, item.voucher.narration
            ),
            item.fen > 0,
            yuan(abs(item.fen)),
            (as_of - item.date).days,
        )
        for item, day in shown_items(books)
        if item.account in accounts and item.date in period and item.date <= as_of
        if (day is None or day > as_of) and not books.facts.is_undone(item.voucher)
    ]


def _kept(books: Books, period: Period) -> Iterator[tuple[str, KeptRow]]:
    for account, rows in sorted(books.record(bank_rows).by_account.items()):
        yield from ((account, kept) for kept in rows if kept.row.date in period)


def _line(
    books: Books,
    account: str,
    kept: KeptRow,
    ticks: Mapping[str, Sequence[LateClearing]],
    as_of: dt.date,
) -> RowLine:
    row, found = kept.row, ticks.get(kept.key, ())
    vouchers = tuple(
        BesideVoucher(voucher.id, voucher.date, voucher.payee, voucher.narration)
        for name in dict.fromkeys(tick.voucher for tick in found)
        if (voucher := books.facts.by_id.get(name)) is not None
    )
    parties = {normal_name(one.party) for one in vouchers}
    return RowLine(
        account=account_label(account),
        date=row.date,
        is_in=row.fen > 0,
        amount=yuan(abs(row.fen)),
        party=row.party,
        purpose=listed((row.summary, row.purpose)),
        vouchers=vouchers,
        said=listed(TIERS[tick.tier] for tick in found if tick.tier),
        days=(as_of - row.date).days,
        is_other_party=bool(vouchers and row.party) and normal_name(row.party) not in parties,
    )
