"""What was spent of each yearly limit (FM-3.3): by the year in which it happened.

Rule FND004, the table of caps on paper and what a seal hands on all ask here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from juwu_ledger.books.facts.facts import ExpensePosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.records.corrections import as_it_happened


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


def spent_by_account(books: Books, year: int, until: dt.date) -> dict[str, int]:
    """Return what was spent up to a day of the year by account under a limit, fen."""
    spent: dict[str, int] = defaultdict(int)
    for posting in budget_postings(books).get(year, ()):
        if posting.voucher.date <= until:
            spent[posting.account] += posting.fen
    return dict(spent)
