"""Which account of a role is meant: mostly there is one, and nobody is asked."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.model.chart import Account
from juwu_ledger.cli.shell.account_choice import account_reader
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.prompts import Choice


def role_account(
    context: Context, option: str, given: str | None, role: str, day: dt.date
) -> str | None:
    """Return the account of a role that is open on ``day``: the only one, or the one chosen."""
    among: list[Account] = context.books.chart.open_on(day).with_role(role)
    if not among:
        return None
    if given is None and len(among) == 1:
        return among[0].name
    choices = [Choice(a.name, a.label) for a in among]
    question = "哪个科目（" + "、".join(a.label for a in among) + "）"
    return context.ask.value(option, given, question, account_reader(among), choices=choices)
