"""The vouchers of sealed months that rules may still look at, one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts import Voucher
from juwu_ledger.books.identifiers import plain
from juwu_ledger.books.periods import Period
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import DonorReport
from juwu_ledger.rules.bank_statements import shown_items

SPLIT_DAYS = 8
"""Rule SPD013 looks at payments within seven days of one another."""


def kept_vouchers(books: Books, end: dt.date) -> list[Voucher]:
    """Return the vouchers dated up to ``end`` that are read again after it, in order of date.

    A voucher that was reversed is kept with its reversal, and the other way round.
    """
    chosen = {id(voucher.txn): voucher for voucher in _chosen(books, end)}
    partners: dict[str, list[Voucher]] = {}
    for item in books.facts.reversals:
        if item.target:
            partners.setdefault(item.target, []).append(item.voucher)
    queue = list(chosen.values())
    while queue:
        voucher = queue.pop()
        tied = list(partners.get(voucher.id, ()))
        original = books.facts.by_id.get(voucher.text("reverses"))
        for other in [*tied, original] if original else tied:
            if other.date <= end and id(other.txn) not in chosen:
                chosen[id(other.txn)] = other
                queue.append(other)
    return [voucher for voucher in books.vouchers if id(voucher.txn) in chosen]


def _chosen(books: Books, end: dt.date) -> Iterator[Voucher]:
    facts = books.facts
    old = [voucher for voucher in books.vouchers if voucher.date <= end]
    yield from old[:1]
    # The last of every month is where findings about whole periods stand.
    yield from {Period.month_of(voucher.date): voucher for voucher in old}.values()
    for days in facts.daily.values():
        yield from [day.voucher for day in days if day.date <= end][-1:]
    for item, shown in shown_items(books):
        if item.date <= end and (shown is None or shown > end):
            yield item.voucher
    for posting in facts.assets:
        if books.chart[posting.account].role == "fixed-asset" and posting.voucher.date <= end:
            yield posting.voucher
    for spending in facts.spendings:
        if end - dt.timedelta(days=SPLIT_DAYS) <= spending.voucher.date <= end:
            yield spending.voucher
    for voucher in old:
        if voucher.kind == "opening" and voucher.date.year == end.year:
            yield voucher
    yield from _gifts(books, end)


def _gifts(books: Books, end: dt.date) -> Iterator[Voucher]:
    """Gifts that came with a fund, and what was spent of them and no report told of yet."""
    donors: dict[str, set[str]] = {}
    reports = books.of(DonorReport)
    for move in books.facts.fund_moves:
        voucher = move.voucher
        if voucher.date > end or voucher.mirrors is not None or voucher.id in books.facts.cancelled:
            continue
        if move.fen > 0 and books.chart[move.account].source == "donation":
            known = donors.setdefault(move.fund, set())
            if voucher.payee not in known:
                known.add(voucher.payee)
                yield voucher
        elif move.fen < 0 and move.fund in donors:
            due = Period.quarter_of(voucher.date).following().last
            told = {
                plain(report.donor)
                for report in reports
                if voucher.date <= report.date <= min(due, end)
                and (report.period is None or voucher.date in report.period)
            }
            if not {plain(donor) for donor in donors[move.fund]} <= told:
                yield voucher
