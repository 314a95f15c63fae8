"""The approvals of a period: approved, used, left, signed; and spending outside of them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.tables.signature_words import signing_line
from juwu_ledger.web.review.views.approval_words import Approvals, ApprovalWords
from juwu_ledger.web.review.views.paging import Paged, paged
from juwu_ledger.web.review.views.words import yuan

PAGE_SIZE = 20


class Unsigned(NamedTuple):
    """A spending that no approval of the books covers."""

    date: dt.date
    voucher: str
    party: str
    summary: str
    amount: str
    named: str
    """The approval it names, which is not registered; empty where it names none."""


class ApprovalList(NamedTuple):
    """What the page shows."""

    page: Paged[ApprovalWords]
    unsigned: tuple[Unsigned, ...]
    signing: str
    """What became of the electronic signatures, in one line."""
    approved: str
    used: str


def approval_list(books: Books, period: Period, as_of: dt.date, number: int) -> ApprovalList:
    """Return the approvals dated in a period or used in it, newest last."""
    offs = Approvals(books, until=as_of)
    here = [a for a in books.of(Approval) if _belongs(offs, a, period)]
    cut = paged(here, number, PAGE_SIZE)
    return ApprovalList(
        cut.showing([offs.words(approval) for approval in cut.items]),
        _unsigned(books, period),
        signing_line(books, period, as_of),
        yuan(sum(a.amount for a in here)),
        yuan(sum(offs.use(a).spent for a in here)),
    )


def _belongs(offs: Approvals, approval: Approval, period: Period) -> bool:
    return approval.date in period or any(
        one.voucher.date in period for one in offs.use(approval).uses
    )


def _unsigned(books: Books, period: Period) -> tuple[Unsigned, ...]:
    return tuple(
        Unsigned(
            use.voucher.date,
            use.voucher.id,
            use.voucher.payee,
            use.voucher.narration,
            yuan(use.fen),
            use.approval,
        )
        for use in books.record(approval_uses).all
        if use.voucher.date in period and use.fen > 0 and books.approval(use.approval) is None
    )
