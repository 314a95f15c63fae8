"""What became of earmarked money: each fund with what came in, what went out and on what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from juwu_ledger.books.facts.facts import FundMove
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Fund
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
    last = period.last
    declared = {fund.name: fund for fund in books.of(Fund) if fund.date <= last}
    moves: dict[str, list[FundMove]] = defaultdict(list)
    for move in books.facts.fund_moves:
        if move.voucher.date <= last:
            moves[move.fund].append(move)
    stories = []
    for name in dict.fromkeys([*declared, *moves]):
        story = _story(period, name, declared.get(name), moves[name])
        if story is not None:
            stories.append(story)
    return stories


def _story(period: Period, name: str, fund: Fund | None, moves: list[FundMove]) -> FundStory | None:
    """Return a fund's story; ``None`` where it was over and empty before the period."""
    moves.sort(key=lambda move: (move.voucher.date, move.voucher.id))
    before = [m for m in moves if m.voucher.date < period.first or m.voucher.kind == "opening"]
    here = [m for m in moves if m.voucher.date >= period.first and m.voucher.kind != "opening"]
    opening = sum(move.fen for move in before)
    until = fund.until if fund else None
    if not here and not opening and until is not None and until < period.first:
        return None
    came, went = _in_and_out(here)
    left = opening + came - went
    received, spent = _in_and_out(moves)
    return FundStory(
        name=name,
        grantor=(fund.grantor if fund else None) or "",
        until=until,
        may_pay=tuple(account_label(account) for account in fund.accounts) if fund else (),
        is_declared=fund is not None,
        opening=yuan(opening),
        came=yuan(came),
        went=yuan(went),
        left=yuan(left),
        is_overspent=left < 0,
        is_over=until is not None and until <= period.last and left > 0,
        received=yuan(received),
        spent=yuan(spent),
        share_spent=_share(spent, received),
        purposes=_purposes(moves, spent),
        moves=_moves(here, opening),
    )


def _is_in(move: FundMove) -> bool:
    return move.account.startswith("Income:") or move.voucher.kind == "opening"


def _in_and_out(moves: list[FundMove]) -> tuple[int, int]:
    came = sum(move.fen for move in moves if _is_in(move))
    return came, came - sum(move.fen for move in moves)


def _share(part: int, whole: int) -> int:
    return max(0, min(100, round(100 * part / whole))) if whole > 0 else 0


def _purposes(moves: list[FundMove], spent: int) -> tuple[Purpose, ...]:
    sums: dict[str, int] = defaultdict(int)
    for move in moves:
        if not _is_in(move):
            sums[move.account] -= move.fen
    largest = sorted(sums.items(), key=lambda item: -item[1])
    return tuple(
        Purpose(account_label(name), yuan(fen), _share(fen, spent)) for name, fen in largest if fen
    )


def _moves(here: list[FundMove], opening: int) -> tuple[Move, ...]:
    left, found = opening, []
    for move in here:
        left += move.fen
        voucher = move.voucher
        found.append(
            Move(
                voucher.date,
                voucher.id,
                voucher.payee,
                voucher.narration,
                account_label(move.account),
                yuan(move.fen) if _is_in(move) else "",
                "" if _is_in(move) else yuan(-move.fen),
                yuan(left),
            )
        )
    return tuple(found)
