"""Going through vouchers one by one: where one stands in the list, and which comes next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.web.review.marks import Mark

IsUnseen = Callable[[Voucher], bool]


class Walk(NamedTuple):
    """Where a voucher stands among those that are gone through, and the numbers of those beside it."""

    place: int
    """From 1; 0 where it is none of them, or no longer, such as one just seen of those not seen."""
    total: int
    before: str
    after: str
    unseen: str
    """The next that the reader has not seen: behind this one, else from the beginning."""


def walk(vouchers: Sequence[Voucher], voucher: Voucher, is_unseen: IsUnseen) -> Walk:
    """Return where ``voucher`` stands among ``vouchers``, which are in order of day and number."""
    at = _order(voucher)
    begin = bisect_left(vouchers, at, key=_order)
    end = bisect_right(vouchers, at, key=_order)
    others = (*vouchers[end:], *vouchers[:begin])
    return Walk(
        end if end > begin else 0,
        len(vouchers),
        vouchers[begin - 1].id if begin else "",
        vouchers[end].id if end < len(vouchers) else "",
        next((other.id for other in others if is_unseen(other)), ""),
    )


def resumed(vouchers: Sequence[Voucher], mine: Mapping[str, Mark], is_unseen: IsUnseen) -> str:
    """Return where the reader goes on: the first not seen behind the one that was marked last.

    Where nothing is marked, or all behind it is seen, it is the first not seen; empty where all is.
    """
    marked = [(mine[v.id].at, place) for place, v in enumerate(vouchers) if v.id in mine]
    last = max(marked, default=("", -1))[1]
    behind = (*vouchers[last + 1 :], *vouchers[: last + 1])
    return next((voucher.id for voucher in behind if is_unseen(voucher)), "")


def _order(voucher: Voucher) -> tuple[object, str]:
    return voucher.date, voucher.id
