"""What the cells of a batch may say: accounts, funds and approvals of the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account, account_label
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.cli.shell.account_choice import account_reader, code, parent_reader
from juwu_ledger.cli.shell.reading import read_id
from juwu_ledger.cli.write.approval_choice import open_approvals
from juwu_ledger.cli.write.receive import income_accounts
from juwu_ledger.cli.write.spend import PAYING
from juwu_ledger.intake.batches.field import Choice, Choices
from juwu_ledger.intake.statements.cells import UnreadableCell
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.spendings import spendable
from juwu_ledger.records.approvals import approval_uses

Reader = Callable[[str], str]


def batch_choices(books: Books, day: dt.date) -> Choices:
    """Return the choices of all kinds of batches, from the books as they are on a day."""
    chart = books.chart.open_on(day)
    expenses = [account for account in chart.values() if account.root == "Expenses"]

    def with_roles(roles: Iterable[str]) -> Choice:
        return _accounts([account for role in roles for account in chart.with_role(role)])

    return {
        "income": _accounts(income_accounts(books, day)),
        "spent-on": _accounts(spendable(books, day)),
        "handed-out": _accounts([a for a in expenses if a.nature == "allowance"]),
        "relief": _accounts([a for a in expenses if a.nature == "relief"]),
        "expense": _accounts(expenses, parent_reader(expenses)),
        "any": _accounts([a for a in chart.values() if a.role != "opening"]),
        "money-in": with_roles(("undeposited", "bank", "clearing")),
        "paid-from": with_roles(PAYING),
        "fund": _named(dict.fromkeys((fund.name for fund in books.of(Fund)), ""), "专项资金"),
        "approval": _approvals(books),
    }


def _accounts(accounts: list[Account], read: Reader | None = None) -> Choice:
    shown = {f"{code(a.name)} {account_label(a.name)}": a.name for a in accounts}
    named = read or account_reader(accounts)
    return Choice(tuple(shown), _told(lambda text: shown.get(text) or named(text)))


def _named(known: Mapping[str, str], what: str) -> Choice:
    """Return the choice among names as they are written; what stands behind each is shown."""

    def read(text: str) -> str:
        if text not in known:
            raise BadInput(f"没有{what} {text!r}；有的是：{'、'.join(known) or '（一个也没有）'}")
        return text

    return Choice(tuple(known), _told(read))


def _approvals(books: Books) -> Choice:
    known = books.record(approval_uses).by_approval

    def read(text: str) -> str:
        identity = read_id(text.split(" ")[0])
        if identity not in known:
            raise BadInput(f"没有签批 {identity}；先由主任签批：juwu approve")
        return identity

    shown = tuple(f"{c.value} {known[c.value].approval.purpose}" for c in open_approvals(books))
    return Choice(shown, _told(read))


def _told(read: Reader) -> Reader:
    """Return a reader that complains of the cell instead of an option."""

    def cell(text: str) -> str:
        try:
            return read(text)
        except BadInput as error:
            raise UnreadableCell(str(error)) from None

    return cell
