"""Which one of some accounts the user means; ends the command where it is none, or several."""

from __future__ import annotations

from collections.abc import Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.cli.shell.console import complain


def named_account(text: str, accounts: Sequence[Account], what: str) -> Account:
    """Return the account that ``text`` names: full name, code or a part of the name.

    ``what`` says in Chinese what kind of account is asked for. Ends with status 2 unless it is one.
    """
    from juwu_ledger.cli.shell.account_choice import account_reader
    from juwu_ledger.journal.engine.refusals import BadInput

    if not accounts:
        complain(f"账本里没有{what}。")
    try:
        name = account_reader(accounts)(text)
    except BadInput as error:
        complain(f"{error}。")
    return next(account for account in accounts if account.name == name)


def accounts_below(books: Books, text: str) -> tuple[str, frozenset[str]]:
    """Return the account that ``--account`` names, be it one above others, and all from it down.

    Ends with status 2 unless it is one.
    """
    from juwu_ledger.cli.shell.account_choice import parent_reader
    from juwu_ledger.journal.engine.refusals import BadInput

    try:
        name = parent_reader(books.chart.values())(text)
    except BadInput as error:
        complain(f"--account：{error}。")
    return name, books.chart.below([name])
