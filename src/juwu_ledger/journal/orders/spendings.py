"""Money that goes out: what is paid for, line by line, under an approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.journal.engine.change import Change, NewFile
from juwu_ledger.journal.engine.directive_text import Leg, Value
from juwu_ledger.journal.engine.journal import LockedBooks, Plan
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.approvals import ApprovalOrder, free_approval
from juwu_ledger.journal.orders.vouchers import VoucherOrder

_SPENT_ON = ("inventory", "fixed-asset", "payable", "deposit-held", "agency", "receivable")


class SpendLine(NamedTuple):
    """One thing that is paid for, ``fen`` above zero, and the papers that are its own."""

    account: str
    fen: int
    invoice: str | None = None
    fund: str | None = None
    asset: str | None = None
    approval: str | None = None
    """The line's own approval, where it is not the voucher's."""

    def leg(self) -> Leg:
        """Return the posting."""
        own: dict[str, Value] = {
            "approval": self.approval,
            "invoice": self.invoice,
            "fund": self.fund,
            "asset": self.asset,
        }
        return Leg(self.account, self.fen, own)


@dataclass(frozen=True)
class SpendOrder:
    """A payment as it is asked for."""

    date: dt.date
    source: str
    """The money account."""
    lines: Sequence[SpendLine]
    payee: str
    narration: str
    papers: Mapping[str, Value] = field(default_factory=dict)
    """Invoice, handler and witness of the whole voucher."""
    fund: str | None = None
    attachments: int = 1
    cleared: dt.date | None = None
    """The day on which the bank shows it."""
    scans: Sequence[Path] = ()
    originals: Sequence[str] = ()
    made: Sequence[NewFile] = ()
    also: Sequence[str] = ()

    @property
    def total(self) -> int:
        """What is paid, fen."""
        return sum(line.fen for line in self.lines)

    def order(self, approval: str | None) -> VoucherOrder:
        """Return the voucher under an approval."""
        return VoucherOrder(
            date=self.date,
            payee=self.payee,
            narration=self.narration,
            meta={
                "approval": approval,
                **self.papers,
                "fund": self.fund,
                "attachments": self.attachments,
            },
            legs=[
                *(line.leg() for line in self.lines),
                Leg(self.source, -self.total, {"cleared": self.cleared}),
            ],
            scans=self.scans,
            originals=self.originals,
            made=self.made,
            also=self.also,
        )


def signed_and_paid(approval: ApprovalOrder, paid: SpendOrder) -> Plan:
    """Return the plan of a payment with its approval written beside it: one stroke for both."""

    def plan(locked: LockedBooks) -> Change:
        identity = free_approval(locked.books, approval)
        order = replace(paid, also=(approval.text(identity), *paid.also))
        change = order.order(identity).plan(locked)
        title = f"签批 {identity}、{change.title}"
        return replace(change, title=title, ids=(identity, *change.ids))

    return plan


def spendable(books: Books, day: dt.date) -> list[Account]:
    """Return the accounts on which money may be spent that day."""
    chart = books.chart.open_on(day)
    return [a for a in chart.values() if a.root == "Expenses" or a.role in _SPENT_ON]


def needs_invoice(books: Books, accounts: Sequence[str]) -> bool:
    """Tell whether something is bought, not merely a debt paid: that needs an invoice."""
    bought = [books.chart[name] for name in accounts]
    return any(a.root == "Expenses" or a.role in ("fixed-asset", "inventory") for a in bought)


def is_handed_out(books: Books, accounts: Sequence[str]) -> bool:
    """Tell whether all is allowances and relief, which have a list of recipients for an invoice."""
    return all(books.chart[name].nature in ("allowance", "relief") for name in accounts)


def is_charge(books: Books, accounts: Sequence[str]) -> bool:
    """Tell whether all is what banks charge; taken by the bank itself it needs no papers."""
    return all(books.chart[name].nature == "bank-charge" for name in accounts)


def fund_due(books: Books, fund: str | None, lines: Sequence[SpendLine]) -> str | None:
    """Return the approval's fund where neither accounts nor lines say one themselves."""
    if any(line.fund for line in lines):
        return None
    own = {books.chart[line.account].fund for line in lines}
    return fund if own != {fund} else None


def papers_apart(lines: Sequence[SpendLine]) -> tuple[list[SpendLine], str | None]:
    """Return the lines, and the invoice of the whole voucher where all of them name the same."""
    numbers = {line.invoice for line in lines}
    if len(numbers) == 1:
        return [line._replace(invoice=None) for line in lines], numbers.pop()
    return list(lines), None


def funds_due(
    books: Books, signed: Approval | None, lines: Sequence[SpendLine]
) -> tuple[list[SpendLine], str | None]:
    """Return the lines and the voucher's fund, as approvals say where nothing else does.

    Where lines have approvals of their own, each line has the fund of its own.
    """
    if not any(line.approval for line in lines):
        return list(lines), fund_due(books, signed.fund if signed else None, lines)
    found = []
    for line in lines:
        own = books.approval(line.approval) if line.approval else signed
        due = fund_due(books, own.fund if own else None, [line])
        found.append(line._replace(fund=due) if due else line)
    return found, None


def approval_apart(lines: Sequence[SpendLine]) -> tuple[list[SpendLine], str | None]:
    """Return the lines, and the approval of the whole voucher where all of them name the same."""
    named = {line.approval for line in lines}
    if len(named) == 1:
        return [line._replace(approval=None) for line in lines], named.pop()
    return list(lines), None


def refuse_uncovered(books: Books, lines: Sequence[SpendLine]) -> None:
    """Raise :class:`BadInput` where one of several lines buys something and names no invoice."""
    for line in lines:
        if line.invoice is None and needs_invoice(books, [line.account]):
            name = books.chart[line.account].label
            raise BadInput(f"{name} 这一行没有发票：写明 发票=号码，没有发票的写 发票=none: 理由")
