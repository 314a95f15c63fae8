"""凭证抽查: monetary-unit sampling, which anyone who has the sealed books draws alike.

Each fen paid is as likely as any other, so a payment's chance is its amount. With confidence ``c`` and a
tolerable error of ``t`` per cent of the money, and none expected, ``n = ⌈−ln(1 − c) ÷ t⌉`` fen are looked
at, one in each stretch of ``total ÷ n``: if none of them is wrong, the error of the whole is below ``t``
with confidence ``c``. Where in the first stretch one begins is told by the digest of the last seal, which
nobody could choose before the months were shut.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from hashlib import sha256
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Spending
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.books.model.vocabulary import MonthClose
from juwu_ledger.records.seals import altered_months

TOLERABLE, CONFIDENCE = Decimal(5), Decimal(95)
"""Per cent: what auditors usually take."""


class Plan(NamedTuple):
    """How a sample is drawn, both in per cent: above 0, below 100."""

    tolerable: Decimal = TOLERABLE
    confidence: Decimal = CONFIDENCE

    @property
    def size(self) -> int:
        """The number of fen that are looked at; of large payments several are in one voucher."""
        factor = -(1 - self.confidence / 100).ln()
        return int((factor * 100 / self.tolerable).to_integral_value(ROUND_CEILING))


class Sample(NamedTuple):
    """What was drawn; without a ``seal`` nothing, and ``why`` says why."""

    plan: Plan
    seal: MonthClose | None
    days: Period | Days
    """The part of the period that is sealed, from which it is drawn."""
    payments: int
    total: int
    """What was paid in these days, fen."""
    drawn: tuple[Spending, ...]
    why: str = ""


def draw(books: Books, period: Period, as_of: dt.date, plan: Plan) -> Sample:
    """Draw payments of the sealed months of a period by their own date; undone ones are left out."""
    seals = [one for one in books.sealed if one.period.last in period and one.date <= as_of]
    if not seals:
        why = f"{period.title}还没有封账（月结），没有封账码就不抽：抽哪些要谁也定不了"
        return Sample(plan, None, period, 0, 0, (), why)
    seal = seals[-1]
    altered = altered_months(books, seal.period.last)
    if altered:
        why = f"{altered[0].title}封账以后动过，先用 juwu verify 查清，再抽"
        return Sample(plan, None, period, 0, 0, (), why)
    days = Days(period.first, seal.period.last)
    found = _population(books, days)
    total = sum(one.amount for one in found)
    counts = points_in([one.amount for one in found], plan.size, _seed(seal, period))
    drawn = tuple(one for one, count in zip(found, counts, strict=True) if count)
    return Sample(plan, seal, days, len(found), total, drawn)


def _population(books: Books, days: Days) -> list[Spending]:
    facts = books.facts
    standing = (one for one in facts.spendings if not facts.is_undone(one.voucher))
    inside = (one for one in standing if one.voucher.date in days)
    return sorted(inside, key=lambda one: (one.voucher.date, one.voucher.id))


def _seed(seal: MonthClose, period: Period) -> int:
    """Return a number that the seal and the period make, and nothing else does."""
    said = f"{(seal.digest or '').strip().lower()} {period.label}"
    return int.from_bytes(sha256(said.encode()).digest())


def points_in(amounts: Sequence[int], size: int, seed: int) -> list[int]:
    """Return how many of the points ``(start + k × total) ÷ size`` lie in each amount (fen, above 0).

    ``start`` is below ``total``: all is reckoned in parts of a fen, so that every stretch is as long.
    """
    total = sum(amounts)
    start, summed, before = (seed % total if total else 0), 0, 0
    found = []
    for fen in amounts:
        summed += fen * size
        upto = -((start - summed) // total) if summed > start else 0
        found.append(upto - before)
        before = upto
    return found
