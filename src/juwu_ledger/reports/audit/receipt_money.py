"""How much money came with each receipt of a period, and what came without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts import ReceiptUse, Voucher
from juwu_ledger.books.metadata import text_of
from juwu_ledger.books.money import to_yuan
from juwu_ledger.reports.account_words import class_of
from juwu_ledger.reports.period_ledger import Entry, PeriodLedger
from juwu_ledger.reports.report import Value
from juwu_ledger.reports.voucher_lines import lines_of

HERE, IN_KIND = "是", "实物"
"""Whether a receipt's amount is part of the period's money (本期)."""


def receipt_amounts(voucher: Voucher, whole: int) -> dict[str, int]:
    """Return the amount of each receipt of a voucher, fen; ``whole`` is all the money that came.

    A receipt named on a posting is for that posting; one named on the voucher for the rest.
    """
    amounts: dict[str, int] = defaultdict(int)
    for line in lines_of(voucher):
        text = text_of((line.posting.meta or {}).get("receipt"))
        if text:
            amounts[text] += abs(line.fen) if whole >= 0 else -abs(line.fen)
    rest = whole - sum(amounts.values())
    own = voucher.text("receipt")
    if own:
        amounts[own] += rest
    elif rest:
        amounts[""] += rest
    return dict(amounts)


class ReceiptMoney:
    """The money that came with each receipt of the period; what no receipt took is left over."""

    def __init__(self, ledger: PeriodLedger) -> None:
        """Work out the amounts of every voucher of the period that moved money in or back."""
        self._entries = {id(entry.voucher.txn): entry for entry in ledger.entries}
        self._amounts: dict[int, dict[str, int]] = {}
        for key, entry in self._entries.items():
            whole = entry.income - entry.interest
            if whole:
                self._amounts[key] = receipt_amounts(entry.voucher, whole)

    def take(self, use: ReceiptUse) -> tuple[Value, str | None, str | None]:
        """Return amount, kind of voucher and ``本期`` of a receipt; each amount is taken once.

        A gift in kind moved no money: its worth is shown and not added to the money that came.
        """
        key = id(use.voucher.txn)
        entry = self._entries.get(key)
        if entry is None:
            return None, None, None
        if key in self._amounts:
            fen = self._amounts[key].pop(use.text, None)
            return None if fen is None else to_yuan(fen), entry.flow, HERE
        worth = -sum(line.fen for line in lines_of(use.voucher) if class_of(line.account) == "收入")
        return to_yuan(worth) if worth else None, entry.flow, IN_KIND

    def left(self) -> Iterator[tuple[Entry, str, int]]:
        """Yield what no receipt took: voucher, the receipt it names or nothing, fen."""
        for key, amounts in self._amounts.items():
            for text, fen in amounts.items():
                if fen:
                    yield self._entries[key], text, fen
