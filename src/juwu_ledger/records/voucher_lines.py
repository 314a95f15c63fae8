"""A voucher as the lines of Chinese books: debit and credit, red letter, and the other side.

Amounts are whole fen. An ordinary posting stands on the side of its sign. A red-letter voucher
(one that takes an earlier voucher back on its own accounts) is written as 会计基础工作规范 51 has
it: on the sides of the voucher that it cancels, with negative amounts.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import CURRENCY, to_fen

_SHOWN = 3
_MANY = 1_000_000


class Line(NamedTuple):
    """One posting; ``debit`` or ``credit`` is ``None`` where the line has none."""

    number: int
    posting: Any
    account: str
    fen: int
    debit: int | None
    credit: int | None
    remark: str = ""


def is_red(voucher: Voucher) -> bool:
    """Tell whether the voucher is written in red; one that cancels a red one is not."""
    red = False
    while voucher.mirrors is not None:
        red = not red
        voucher = voucher.mirrors
    return red


def lines_of(voucher: Voucher) -> Iterator[Line]:
    """Yield the lines of a voucher, numbered from 1.

    A posting that no book in yuan can hold (another currency) is shown without an amount.
    """
    red = is_red(voucher)
    for number, posting in enumerate(voucher.txn.postings, 1):
        units = posting.units
        if type(units.number) is not Decimal or units.currency != CURRENCY:
            remark = f"（{units.number} {units.currency}，不是人民币，未计入）"
            yield Line(number, posting, posting.account, 0, None, None, remark)
            continue
        fen = to_fen(units.number)
        if (fen < 0) is red:
            yield Line(number, posting, posting.account, fen, fen, None)
        else:
            yield Line(number, posting, posting.account, fen, None, -fen)


def attachments_of(voucher: Voucher) -> int | None:
    """Return the number of papers attached; ``None`` where the voucher does not say, or nonsense."""
    count = voucher.txn.meta.get("attachments")
    if isinstance(count, Decimal) and 0 <= count < _MANY and count == count.to_integral():
        return int(count)
    return None


def texts(voucher: Voucher, key: str) -> list[str]:
    """Return what the voucher and its postings say under a metadata key, each once."""
    metas: list[Mapping[str, Any]] = [
        voucher.txn.meta,
        *(p.meta or {} for p in voucher.txn.postings),
    ]
    return list(dict.fromkeys(text for meta in metas if (text := text_of(meta.get(key)))))


def text_on(voucher: Voucher, posting: Any, key: str) -> str:
    """Return what a posting says under a metadata key, else what its voucher says."""
    own = posting.meta if posting is not None else None
    return text_of((own or {}).get(key)) or voucher.text(key)


class OtherSides:
    """Names the accounts on the other side of a voucher's lines, the first few of them."""

    def __init__(self, voucher: Voucher) -> None:
        """Sort the accounts of the voucher by the sign of their amounts."""
        self.lines = tuple(lines_of(voucher))
        signs: tuple[dict[str, None], dict[str, None]] = ({}, {})
        for line in self.lines:
            if line.fen:
                signs[line.fen > 0].setdefault(line.account)
        self._names = tuple(
            "、".join(account_label(name) for name in list(names)[:_SHOWN])
            + ("等" if len(names) > _SHOWN else "")
            for names in signs
        )
        self.raised, self.lowered = frozenset(signs[True]), frozenset(signs[False])

    def of(self, line: Line) -> str:
        """Return the accounts on the other side of one line."""
        return self._names[line.fen < 0]
