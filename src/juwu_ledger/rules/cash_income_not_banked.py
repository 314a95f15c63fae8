"""CSH002: undeposited cash older than the days allowed."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts import Voucher
from juwu_ledger.books.money import show_fen, to_fen
from juwu_ledger.books.view import Books
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="CSH002",
    name="cash-income-not-banked",
    title="现金收入没有及时缴存",
    clause=("FM-1.5",),
    why="收到的现金当天缴存银行，既不丢失，也不会被直接花掉。",
    remedy="把待缴存的现金缴存银行，记一张缴存凭证（待缴款 → 银行存款）。",
)
__plugins__ = (RULE.plugin,)


class _Cash(NamedTuple):
    """Cash in the till: the day it came, how much of it is left (fen), and its voucher."""

    came: dt.date
    fen: int
    voucher: Voucher


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Match what leaves the till with the oldest cash in it (first in, first out)."""
    for account in books.chart.with_role("undeposited"):
        waiting: deque[_Cash] = deque()
        mistaken = _mistaken(books, account.name)
        before = 0
        for day in books.facts.daily[account.name]:
            change = day.fen - before - mistaken.get(day.date, 0)
            before = day.fen
            if change > 0:
                waiting.append(_Cash(day.date, change, day.voucher))
            elif change < 0:
                yield from _bank(books, waiting, -change, day.date)
        for cash in waiting:
            due = _due(books, cash.came)
            if as_of > due:
                yield RULE.on(
                    cash.voucher,
                    f"{cash.came} 收的现金还有 {show_fen(cash.fen)} 元没有缴存，最迟应在 {due} 缴存",
                )


def _bank(books: Books, waiting: deque[_Cash], fen: int, day: dt.date) -> Iterator[Finding]:
    """Take ``fen`` from the oldest cash on ``day``; report what left later than it should."""
    while fen and waiting:
        cash = waiting.popleft()
        taken = min(cash.fen, fen)
        fen -= taken
        due = _due(books, cash.came)
        if day > due:
            yield RULE.on(
                cash.voucher,
                f"{cash.came} 收的现金 {show_fen(taken)} 元到 {day} 才缴存，最迟应在 {due}，"
                f"晚了 {(day - due).days} 天",
            )
        if taken < cash.fen:
            waiting.appendleft(cash._replace(fen=cash.fen - taken))


def _due(books: Books, came: dt.date) -> dt.date:
    return came + dt.timedelta(days=books.limits.days("deposit-days", came))


def _mistaken(books: Books, account: str) -> dict[dt.date, int]:
    """Changes by vouchers that were wholly reversed, and by their reversals: no cash moved."""
    changes: dict[dt.date, int] = defaultdict(int)
    for identity, reversal in books.facts.cancelled.items():
        for voucher in (books.facts.by_id[identity], reversal):
            for posting in voucher.txn.postings:
                if posting.account == account:
                    changes[voucher.date] += to_fen(posting.units.number)
    return changes
