"""The vouchers of sealed months that rules may still look at, one by one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import Approval, DonorReport
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.records.corrections import as_it_happened
from juwu_ledger.rules.bank.round_trip import ROUND_TRIP_DAYS
from juwu_ledger.rules.spending.split_just_below import just_below
from juwu_ledger.seals.incremental.reaching_back import Reaching

SPLIT_DAYS = 11
"""Rule SPD022 looks at payments within ten days of one another, SPD013 within seven."""


def kept_vouchers(
    books: Books, end: dt.date, back: Sequence[Reaching], unsettled: Iterable[Voucher]
) -> list[Voucher]:
    """Return the vouchers dated up to ``end`` that are read again after it, in order of date.

    ``back`` are the later ones that reach over it; ``unsettled`` those of books as they happened whose
    cash waits, or that brought a fund below zero.
    """
    named = [one.original for one in back if one.original and one.original.date <= end]
    for voucher in unsettled:
        named += _as_booked(books, voucher)
    chosen = {id(one.txn) for one in with_partners(books, chain(_chosen(books, end), named), end)}
    return [voucher for voucher in books.vouchers if id(voucher.txn) in chosen]


def with_partners(books: Books, vouchers: Iterable[Voucher], end: dt.date) -> list[Voucher]:
    """Return vouchers, and up to ``end`` whatever reverses or corrects them, or they do, and so on."""
    partners = books.record(_partners)
    chosen = {id(voucher.txn): voucher for voucher in vouchers}
    queue = list(chosen.values())
    while queue:
        for other in partners.get(id(queue.pop().txn), ()):
            if other.date <= end and id(other.txn) not in chosen:
                chosen[id(other.txn)] = other
                queue.append(other)
    return list(chosen.values())


def _partners(books: Books) -> dict[int, list[Voucher]]:
    """Each voucher that is named by ``reverses`` or ``corrects`` → who names it, and back."""
    partners: dict[int, list[Voucher]] = defaultdict(list)
    naming = [(item.voucher, item.target) for item in books.facts.reversals if item.target]
    naming += [(voucher, voucher.text("corrects")) for voucher in books.facts.redated]
    for voucher, target in naming:
        original = books.facts.by_id.get(target)
        if original is not None:
            partners[id(original.txn)].append(voucher)
            partners[id(voucher.txn)].append(original)
    return partners


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
    wear = {account.name for account in books.chart.with_role("depreciation")}
    for voucher in old:
        if any(posting.account in wear for posting in voucher.txn.postings):
            yield voucher
        if voucher.kind == "transfer" and (end - voucher.date).days <= ROUND_TRIP_DAYS:
            yield voucher
        if voucher.kind == "opening" and voucher.date.year == end.year:
            yield voucher
    for approval in counted_approvals(books, end):
        yield from (use.voucher for use in books.record(approval_uses).of(approval).until(end).uses)
    if books.facts.redated:
        yield from _last_moves(books, end)
    yield from _gifts(books, end)


def counted_approvals(books: Books, end: dt.date) -> list[Approval]:
    """Return the approvals of the quarter at hand that rule SPD024 goes on counting after ``end``."""
    first = Period.quarter_of(end + dt.timedelta(days=1)).first
    return [approval for approval, _ in just_below(books, first) if approval.date <= end]


def _last_moves(books: Books, end: dt.date) -> Iterator[Voucher]:
    """What moved each money account last, by event date: its booking may be an earlier one."""
    for days in as_it_happened(books).facts.daily.values():
        for day in [day for day in days if day.date <= end][-1:]:
            yield from _as_booked(books, day.voucher)


def _as_booked(books: Books, voucher: Voucher) -> list[Voucher]:
    """Return a voucher of :func:`as_it_happened` as it stands in the books."""
    return books.record(_by_place)[voucher.place] if books.facts.redated else [voucher]


def _by_place(books: Books) -> dict[Place, list[Voucher]]:
    by_place: dict[Place, list[Voucher]] = defaultdict(list)
    for voucher in books.vouchers:
        by_place[voucher.place].append(voucher)
    return by_place


def _gifts(books: Books, end: dt.date) -> Iterator[Voucher]:
    """Gifts that came with a fund, and what was spent of them and no report told of yet."""
    donors: dict[str, set[str]] = {}
    reports = books.of(DonorReport)
    facts = as_it_happened(books).facts
    for move in facts.fund_moves:
        voucher = move.voucher
        if voucher.date > end or voucher.mirrors is not None or facts.taken_back_by(voucher):
            continue
        if move.fen > 0 and books.chart[move.account].source == "donation":
            known = donors.setdefault(move.fund, set())
            if voucher.payee not in known:
                known.add(voucher.payee)
                yield from _as_booked(books, voucher)
        elif move.fen < 0 and move.fund in donors:
            due = Period.quarter_of(voucher.date).following().last
            told = {
                plain(report.donor)
                for report in reports
                if voucher.date <= report.date <= min(due, end)
                and (report.period is None or voucher.date in report.period)
            }
            if not {plain(donor) for donor in donors[move.fund]} <= told:
                yield from _as_booked(books, voucher)
