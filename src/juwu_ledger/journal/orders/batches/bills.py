"""Many bills paid at once: one voucher, a line for each."""

from __future__ import annotations

from juwu_ledger.intake.batches.kinds.invoices import Bills
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.orders.spendings import SpendLine, SpendOrder, fund_due, papers_apart
from juwu_ledger.records.batch_rows import MARK


def write_bills(locked: LockedBooks, paid: Bills, kept: str) -> Change:
    """Return the change that books the bills of a list, which is kept as the document ``kept``."""
    given = [SpendLine(bill.account, bill.fen, bill.invoice, bill.fund) for bill in paid.bills]
    lines, invoice = papers_apart(given)
    signed = locked.books.approval(paid.approval)
    order = SpendOrder(
        date=paid.date,
        source=paid.paid_from,
        lines=lines,
        payee=paid.payee,
        narration=paid.purpose,
        papers={
            "invoice": invoice,
            "handler": paid.handler,
            "witness": paid.witness,
            MARK: " ".join(bill.key for bill in paid.bills),
        },
        fund=fund_due(locked.books, signed.fund if signed else None, lines),
        attachments=len({bill.invoice for bill in paid.bills}),
        originals=(kept,),
    )
    return order.order(paid.approval).plan(locked)
