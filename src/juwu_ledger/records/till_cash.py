"""How long cash lay in the till before it was banked: what leaves it is the oldest cash in it."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from juwu_ledger.books.facts.facts import TillMove, Voucher
from juwu_ledger.books.facts.view import Books


class TillWait(NamedTuple):
    """Cash of a till: the day it came, fen, its voucher, and the day it left (``None``: not yet)."""

    came: dt.date
    fen: int
    voucher: Voucher
    banked: dt.date | None = None


def till_waits(books: Books) -> Iterator[TillWait]:
    """Match what leaves each till with the oldest cash in it, in the order it left; then what is left."""
    for moves in _moves(books).values():
        yield from _waits(moves)


def waiting_cash(books: Books, day: dt.date) -> list[TillMove]:
    """Return what waited in each till at the end of ``day``, the oldest first, one move a voucher."""
    waiting: dict[tuple[str, int], TillMove] = {}
    for till, moves in _moves(books).items():
        for cash in _waits(moves):
            if cash.came <= day and (cash.banked is None or cash.banked > day):
                key = till, id(cash.voucher.txn)
                before = waiting.get(key) or TillMove(till, 0, cash.voucher)
                waiting[key] = before._replace(fen=before.fen + cash.fen)
    return list(waiting.values())


def _waits(moves: Iterable[TillWait]) -> Iterator[TillWait]:
    """Match what leaves one till with what came, day by day."""
    waiting: deque[TillWait] = deque()
    for day, in_day in groupby(moves, key=lambda cash: cash.came):
        moved = list(in_day)
        waiting += [cash for cash in moved if cash.fen > 0]
        left = -sum(cash.fen for cash in moved if cash.fen < 0)
        yield from _take(waiting, left, day)
    yield from waiting


def _take(waiting: deque[TillWait], fen: int, day: dt.date) -> Iterator[TillWait]:
    """Take ``fen`` from the oldest cash on a day; yield what was taken of each."""
    while fen and waiting:
        cash = waiting.popleft()
        taken = min(cash.fen, fen)
        fen -= taken
        if taken < cash.fen:
            waiting.appendleft(cash._replace(fen=cash.fen - taken))
        yield TillWait(cash.came, taken, cash.voucher, day)


def _moves(books: Books) -> dict[str, list[TillWait]]:
    """Each till's cash in (positive) and out, in order of date.

    What a red-letter voucher takes back never moved: it is set off against its original.
    """
    nets: dict[tuple[str, int], TillWait] = {}
    for move in books.facts.till_moves:
        original = move.voucher.mirrors or move.voucher
        key = move.account, id(original.txn)
        before = nets[key].fen if key in nets else 0
        nets[key] = TillWait(original.date, before + move.fen, original)
    moves: dict[str, list[TillWait]] = defaultdict(list)
    for (till, _), cash in nets.items():
        moves[till].append(cash)
    return moves
