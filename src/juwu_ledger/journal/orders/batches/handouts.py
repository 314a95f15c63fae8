"""Allowances and relief: one voucher, and the list of those who were paid (CSH007)."""

from __future__ import annotations

from juwu_ledger.intake.batches.handout import Handout
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.orders.spendings import SpendLine, SpendOrder, fund_due
from juwu_ledger.records.batch_rows import MARK


def write_handout(locked: LockedBooks, handout: Handout, kept: str) -> Change:
    """Return the change that books what was handed out; the list is kept as the document ``kept``."""
    papers = handout.papers
    lines = [SpendLine(papers.account, handout.total)]
    signed = locked.books.approval(papers.approval)
    order = SpendOrder(
        date=papers.date,
        source=papers.paid_from,
        lines=lines,
        payee=handout.payee,
        narration=handout.narration,
        papers={
            "invoice": handout.invoice,
            "recipients": handout.listed,
            "handler": papers.handler,
            "witness": papers.witness,
            MARK: " ".join(one.key for one in handout.recipients),
        },
        fund=papers.fund or fund_due(locked.books, signed.fund if signed else None, lines),
        originals=(kept,),
    )
    return order.order(papers.approval).plan(locked)
