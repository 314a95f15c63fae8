"""SPD021: the approval names a fund, and the voucher spends another, or none."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Approval, Fund
from juwu_ledger.records.approvals import Use, approval_uses
from juwu_ledger.records.flows import legs_of
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD021",
    name="sign-off-of-another-fund",
    title="签批的专款和凭证的专款不一样",
    clause=("FM-3.4",),
    why="主任签的是用哪一笔专款，账上就要记在哪一笔名下。记到别处，这笔专款还显得没有用，另一笔钱却少了。",
    remedy="专款写漏、写错的，红字冲销重记（juwu reverse --again）；签批写错的，请主任另签。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Hold the funds that a voucher's approvals name against those that its lines spend."""
    under: dict[int, tuple[Voucher, set[str]]] = {}
    for use in _of_funds(books.record(approval_uses).all, books):
        under.setdefault(id(use.voucher.txn), (use.voucher, set()))[1].add(use.approval)
    spent = _funds_spent(books)
    declared = {fund.name for fund in books.of(Fund)}
    for voucher, names in under.values():
        if voucher.mirrors is None and not books.facts.taken_back_by(voucher):
            yield from _compared(books, voucher, sorted(names), spent[id(voucher.txn)], declared)


def _of_funds(uses: Iterable[Use], books: Books) -> list[Use]:
    """Return the uses of approvals by vouchers that use one which names a fund."""
    names = {item.id: item.fund for item in reversed(books.of(Approval))}
    known = [use for use in uses if use.fen > 0 and use.approval in names]
    vouchers = {id(use.voucher.txn) for use in known if names[use.approval]}
    return [use for use in known if id(use.voucher.txn) in vouchers]


def _compared(
    books: Books, voucher: Voucher, names: list[str], spent: set[str], declared: set[str]
) -> Iterator[Finding]:
    """Compare one voucher; what it pays of an older debt, or lends, was not spent by it.

    A name that is no fund at all, on either, is rule FND005's business.
    """
    signed = {name: approval.fund for name in names if (approval := books.approval(name))}
    if not any(signed.values()) or not {*spent, *filter(None, signed.values())} <= declared:
        return
    if not _spends(books, voucher):
        return
    others = set() if None in signed.values() else spent - set(signed.values())
    for name, fund in signed.items():
        if fund is not None and (fund not in spent or others):
            said = "、".join(f"“{other}”" for other in sorted(others or spent))
            told = f"凭证用的是{said}" if said else "凭证没有写专款"
            yield RULE.on(voucher, f"签批 {name} 用的是专项资金“{fund}”，{told}")


def _spends(books: Books, voucher: Voucher) -> bool:
    """Tell whether some line is one that a fund can stand on: an expense, a thing, income given back."""
    return any(
        leg.fen > 0
        and (leg.account.root in ("Expenses", "Income") or leg.account.role == "fixed-asset")
        and leg.account.nature != "bank-charge"
        for leg in legs_of(books, voucher)
    )


def _funds_spent(books: Books) -> dict[int, set[str]]:
    """Return the funds out of which each voucher took money."""
    spent: dict[int, set[str]] = defaultdict(set)
    for move in books.facts.fund_moves:
        if move.fen < 0:
            spent[id(move.voucher.txn)].add(move.fund)
    return spent
