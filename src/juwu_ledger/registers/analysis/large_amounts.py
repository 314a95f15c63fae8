"""Amounts: the largest payments, those that make most of the money, those just below a limit, round ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from juwu_ledger.books.facts.facts import Spending
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import DAY, Days, Period
from juwu_ledger.books.model.vocabulary import AMOUNT_LIMITS
from juwu_ledger.records.flows import legs_of
from juwu_ledger.registers.analysis.look import Hit, Look, paid, per_cent
from juwu_ledger.registers.analysis.payments import payments
from juwu_ledger.rules.support.limited_approvals import FIGURES, has_what_it_needs

_LARGEST = 20
_STRATUM = 80
_NEAR = 95
_ROUND = 100_00
_MANY, _MORE = 20, 15


def largest(books: Books, period: Period) -> Iterator[Look]:
    """Yield the largest payments, and those that make four fifths of all money paid."""
    found = sorted(payments(books, period), key=lambda one: (-one.amount, one.voucher.id))
    total = sum(one.amount for one in found)
    top = tuple(map(paid, found[:_LARGEST]))
    share = per_cent(sum(hit.fen or 0 for hit in top), total)
    said = f"占全部付款的 {share}" if top else ""
    yield Look("largest", "最大的付款", f"金额最大的 {_LARGEST} 笔", top, said)
    most = tuple(map(paid, _stratum(found, total)))
    said = f"{len(most)} 笔，共付款 {len(found)} 笔" if most else ""
    threshold = f"从大到小加到付款总额 {_STRATUM} % 的各笔"
    yield Look("stratum", "占大头的付款", threshold, most, said)


def _stratum(found: Sequence[Spending], total: int) -> Iterator[Spending]:
    """Yield the fewest payments, largest first, that come to the share of the total."""
    summed = 0
    for one in found:
        if summed * 100 >= total * _STRATUM:
            return
        summed += one.amount
        yield one


def below_limits(books: Books, period: Period) -> Iterator[Look]:
    """Yield the payments just below a limit that have not what is asked for from the limit on."""
    hits = []
    for one in payments(books, period):
        for kind, fen in _limited(books, one):
            figure = books.limits.amount(kind, one.voucher.date)
            if figure is not None and figure * _NEAR <= fen * 100 < figure * 100:
                hits.append(paid(one, f"差一点不到{AMOUNT_LIMITS[kind]} {show_fen(figure)} 元"))
    yield Look("below-limit", "差一点不到限额", f"限额的 {_NEAR} % 到限额之间", tuple(hits))


def _limited(books: Books, one: Spending) -> Iterator[tuple[str, int]]:
    """Yield the kinds of limits that a payment may have kept below, with what counts against each."""
    signed = [books.approval(part.approval) for part in one.parts]
    for kind in FIGURES:
        if not (signed and all(item and has_what_it_needs(item, kind) for item in signed)):
            yield kind, one.amount
    yield "cash-payment", one.cash
    for leg in legs_of(books, one.voucher):
        if leg.account.nature == "low-value":
            yield "fixed-asset", leg.fen


def round_sums(books: Books, period: Period) -> Iterator[Look]:
    """Yield round payments, if there are more of them than these books had before."""
    threshold = f"整百元的付款，比例比以前各期高 {_MORE} 个百分点以上（前后各至少 {_MANY} 笔才比）"
    now = payments(books, period)
    before = payments(books, Days(dt.date.min, period.first - DAY))
    yield Look("round", "整数金额", threshold, *_rounder(now, before))


def _rounder(now: list[Spending], before: list[Spending]) -> tuple[tuple[Hit, ...], str]:
    if min(len(now), len(before)) < _MANY:
        return (), f"本期 {len(now)} 笔，以前 {len(before)} 笔，太少，没有比"
    here, then = (sum(one.amount % _ROUND == 0 for one in some) for some in (now, before))
    said = f"本期 {per_cent(here, len(now))}，以前 {per_cent(then, len(before))}"
    more = here * 100 * len(before) - then * 100 * len(now)
    if more < _MORE * len(now) * len(before):
        return (), said
    return tuple(paid(one) for one in now if one.amount % _ROUND == 0), said
