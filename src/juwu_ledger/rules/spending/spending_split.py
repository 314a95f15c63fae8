"""SPD013: payments to one payee within seven days that together reach the street's figure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule
from juwu_ledger.rules.support.small_payments import Payment, groups

RULE = Rule(
    code="SPD013",
    name="spending-split",
    title="疑似化整为零",
    clause=("FM-3.2",),
    why="把一笔大额支出拆成几笔小额，可以绕过街道主任签批。短时间内付给同一家的几笔，要合起来看。",
    remedy="合并报街道办事处主任签批；确是互不相干的几笔，写说明。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

_DAYS = 7


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Slide a window of seven days over each payee's payments not signed by the street.

    What one voucher pays under several approvals are several payments.
    """
    by_payee: dict[str, list[Payment]] = defaultdict(list)
    for spending in books.facts.spendings:
        voucher = spending.voucher
        if books.facts.taken_back_by(voucher):
            continue
        for part in spending.parts:
            approval = books.approval(part.approval)
            if approval is not None and approval.street_director is not None:
                continue
            payee = voucher.payee or (approval.payee if approval else None)
            if payee:
                by_payee[plain(payee)].append(Payment(voucher, part.fen))
    for payee, payments in by_payee.items():
        yield from _windows(books, payee, payments)


def _windows(books: Books, payee: str, payments: list[Payment]) -> Iterator[Finding]:
    """Report a group once, at the payment that brings it to the figure."""
    for group in groups(books, payments, _DAYS):
        yield RULE.on(
            group.payments[-1].voucher,
            f"七天内付给“{payee}”{len(group.payments)} 笔共 {show_fen(group.total)} 元，"
            f"达到 {show_fen(group.figure)} 元，都没有街道主任签批：{group.parts}",
        )
