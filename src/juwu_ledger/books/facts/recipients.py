"""Who was paid by a voucher that pays several people, and whether the list adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import show_fen, to_fen
from juwu_ledger.books.model.problem import Place, Problem
from juwu_ledger.books.model.recipients import KEY, read_recipients


def largest_payment(voucher: Voucher, paid: int) -> int:
    """Return the most that one recipient got of what a voucher paid, fen.

    What no list names went to one recipient; a list that cannot be read names nobody.
    """
    got: dict[str, int] = defaultdict(int)
    for meta, _ in _lists(voucher):
        try:
            for name, fen in read_recipients(text_of(meta.get(KEY))).items():
                got[name] += fen
        except ValueError:
            return paid
    rest = paid - sum(got.values())
    return min(max([*got.values(), rest]), paid)


def paid_by_list(voucher: Voucher) -> Iterator[str]:
    """Yield the names on the lists of recipients of a voucher."""
    for meta, _ in _lists(voucher):
        yield from listed(meta)


def listed(meta: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names on the list of a voucher or a line; one that cannot be read has none."""
    with suppress(ValueError):
        yield from read_recipients(text_of(meta.get(KEY)))


def recipient_problems(voucher: Voucher) -> Iterator[Problem]:
    """Yield what is wrong with the lists of recipients of a voucher."""
    lists = list(_lists(voucher))
    on_head = any(meta is voucher.txn.meta for meta, _ in lists)
    for meta, fen in lists:
        try:
            listed = sum(read_recipients(text_of(meta.get(KEY))).values())
        except ValueError as error:
            wrong = f"的 {KEY} {error}"
        else:
            if on_head and len(lists) > 1:
                wrong = f"的 {KEY} 在凭证头上和分录下面都写了，只写一处"
            elif listed != abs(fen):
                wrong = f"的 {KEY} 加起来是 {show_fen(listed)} 元，付出的是 {show_fen(abs(fen))} 元"
            else:
                continue
        yield Problem(
            Place.of(meta),
            f"凭证{wrong}",
            "照《账本格式》改正。",
            date=voucher.date,
            about=voucher.id or None,
            voucher=voucher.id or None,
        )


def _lists(voucher: Voucher) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Yield the metadata that holds a list, and the amount that it is about, fen."""
    if KEY in voucher.txn.meta:
        yield voucher.txn.meta, voucher.money
    for posting in voucher.txn.postings:
        if posting.meta and KEY in posting.meta:
            yield posting.meta, to_fen(posting.units.number)
