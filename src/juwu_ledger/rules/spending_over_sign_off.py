"""SPD003: the spendings under one sign-off exceed it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts import Voucher
from juwu_ledger.books.money import show_fen
from juwu_ledger.books.view import Books, Signed
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="SPD003",
    name="spending-over-sign-off",
    title="支出超过签批金额",
    clause=("FM-3.1",),
    why="主任签的是一个数，花的就不能超过这个数。分几次付的，合起来也不能超过。",
    remedy="多付的追回，或请主任就超出部分另签一份；金额写错的改正。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Add up by sign-off in order of date.

    Refunds give back, at most what was spent; wholly reversed vouchers do not count.
    """
    cancelled = books.facts.cancelled
    moves: dict[str, list[tuple[dt.date, int, Voucher]]] = defaultdict(list)
    signed: dict[str, Signed] = {}
    for spent in books.signed_spendings:
        if spent.voucher.id not in cancelled:
            signed.setdefault(spent.voucher.id, spent)
            moves[spent.approval.id].append((spent.voucher.date, spent.amount, spent.voucher))
    given_back: dict[str, int] = defaultdict(int)
    for refund in books.facts.refunds:
        original = signed.get(refund.spending.id)
        if original is not None:
            amount = min(refund.amount, original.amount - given_back[refund.spending.id])
            given_back[refund.spending.id] += amount
            moves[original.approval.id].append((refund.voucher.date, -amount, refund.voucher))
    for identity, spendings in moves.items():
        approval = books.approval(identity)
        if approval is None or sum(m[1] for m in spendings if m[1] > 0) <= approval.amount:
            continue
        total = 0
        for _date, amount, voucher in sorted(spendings, key=lambda m: (m[0], m[1] > 0, m[2].id)):
            total += amount
            if amount > 0 and total > approval.amount:
                yield RULE.on(
                    voucher,
                    f"签批 {identity} 批了 {show_fen(approval.amount)} 元，到这张凭证已付 "
                    f"{show_fen(total)} 元，超出 {show_fen(total - approval.amount)} 元",
                    about=identity,
                )
                break
