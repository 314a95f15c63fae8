"""What each earmarked fund holds in each account (辅助核算 by fund), amounts in fen as postings sign them.

A posting belongs to the fund it names. Where the year-end entry carries an income or expense account
forward in full, what each fund had in it is carried to the net assets with it, so that a fund's
balances over all accounts always come to what is left of it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.problem import Place
from juwu_ledger.records.period_ledger import NOTHING, Movement, PeriodLedger
from juwu_ledger.records.voucher_kinds import OPENING
from juwu_ledger.records.voucher_lines import Line, lines_of

FundAccount = tuple[str, str]
"""Account and fund."""


class FundPosting(NamedTuple):
    """The part of a voucher's line that is one fund's."""

    voucher: Voucher
    account: str
    fund: str
    debit: int
    credit: int


@dataclass(frozen=True)
class FundSplit:
    """The balances of one period by account and fund; those of no fund are left out."""

    opening: Mapping[FundAccount, int]
    moved: Mapping[FundAccount, Mapping[int, Movement]]
    """Account and fund → month (1–12) → what was posted."""

    @property
    def keys(self) -> list[FundAccount]:
        """All pairs that began with something or moved, in no order."""
        return list({key for key, fen in self.opening.items() if fen} | self.moved.keys())

    def total(self, key: FundAccount) -> Movement:
        """Return what was posted in the whole period."""
        moves = self.moved.get(key, {}).values()
        return Movement(sum(m.debit for m in moves), sum(m.credit for m in moves))


class PostingFunds:
    """Tells which fund a line of a voucher belongs to."""

    def __init__(self, books: Books) -> None:
        """Look at every move of earmarked money."""
        self._funds: dict[tuple[int, str, Place], str] = {}
        for move in books.facts.fund_moves:
            key = (id(move.voucher.txn), move.account, move.place)
            self._funds.setdefault(key, move.fund)
        self.vouchers = {key[0] for key in self._funds}
        """Identities of the transactions that have such lines."""

    def of(self, voucher: Voucher, line: Line) -> str | None:
        """Return the fund, or ``None`` for money without a purpose of its own."""
        if id(voucher.txn) not in self.vouchers:
            return None
        meta = line.posting.meta
        place = Place.of(meta) if meta else voucher.place
        return self._funds.get((id(voucher.txn), line.account, place))


def fund_lines(books: Books, funds: PostingFunds, last: dt.date) -> list[FundPosting]:
    """Return every line of a fund up to ``last``, in order of date and number."""
    vouchers = [v for v in books.vouchers if v.date <= last]
    carried = _carry_forwards(vouchers) if funds.vouchers else {}
    found: list[FundPosting] = []
    held: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for voucher in sorted(vouchers, key=lambda v: (v.date, v.id)):
        if id(voucher.txn) in carried:
            new = list(_carried(voucher, carried[id(voucher.txn)], funds, held, books))
        elif id(voucher.txn) in funds.vouchers:
            new = [
                FundPosting(voucher, line.account, fund, line.debit or 0, line.credit or 0)
                for line in lines_of(voucher)
                if (fund := funds.of(voucher, line)) is not None
            ]
        else:
            continue
        for item in new:
            held[item.account][item.fund] += item.debit - item.credit
        found += new
    return found


def _carry_forwards(vouchers: list[Voucher]) -> dict[int, dict[str, int]]:
    """Return the year-end entries, each with what its accounts held just before it."""
    entries = {id(voucher.txn) for voucher in vouchers if voucher.carries_forward}
    if not entries:
        return {}
    found: dict[int, dict[str, int]] = {}
    balances: dict[str, int] = defaultdict(int)
    for voucher in sorted(vouchers, key=lambda v: (v.date, v.id)):
        if id(voucher.txn) in entries:
            names = {posting.account for posting in voucher.txn.postings}
            found[id(voucher.txn)] = {name: balances[name] for name in names}
        for line in lines_of(voucher):
            balances[line.account] += line.fen
    return found


def _carried(
    voucher: Voucher,
    before: Mapping[str, int],
    funds: PostingFunds,
    held: Mapping[str, Mapping[str, int]],
    books: Books,
) -> Iterator[FundPosting]:
    """Divide a year-end entry: what the funds had in the accounts it empties goes to net assets."""
    moved: dict[str, int] = defaultdict(int)
    target: Line | None = None
    for line in lines_of(voucher):
        account = books.chart.get(line.account)
        if account is not None and account.role == "net-assets":
            target = target or line
            continue
        named = funds.of(voucher, line)
        if named is not None:
            parts = {named: line.fen}
        elif line.fen == -before[line.account]:
            parts = {fund: -fen for fund, fen in held.get(line.account, {}).items()}
        else:
            parts = {}
        for fund, fen in parts.items():
            if fen:
                moved[fund] -= fen
                yield _part(voucher, line, fund, fen)
    for fund, fen in moved.items():
        if fen and target is not None:
            yield _part(voucher, target, fund, fen)


def _part(voucher: Voucher, line: Line, fund: str, fen: int) -> FundPosting:
    """Return a fund's part of a line, on the line's own side."""
    sides = (0, -fen) if line.debit is None else (fen, 0)
    return FundPosting(voucher, line.account, fund, *sides)


def split_funds(lines: list[FundPosting], ledger: PeriodLedger) -> FundSplit:
    """Return the balances by account and fund of the ledger's period.

    As in the ledger, opening vouchers of the period belong to what it begins with.
    """
    openings = {id(e.voucher.txn) for e in ledger.entries if e.flow == OPENING}
    opening: dict[FundAccount, int] = defaultdict(int)
    moved: dict[FundAccount, dict[int, Movement]] = {}
    for line in lines:
        key, day = (line.account, line.fund), line.voucher.date
        if day > ledger.period.last:
            break
        if day < ledger.period.first or id(line.voucher.txn) in openings:
            opening[key] += line.debit - line.credit
            continue
        months = moved.setdefault(key, {})
        months[day.month] = months.get(day.month, NOTHING).plus(line.debit, line.credit)
    return FundSplit(dict(opening), moved)
