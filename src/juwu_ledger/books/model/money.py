"""Money: exact decimals outside, whole fen (1/100 yuan) as ``int`` inside the facts."""

from __future__ import annotations

from decimal import Decimal

CURRENCY = "CNY"
"""The one currency of the books."""
CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_LEGIBLE = 10**18


def is_sound(number: Decimal) -> bool:
    """Tell whether ``number`` is written with at most two decimals (``5.000`` is not)."""
    if number.same_quantum(CENT):
        return True
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -2 <= exponent <= 0


def to_fen(number: Decimal) -> int:
    """Return ``number`` yuan in fen; anything below one fen is cut off (see rule VCH005)."""
    return int(number * _HUNDRED)


def to_yuan(fen: int) -> Decimal:
    """Return ``fen`` as a decimal of yuan with exactly two decimals."""
    return Decimal(fen).scaleb(-2)


def show_fen(fen: int) -> str:
    """Return ``fen`` as people read it: ``1,234.50``; absurdly long figures as ``1.234E+20``."""
    if abs(fen) > _LEGIBLE:
        return f"{to_yuan(fen):.3E}"
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"
