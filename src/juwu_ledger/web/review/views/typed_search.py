"""What a reader types to find vouchers: a payee, an amount, any word or number, several at once."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.money import to_fen
from juwu_ledger.registers.vouchers.voucher_search import Search

LONGEST = 60
_SHORT = 5
"""A number of fewer digits is looked for as an amount and in names: most long numbers contain it."""
_AMOUNT = re.compile(r"[￥¥]?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?元?", re.ASCII)


class TypedSearch:
    """Tells whether a voucher has every word that was typed, be it as text or as an amount in yuan."""

    def __init__(self, typed: str) -> None:
        """Take what was typed; words are divided by blanks, full width or not."""
        words = unicodedata.normalize("NFKC", typed[:LONGEST]).split()
        self.words = " ".join(words)
        self._asked = [_meanings(word) for word in words]

    def finds(self, voucher: Voucher) -> bool:
        """Tell whether each word is somewhere on the voucher."""
        return all(any(one.finds(voucher) for one in word) for word in self._asked)


def _meanings(word: str) -> tuple[Search, ...]:
    amount = _AMOUNT.fullmatch(word)
    if amount is None:
        return (Search(text=word),)
    fen = to_fen(Decimal(amount[1].replace(",", "") + (amount[2] or "")))
    words = Search(payee=word) if len(word) < _SHORT else Search(text=word)
    return words, Search(amount=(fen, fen))
