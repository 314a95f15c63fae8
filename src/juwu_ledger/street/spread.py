"""Where one figure stands among its like: median, quartiles, place and robust z, without floating point."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
_CONSISTENT = Fraction(6745, 10000)
"""What makes of a median deviation the deviation of a bell curve, to four digits."""
FAR = Fraction(7, 2)
"""A robust z from which a figure is said to stick out (Iglewicz and Hoaglin)."""


def quantile(values: Sequence[Fraction], part: Fraction) -> Fraction:
    """Return the value below which ``part`` of the values lie, between neighbours in proportion."""
    ordered = sorted(values)
    at = part * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def median(values: Sequence[Fraction]) -> Fraction:
    """Return the middle value."""
    return quantile(values, Fraction(1, 2))


def quarter_of(value: Fraction, values: Sequence[Fraction]) -> int:
    """Return in which quarter a value lies, 1 the lowest."""
    return 1 + sum(value > quantile(values, Fraction(part, 4)) for part in (1, 2, 3))


def place_of(value: Fraction, values: Sequence[Fraction]) -> int:
    """Return the place of a value from above, 1 the highest; equal ones share theirs."""
    return 1 + sum(other > value for other in values)


def robust_z(value: Fraction, values: Sequence[Fraction]) -> Fraction | None:
    """Return how many robust deviations a value lies off the median; ``None`` where half are equal to it."""
    middle = median(values)
    deviation = median([abs(other - middle) for other in values])
    return _CONSISTENT * (value - middle) / deviation if deviation else None


def rounded(value: Fraction, step: Decimal = CENT) -> Decimal:
    """Return a fraction as a decimal, rounded half up once and for all."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(step, ROUND_HALF_UP)
