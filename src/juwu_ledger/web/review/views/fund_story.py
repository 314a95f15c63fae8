"""What became of earmarked money: each fund with what came in, what went out and on what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from juwu_ledger.books.facts.facts import FundMove
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.funds import FundAccount, fund_accounts, is_income
from juwu_ledger.web.review.views.words import yuan


class Move(NamedTuple):
    """One move of a fund in the period, with what is left after it."""

    date: dt.date
    voucher: str
    party: str
    summary: str
    account: str
    came: str
    went: str
    left: str


class Purpose(NamedTuple):
    """What was spent on one account, and its share of all that was spent (0–100)."""

    account: str
    amount: str
    share: int


class FundStory(NamedTuple):
    """One fund: figures of the period, purposes of all that was spent so far, moves."""

    name: str
    grantor: str
    until: dt.date | None
    may_pay: tuple[str, ...]
    is_declared: bool
    opening: str
    came: str
    went: str
    left: str
    is_overspent: bool
    is_over: bool
    """Its last day has passed and something is left."""
    received: str
    spent: str
    share_spent: int
    """Of all that ever came, what is spent, in per cent."""
    purposes: tuple[Purpose, ...]
    moves: tuple[Move, ...]


def fund_stories(books: Books, period: Period) -> list[FundStory]:
    """Return the funds declared or moved by the end of the period, in order of declaration."""
    return [
        _story(period, account)
        for account in fund_accounts(books, period)
        if account.moves or account.opening or not _was_over(account, period)
    ]


def _was_over(account: FundAccount, period: Period) -> bool:
    """Tell whether a fund's last day had passed before the period."""
    until = account.declared.until if account.declared else None
    return until is not None and until < period.first


def _story(period: Period, account: FundAccount) -> FundStory:
    """Return a fund's story."""
    fund, left = account.declared, account.closing
    until = fund.until if fund else None
    ever = (*account.before, *account.moves)
    received = sum(move.fen for move in ever if _is_in(move))
    spent = received - left
    return FundStory(
        name=account.name,
        grantor=(fund.grantor if fund else None) or "",
        until=until,
        may_pay=tuple(account_label(name) for name in fund.accounts) if fund else (),
        is_declared=fund is not None,
        opening=yuan(account.opening),
        came=yuan(account.income),
        went=yuan(account.spending),
        left=yuan(left),
        is_overspent=left < 0,
        is_over=until is not None and until <= period.last and left > 0,
        received=yuan(received),
        spent=yuan(spent),
        share_spent=_share(spent, received),
        purposes=_purposes(ever, spent),
        moves=_moves(account),
    )


def _is_in(move: FundMove) -> bool:
    """Tell whether a fund was given it, or it was brought forward."""
    return is_income(move) or move.voucher.kind == "opening"


def _share(part: int, whole: int) -> int:
    return max(0, min(100, round(100 * part / whole))) if whole > 0 else 0


def _purposes(moves: Iterable[FundMove], spent: int) -> tuple[Purpose, ...]:
    sums: dict[str, int] = defaultdict(int)
    for move in moves:
        if not _is_in(move):
            sums[move.account] -= move.fen
    largest = sorted(sums.items(), key=lambda item: -item[1])
    return tuple(
        Purpose(account_label(name), yuan(fen), _share(fen, spent)) for name, fen in largest if fen
    )


def _moves(account: FundAccount) -> tuple[Move, ...]:
    left, found = account.opening, []
    for move in account.moves:
        left += move.fen
        voucher = move.voucher
        found.append(
            Move(
                voucher.date,
                voucher.id,
                voucher.payee,
                voucher.narration,
                account_label(move.account),
                yuan(move.fen) if is_income(move) else "",
                "" if is_income(move) else yuan(-move.fen),
                yuan(left),
            )
        )
    return tuple(found)
