"""Notes and coins of a cash count: ``denominations: "100x3 50x1 0.5x4"`` on its ``balance``."""

import re
from decimal import Decimal
from typing import NamedTuple

from juwu_ledger.books.model.money import to_fen

FACES = {
    text: to_fen(Decimal(text))
    for text in (
        "100", "50", "20", "10", "5", "2", "1", "0.5", "0.2", "0.1", "0.05", "0.02", "0.01",
    )
}  # fmt: skip
"""Every face of the renminbi as it is written → fen, the largest first."""
USUAL_FACES = tuple(FACES[text] for text in ("100", "50", "20", "10", "5", "1", "0.5", "0.1"))
"""The faces that a count sheet lists whether or not there were any, fen."""
_PIECE = re.compile(r"([0-9.]+)x(0|[1-9]\d{0,5})", re.ASCII)


class Pieces(NamedTuple):
    """Notes or coins of one face: ``face`` in fen, ``number`` of them."""

    face: int
    number: int

    @property
    def fen(self) -> int:
        """What they are worth, fen."""
        return self.face * self.number


def read_denominations(text: str) -> tuple[Pieces, ...]:
    """Read a count, the largest face first; raise ``ValueError`` (in Chinese) when it is none."""
    found: dict[int, int] = {}
    for word in text.split():
        match = _PIECE.fullmatch(word)
        if match is None:
            raise ValueError(f"{word!r} 不对，要写成 面额x张数，如 100x3，两种之间空一格")
        if match[1] not in FACES:
            raise ValueError(f"没有 {match[1]} 元这种面额；有：{'、'.join(FACES)}")
        face = FACES[match[1]]
        if face in found:
            raise ValueError(f"{match[1]} 元写了两次")
        found[face] = int(match[2])
    if not found:
        raise ValueError('不能是空的，要写成 "100x3 50x1" 这样')
    return tuple(Pieces(face, found[face]) for face in sorted(found, reverse=True))
