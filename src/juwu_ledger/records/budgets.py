"""What was spent of each yearly limit (FM-3.3), by the year in which it happened, and what is signed off.

Rule FND004, the table of caps on paper and what a seal hands on all ask here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from juwu_ledger.books.facts.facts import ExpensePosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import Approval, Fund
from juwu_ledger.records.approvals import ApprovalUse, Use, approval_uses
from juwu_ledger.records.corrections import as_it_happened
from juwu_ledger.records.flows import Leg, legs_of
from juwu_ledger.records.voucher_lines import text_on


def budget_postings(books: Books) -> Mapping[int, list[ExpensePosting]]:
    """Return by year what was posted to accounts under a limit, in order of event date.

    A voucher that was wholly reversed, and its reversal, spent nothing.
    """
    return books.record(_budget_postings)


def _budget_postings(books: Books) -> dict[int, list[ExpensePosting]]:
    facts = as_it_happened(books).facts
    postings: dict[int, list[ExpensePosting]] = defaultdict(list)
    for posting in facts.budgeted:
        if not facts.is_undone(posting.voucher):
            postings[posting.voucher.date.year].append(posting)
    return dict(postings)


def carried_budget(books: Books, year: int, accounts: Iterable[str]) -> int:
    """Return what sealed months of the year, which were not read, had spent of a limit, fen."""
    carried = books.carried
    if carried is None or carried.until.year != year:
        return 0
    return sum(carried.budgets.get(account, 0) for account in accounts)


class Commitment(NamedTuple):
    """An approval that may still be spent under."""

    use: ApprovalUse
    account: str
    """What it is for, as far as the books tell: the one account that was spent on under it, else the
    one account of its fund; empty where they do not."""


def commitments(books: Books, until: dt.date) -> list[Commitment]:
    """Return what is signed off by a day and not spent by then, in order of date and id."""
    uses = books.record(approval_uses)
    found = (uses.of(item).until(until) for item in books.of(Approval) if item.date <= until)
    return sorted(
        (Commitment(use, _account_of(books, use)) for use in found if use.available),
        key=lambda item: (item.use.approval.date, item.use.approval.id),
    )


def _account_of(books: Books, use: ApprovalUse) -> str:
    spent = {leg.account.name for one in use.uses for leg in _under(books, one)}
    if not spent and use.approval.fund:
        funds = [fund for fund in books.of(Fund) if fund.name == use.approval.fund]
        spent = set(funds[-1].accounts) if funds else set()
    return spent.pop() if len(spent) == 1 else ""


def _under(books: Books, use: Use) -> list[Leg]:
    """Return the legs of a voucher that a use is of: those that name its approval, where some do."""
    legs = [leg for leg in legs_of(books, use.voucher) if not leg.account.is_money]
    name = plain(use.approval)
    own = [leg for leg in legs if plain(text_on(use.voucher, leg.posting, "approval")) == name]
    return own or legs


def spent_by_account(books: Books, year: int, until: dt.date) -> dict[str, int]:
    """Return what was spent up to a day of the year by account under a limit, fen."""
    spent: dict[str, int] = defaultdict(int)
    for posting in budget_postings(books).get(year, ()):
        if posting.voucher.date <= until:
            spent[posting.account] += posting.fen
    return dict(spent)
