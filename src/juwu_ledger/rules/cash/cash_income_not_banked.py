"""CSH002: undeposited cash older than the days allowed."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="CSH002",
    name="cash-income-not-banked",
    title="现金收入没有及时缴存",
    clause=("FM-1.5",),
    why="收到的现金当天缴存银行，既不丢失，也不会被直接花掉。",
    remedy="把待缴存的现金缴存银行，记一张缴存凭证（待缴款 → 银行存款）。",
    omission=True,
)
__plugins__ = (RULE.plugin,)


class _Cash(NamedTuple):
    """Cash in the till: the day it came, how much of it is left (fen), and its voucher."""

    came: dt.date
    fen: int
    voucher: Voucher


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Match what leaves the till with the oldest cash in it (first in, first out).

    Only what was due before ``as_of`` is looked at. Where the cash went is rule CSH003's business.
    """
    for moves in _moves(books).values():
        waiting: deque[_Cash] = deque()
        for day, in_day in groupby(moves, key=lambda cash: cash.came):
            moved = list(in_day)
            waiting += [cash for cash in moved if cash.fen > 0]
            left = -sum(cash.fen for cash in moved if cash.fen < 0)
            for cash in _take(waiting, left):
                due = _due(books, cash.came)
                if due < day and due < as_of:
                    yield RULE.on(
                        cash.voucher,
                        f"{cash.came} 收的现金 {show_fen(cash.fen)} 元到 {day} 才缴存，"
                        f"最迟应在 {due}，晚了 {(day - due).days} 天",
                    )
        for cash in waiting:
            due = _due(books, cash.came)
            if due < as_of:
                yield RULE.on(
                    cash.voucher,
                    f"{cash.came} 收的现金还有 {show_fen(cash.fen)} 元没有缴存，最迟应在 {due} 缴存",
                    to_do=ToDo(due, f"{cash.came} 收的现金存银行", ("deposit",)),
                )


def _take(waiting: deque[_Cash], fen: int) -> Iterator[_Cash]:
    """Take ``fen`` from the oldest cash; yield what was taken of each."""
    while fen and waiting:
        cash = waiting.popleft()
        taken = min(cash.fen, fen)
        fen -= taken
        if taken < cash.fen:
            waiting.appendleft(cash._replace(fen=cash.fen - taken))
        yield cash._replace(fen=taken)


def _due(books: Books, came: dt.date) -> dt.date:
    return came + dt.timedelta(days=books.limits.days("deposit-days", came))


def _moves(books: Books) -> dict[str, list[_Cash]]:
    """Each till's cash in (positive) and out, in order of date.

    What a red-letter voucher takes back never moved: it is set off against its original.
    """
    nets: dict[tuple[str, int], _Cash] = {}
    for move in books.facts.till_moves:
        original = move.voucher.mirrors or move.voucher
        key = move.account, id(original.txn)
        before = nets.get(key) or _Cash(original.date, 0, original)
        nets[key] = before._replace(fen=before.fen + move.fen)
    moves: dict[str, list[_Cash]] = defaultdict(list)
    for (till, _), cash in nets.items():
        moves[till].append(cash)
    return moves
