"""The approvals that a spending stands under, each with what was paid under it.

A voucher names one approval, or its lines name their own, which go before it. The one place where
a spending is divided among approvals.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from juwu_ledger.books.facts.facts import Part, Voucher
from juwu_ledger.books.facts.legs import CHARGE, INTEREST, MONEY, Legs
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.metadata import id_of
from juwu_ledger.books.model.problem import Place, Problem

KEY = "approval"
_WHOLE: Mapping[str, int] = MappingProxyType({})
"""The accounts of a part that is the whole of its voucher."""


def parts_of(voucher: Voucher, legs: Legs, amount: int, cash: int) -> tuple[Part, ...]:
    """Divide what was spent (``amount``, positive fen) among the approvals of the voucher's lines.

    Charges that the bank took and interest that it gave are no part of it. What a line takes off
    (a discount, a debt left open) comes off its own approval; a rest beyond off the last ones.
    """
    whole = id_of(voucher.txn.meta.get(KEY))
    if not legs.rich or not any(KEY in posting.meta for posting in legs.rich):
        return (Part(whole, amount, _WHOLE),)
    by_name: dict[str, dict[str, int]] = {}
    names: dict[str, str] = {}
    for what, fen, posting in legs.all:
        bank = (what.slot == CHARGE and not cash) or (
            what.slot == INTEREST and legs.sums[INTEREST] < 0
        )
        if bank or what.bit & MONEY:
            continue
        named = id_of((posting.meta or {}).get(KEY)) or whole
        accounts = by_name.setdefault(plain(named), {})
        names.setdefault(plain(named), named)
        accounts[posting.account] = accounts.get(posting.account, 0) + fen
    parts = []
    for name, accounts in by_name.items():
        fen = min(sum(accounts.values()), amount)
        if fen > 0:
            parts.append(Part(names[name], fen, accounts))
            amount -= fen
    return tuple(parts) or (Part(whole, amount, _WHOLE),)


def misplaced(voucher: Voucher, legs: Legs) -> list[Problem]:
    """Return a problem for each approval written on a line of money, where it divides nothing."""
    rich = {id(posting) for posting in legs.rich if KEY in posting.meta}
    if not rich:
        return []
    return [
        Problem(
            Place.of(posting.meta),
            "签批写在资金科目（现金、银行）的那一行下面，不知道批的是哪一笔用途",
            "签批写在花钱的那一行下面，或者写在凭证头上。",
            date=voucher.date,
            about=voucher.id or None,
            voucher=voucher.id or None,
        )
        for what, _, posting in legs.all
        if what.bit & MONEY and id(posting) in rich
    ]
