"""BNK008: money put into the bank and the same sum taken out again, with nobody else having had it."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.flows import legs_of
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="BNK008",
    name="round-trip",
    title="钱存进银行又原数取出",
    clause=("FM-1.5",),
    why="同样的数存进去、几天里又取出来，账上多了两笔，钱还在原来的手里。这样做可以盖住盘点时少了的现金，或让收入看起来缴存过。",
    remedy="核对存款回单和取款凭条；确有其事的，写说明：存的是什么钱，取出来做什么用。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

ROUND_TRIP_DAYS = 5
# What was taken and banked in full, and petty cash fetched beside it, is what the rules ask for: the
# till and the drawer are two sides.
_SIDES = {"petty-cash": "备用金", "undeposited": "待缴现金", "clearing": "收款账户"}


class _Leg(NamedTuple):
    """A transfer between the bank and one other kind of money."""

    voucher: Voucher
    side: str
    fen: int
    """What came to the bank; negative where it left it."""


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Lay each sum that leaves the bank beside one that came from the same side shortly before."""
    waiting: dict[tuple[str, int], deque[_Leg]] = defaultdict(deque)
    for leg in _transfers(books):
        if leg.fen > 0:
            waiting[leg.side, leg.fen].append(leg)
            continue
        came = waiting[leg.side, -leg.fen]
        while came and (leg.voucher.date - came[0].voucher.date).days > ROUND_TRIP_DAYS:
            came.popleft()
        if came:
            first = came.popleft()
            yield RULE.on(
                leg.voucher,
                f"{first.voucher.date} 从{leg.side}存进银行 {show_fen(first.fen)} 元"
                f"（{first.voucher.id}），{leg.voucher.date} 又原数取回{leg.side}",
            )


def _transfers(books: Books) -> Iterator[_Leg]:
    """Yield what moved between the bank and one side, nothing else on the voucher, in order."""
    transfers = [
        voucher
        for voucher in books.vouchers
        if voucher.kind == "transfer"
        and not voucher.mirrors
        and not books.facts.taken_back_by(voucher)
    ]
    for voucher in sorted(transfers, key=lambda one: (one.date, one.id)):
        legs = legs_of(books, voucher)
        at_bank = sum(leg.fen for leg in legs if leg.account.role == "bank")
        sides = {
            _SIDES.get(leg.account.role or "", "") for leg in legs if leg.account.role != "bank"
        }
        if at_bank and len(sides) == 1 and all(sides):
            yield _Leg(voucher, sides.pop(), at_bank)
