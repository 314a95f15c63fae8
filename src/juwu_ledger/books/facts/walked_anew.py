"""The walk over books in which some vouchers stand otherwise: what hangs on none of these is taken over."""

from __future__ import annotations

import datetime as dt
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from juwu_ledger.books.facts.carried import as_walked, opening_balances, settle_carried
from juwu_ledger.books.facts.facts import Closing, Facts, Voucher
from juwu_ledger.books.facts.money_spent import settle_taken_back, span_of_day
from juwu_ledger.books.facts.walk import Walk, begin_walk

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books

_VOUCHER_OF: Mapping[str, Callable[[Any], Voucher]] = {
    **dict.fromkeys(("flagged", "mixed", "naming"), lambda voucher: voucher),
    **dict.fromkeys(
        (
            *("incomes", "spendings", "purchases", "refunds", "receipts", "invoices"),
            *("cash_flows", "till_moves", "reversals", "unsound", "bank_items", "fund_moves"),
            *("assets", "budgeted"),
        ),
        attrgetter("voucher"),
    ),
    **dict.fromkeys(("advances", "borrowings", "documents"), itemgetter(0)),
}
"""Facts in the order of their vouchers, and how to tell whose each is."""

_AS_WRITTEN = (
    *("problems", "unopened", "unbalanced", "other_currencies"),
    *("assertions", "cleared_late"),
)
"""Facts that the loading asks for, and those of directives: whatever became of the vouchers."""


def walked_anew(books: Books, changed: Iterable[tuple[Voucher, Any]]) -> Books:
    """Return the same books with other vouchers in the places of some of theirs.

    ``changed`` are vouchers, and the transaction that stands there instead, on whatever day, or
    ``None`` where none does. A voucher hangs on others by its ``reverses`` alone: those that have it are
    walked anew too, and the facts of all others are as they were. Directives, problems and cash
    counts stay those of these books.
    """
    before, carried = books.facts, books.carried
    vouchers = before.vouchers
    again = {_place(vouchers, voucher): voucher.txn for voucher in before.naming}
    again.update((_place(vouchers, voucher), txn) for voucher, txn in changed)
    walk = begin_walk(books.chart, books.directives)
    facts, lists = walk.facts, vars(before)
    _walk_in_order(walk, vouchers, again)
    shifts = [*_shifts(begin_walk(books.chart, books.directives), vouchers, again)]
    if carried is not None:
        lists = {**lists, **as_walked(before, carried)}
        carried = carried.but(gifts=[], anchor=[], balances=carried.happened)
        kept = [voucher.txn for voucher in facts.vouchers if voucher.date <= carried.until]
        facts.begun = opening_balances(carried, kept)
        for begun, sign in ((before.begun, -1), (facts.begun, 1)):
            shifts += [(dt.date.min, account, fen * sign) for account, fen in begun.items()]
    _take_over(facts, lists, {id(vouchers[at]): vouchers[at] for at in again})
    facts.closings = [_shifted(closing, shifts) for closing in before.closings]
    settle_taken_back(walk)
    if carried is not None:
        settle_carried(facts, carried, books.chart)
    balances = defaultdict(int, books.balances)
    for _, account, fen in shifts:
        balances[account] += fen
    return books.but(facts=facts, balances=dict(balances), carried=carried)


def _place(vouchers: Sequence[Voucher], voucher: Voucher) -> int:
    """Return where a voucher stands among those that it is one of."""
    at: int = span_of_day(voucher.date, vouchers).start
    while vouchers[at] is not voucher:
        at += 1
    return at


def _walk_in_order(walk: Walk, vouchers: Sequence[Voucher], again: Mapping[int, Any]) -> None:
    """Walk those of ``again``, each on its day; of the others take in between that they are there.

    Of those of one day each comes where it stood, one of another day before or behind all of them.
    """
    steps = []
    for at, txn in again.items():
        if txn is not None:
            there = span_of_day(txn.date, vouchers)
            steps.append((min(max(at, there.start), there.stop), txn.date, at, txn))
    steps.sort(key=itemgetter(0, 1, 2))
    done = 0
    for upto, _, _, txn in steps:
        walk.take_over([vouchers[at] for at in range(done, upto) if at not in again])
        walk.transaction(txn)
        done = upto
    walk.take_over([vouchers[at] for at in range(done, len(vouchers)) if at not in again])


Shift = tuple[dt.date, str, int]
"""What is put on an account (positive fen) or taken off it, and since when."""


def _shifts(walk: Walk, vouchers: Sequence[Voucher], again: Mapping[int, Any]) -> Iterator[Shift]:
    for at, there in again.items():
        was = vouchers[at].txn
        for txn, sign in ((was, -1), (there, 1)) if there is not was else ():
            for _, fen, posting in walk.sort_out(txn).all if txn is not None else ():
                yield txn.date, posting.account, fen * sign


def _shifted(closing: Closing, shifts: Iterable[Shift]) -> Closing:
    more = (f for day, name, f in shifts if name == closing.account and day <= closing.date)
    return closing._replace(fen=closing.fen + sum(more))


def _take_over(facts: Facts, before: Mapping[str, Any], gone: Mapping[int, Voucher]) -> None:
    """Put the facts of vouchers that are as they were in order among those that were walked anew.

    ``gone`` are the vouchers (``id()``) of ``before`` whose facts are taken over no more.
    """
    places = {id(voucher): at for at, voucher in enumerate(facts.vouchers)}
    for name, voucher_of in _VOUCHER_OF.items():
        setattr(facts, name, _merged(before[name], getattr(facts, name), voucher_of, gone, places))
    for account, moves in before["moves"].items():
        facts.moves[account] = _merged(moves, facts.moves[account], itemgetter(1), gone, places)
    for name in _AS_WRITTEN:
        setattr(facts, name, before[name])


def _merged(
    old: Sequence[Any],
    new: Iterable[Any],
    voucher_of: Callable[[Any], Voucher],
    gone: Mapping[int, Voucher],
    places: Mapping[int, int],
) -> list[Any]:
    """Return the facts of one kind, by the places of their vouchers."""
    merged = list(old)
    for day in {voucher.date for voucher in gone.values()}:
        there = span_of_day(day, merged, lambda item: voucher_of(item).date)
        merged[there] = [item for item in merged[there] if id(voucher_of(item)) not in gone]
    for item in new:
        insort(merged, item, key=lambda item: places[id(voucher_of(item))])
    return merged
