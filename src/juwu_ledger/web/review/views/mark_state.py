"""The reviewers' marks, voucher by voucher, and whether the voucher is still what was marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.web.review.marks import MARKS, Mark, voucher_digest

DOUBT = "doubt"


class MarkState(NamedTuple):
    """One reviewer's mark on one voucher."""

    name: str
    mark: str
    note: str
    is_changed: bool
    """The voucher is no longer what it was when it was marked."""

    @property
    def title(self) -> str:
        """The mark in a word."""
        return MARKS.get(self.mark, self.mark)


OnVouchers = Mapping[str, tuple[MarkState, ...]]


def marks_on(
    books: Books, kept: Mapping[str, Mapping[str, Mark]], vouchers: Iterable[Voucher]
) -> dict[str, tuple[MarkState, ...]]:
    """Return the marks on these vouchers by number; ``kept`` has them by reviewer and number."""
    found: dict[str, tuple[MarkState, ...]] = {}
    for voucher in vouchers:
        marks = [(name, of[voucher.id]) for name, of in kept.items() if voucher.id in of]
        if marks:
            now = voucher_digest(books, voucher)
            found[voucher.id] = tuple(
                MarkState(name, mark.mark, mark.note, mark.digest != now) for name, mark in marks
            )
    return found


def own_mark(marks: OnVouchers, voucher: str, name: str) -> MarkState | None:
    """Return the mark that a reviewer put on a voucher as it is now."""
    return next(
        (mark for mark in marks.get(voucher, ()) if mark.name == name and not mark.is_changed),
        None,
    )


def is_doubted(marks: OnVouchers, voucher: str) -> bool:
    """Tell whether anybody is in doubt about a voucher."""
    return any(mark.mark == DOUBT for mark in marks.get(voucher, ()))
