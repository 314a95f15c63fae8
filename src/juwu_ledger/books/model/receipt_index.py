"""Finding the receipt books that a receipt belongs to, fast however many books were drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.vocabulary import ReceiptBook, ReceiptReturn

T = TypeVar("T", ReceiptBook, ReceiptReturn)


class ReceiptIndex(Generic[T]):
    """Ranges of receipts, looked up by number. Overlapping ranges are all found."""

    def __init__(self, items: Iterable[T]) -> None:
        """Sort the ranges of each series by their first number."""
        self._series: dict[tuple[str, int], list[T]] = defaultdict(list)
        for item in items:
            self._series[item.numbers.first.series, item.numbers.first.width].append(item)
        self._starts: dict[tuple[str, int], list[int]] = {}
        self._reach: dict[tuple[str, int], list[int]] = {}
        for key, ranges in self._series.items():
            ranges.sort(key=lambda item: item.numbers.first.number)
            self._starts[key] = [item.numbers.first.number for item in ranges]
            highest, reach = 0, []
            for item in ranges:
                highest = max(highest, item.numbers.last.number)
                reach.append(highest)
            self._reach[key] = reach

    def covering(self, number: ReceiptNumber) -> Iterator[T]:
        """Yield every range that holds ``number``."""
        key = number.series, number.width
        if key not in self._series:
            return
        at = bisect_right(self._starts[key], number.number)
        while at and self._reach[key][at - 1] >= number.number:
            at -= 1
            if number in self._series[key][at].numbers:
                yield self._series[key][at]
