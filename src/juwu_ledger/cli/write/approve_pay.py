"""``juwu approve --pay``: the director sits beside, and what is signed off is paid at once and in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import read_count, read_name, read_scans
from juwu_ledger.cli.write.money_choice import money_account
from juwu_ledger.cli.write.new_card import CardTold
from juwu_ledger.cli.write.spend import PAYING, papers_of, with_card
from juwu_ledger.cli.write.spend_lines import chosen_account
from juwu_ledger.journal.orders.approvals import ApprovalOrder
from juwu_ledger.journal.orders.spendings import SpendLine, SpendOrder, fund_due

if TYPE_CHECKING:
    from juwu_ledger.cli.write.approve import Options


def needed_to_pay(given: Options) -> dict[str, object]:
    """Return the options without which nothing can be paid where nobody can be asked."""
    return {
        "--payee": given.payee,
        "--account": given.account,
        "--from": given.paid_from,
        "--invoice（或 --no-invoice）": given.invoice or given.no_invoice,
        "--witness": given.witness,
    }


def asked_payment(context: Context, order: ApprovalOrder, given: Options) -> SpendOrder:
    """Return the payment of all that is signed off; who applied has handled it, if nobody else is named."""
    books, day = context.books, order.date
    scans = read_scans(given.document)
    account = chosen_account(context, given.account, day)
    source = money_account(context, "--from", given.paid_from, "用什么付", PAYING, day)
    lines, papers = papers_of(
        context, [SpendLine(account, order.amount)], given.invoice, given.no_invoice
    )
    papers["handler"] = read_name(given.handler) if given.handler else order.applicant
    papers["witness"] = context.person("--witness", given.witness, "证明人")
    lines, card = with_card(context, day, lines, CardTold())
    return SpendOrder(
        date=day,
        source=source,
        lines=lines,
        payee=order.payee or "",
        narration=order.purpose,
        papers=papers,
        fund=fund_due(books, order.fund, lines),
        attachments=read_count(given.attachments) if given.attachments else 1,
        scans=scans,
        also=card,
    )
