"""Corrections: which voucher was booked anew in the place of which (``corrects``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from juwu_ledger.books.facts.facts import Facts, Heir, Voucher
from juwu_ledger.books.facts.legs import nets_of
from juwu_ledger.books.model.problem import Problem

_REMEDY = "在 corrects 写上被更正的凭证号；那一张要先用红字（reverses）整张冲销。"


def find_heirs(facts: Facts) -> list[Problem]:
    """Fill in ``facts.heirs``; return what is wrong with each ``corrects`` that does not hold."""
    named = [v for v in facts.redated if v.text("corrects")]
    if not named:
        return []
    order = {id(voucher.txn): at for at, voucher in enumerate(facts.vouchers)}
    reds: dict[int, list[Voucher]] = defaultdict(list)
    for voucher in facts.vouchers:
        if voucher.mirrors is not None:
            reds[id(voucher.mirrors.txn)].append(voucher)
    problems = []
    for voucher in named:
        before = facts.by_id.get(voucher.text("corrects"))
        found = _heir(voucher, before, facts, order, reds)
        if isinstance(found, Heir):
            assert before is not None
            facts.heirs[before.id] = found
        else:
            problems.append(_problem(voucher, found))
    return problems


def _heir(
    voucher: Voucher,
    before: Voucher | None,
    facts: Facts,
    order: dict[int, int],
    reds: dict[int, list[Voucher]],
) -> Heir | str:
    """Return the heir of ``before``, or say in Chinese why ``voucher`` cannot be it."""
    name = voucher.text("corrects")
    if before is None:
        return f"要更正的凭证 {name} 不存在"
    if before.txn is voucher.txn:
        return "更正的是它自己"
    if facts.by_id.get(voucher.id) is not voucher:
        return "写 corrects 的凭证自己要有编号，编号不能和别的重复"
    if voucher.mirrors is not None or before.mirrors is not None:
        return f"红字凭证不写更正（corrects），也不能被更正：{name}"
    if before.id in facts.heirs:
        return f"{name} 已经由 {facts.heirs[before.id].voucher.id} 更正过了，一张凭证只能有一张更正"
    if order[id(before.txn)] > order[id(voucher.txn)]:
        return f"要更正的凭证 {name} 在它之后"
    red = _completing(before, (r for r in reds[id(before.txn)] if r.date <= voucher.date))
    return Heir(voucher, red) if red else f"要更正的凭证 {name} 到 {voucher.date} 还没有整张冲销"


def _completing(original: Voucher, reds: Iterable[Voucher]) -> Voucher | None:
    """Return the red letter after which nothing is left of ``original``."""
    taken = [original.txn]
    for red in reds:
        taken.append(red.txn)
        if not nets_of(*taken):
            return red
    return None


def _problem(voucher: Voucher, wrong: str) -> Problem:
    about = voucher.id or None
    return Problem(voucher.place, wrong, _REMEDY, date=voucher.date, about=about, voucher=about)
