"""Where one figure stands among its like: median, quartiles, place and robust z, without floating point."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

CENT = Decimal("0.01")
_CONSISTENT = Fraction(6745, 10000)
"""What makes of a median deviation the deviation of a bell curve, to four digits."""
FAR = Fraction(7, 2)
"""A robust z from which a figure is said to stick out (Iglewicz and Hoaglin)."""


class Spread:
    """Values of the same kind, sorted once: there may be thousands, each asked about."""

    def __init__(self, values: Iterable[Fraction]) -> None:
        """Take the values, one at least."""
        self._ordered = sorted(values)
        self.median = self.quantile(Fraction(1, 2))
        self._quartiles = [self.quantile(Fraction(part, 4)) for part in (1, 2, 3)]

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self._ordered)

    def quantile(self, part: Fraction) -> Fraction:
        """Return the value below which ``part`` of the values lie, between neighbours in proportion."""
        at = part * (len(self._ordered) - 1)
        below = int(at)
        above = min(below + 1, len(self._ordered) - 1)
        low, high = self._ordered[below], self._ordered[above]
        return low + (high - low) * (at - below)

    def quarter(self, value: Fraction) -> int:
        """Return in which quarter a value lies, 1 the lowest."""
        return 1 + sum(value > border for border in self._quartiles)

    def place(self, value: Fraction) -> int:
        """Return the place of a value from above, 1 the highest; equal ones share theirs."""
        return 1 + len(self._ordered) - bisect_right(self._ordered, value)

    def robust_z(self, value: Fraction) -> Fraction | None:
        """Return how many robust deviations a value lies off the median; ``None`` where half are equal to it."""
        off = self._deviation
        return _CONSISTENT * (value - self.median) / off if off else None

    @cached_property
    def _deviation(self) -> Fraction:
        return Spread(abs(other - self.median) for other in self._ordered).median


def rounded(value: Fraction, step: Decimal = CENT) -> Decimal:
    """Return a fraction as a decimal, rounded half up once and for all."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(step, ROUND_HALF_UP)
