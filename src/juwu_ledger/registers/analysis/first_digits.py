"""Benford: how often each first digit leads an amount, beside how often it should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.analysis.look import Hit, Look
from juwu_ledger.registers.analysis.payments import payments

_ITEMS, _RANGE = 300, 100
_BANDS = (("0.006", "很符合"), ("0.012", "可以接受"), ("0.015", "勉强符合"))
"""Nigrini's bands of the mean absolute deviation of first digits."""
_FAR = Decimal("0.015")


class Digit(NamedTuple):
    """A first digit: its share of the amounts and the one that Benford's law gives it."""

    digit: int
    share: Decimal
    expected: Decimal


def digits_of(amounts: Sequence[int]) -> list[Digit]:
    """Return the nine digits over positive amounts in fen, of which there is at least one."""
    counted = Counter(str(fen)[0] for fen in amounts)
    return [
        Digit(d, Decimal(counted[str(d)]) / len(amounts), (1 + 1 / Decimal(d)).log10())
        for d in range(1, 10)
    ]


def deviation(digits: Sequence[Digit]) -> Decimal:
    """Return the mean absolute deviation (MAD) of the shares from what they should be."""
    return sum((abs(one.share - one.expected) for one in digits), Decimal()) / len(digits)


def benford(books: Books, period: Period) -> Iterator[Look]:
    """Yield the digits that lead too many amounts, where there are amounts enough to tell."""
    amounts = [one.amount for one in payments(books, period)]
    threshold = (
        f"付款满 {_ITEMS} 笔、最大是最小的 {_RANGE} 倍以上才看；平均偏差（MAD）超过 {_FAR} 的列出"
    )
    enough = len(amounts) >= _ITEMS and max(amounts) >= _RANGE * min(amounts)
    if enough:
        yield Look("benford", "金额首位数字（本福特）", threshold, *_judged(amounts))
    else:
        said = f"付款 {len(amounts)} 笔，笔数或大小相差不够，没有看"
        yield Look("benford", "金额首位数字（本福特）", threshold, (), said)


def _judged(amounts: Sequence[int]) -> tuple[tuple[Hit, ...], str]:
    digits = digits_of(amounts)
    mad = deviation(digits)
    band = next((said for most, said in _BANDS if mad <= Decimal(most)), "不符合")
    said = f"付款 {len(amounts)} 笔，平均偏差（MAD）{mad:.4f}，{band}"
    if mad <= _FAR:
        return (), said
    return tuple(_hit(one) for one in digits if one.share - one.expected > _FAR), said


def _hit(one: Digit) -> Hit:
    said = f"占 {one.share * 100:.1f} %，照本福特定律约 {one.expected * 100:.1f} %"
    return Hit(None, "", f"首位是 {one.digit}", None, said)
