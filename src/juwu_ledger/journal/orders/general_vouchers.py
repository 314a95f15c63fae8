"""The general voucher (转账凭证): any debits and credits that touch no money.

Goods bought on account, what is owed and due, a forfeited deposit, goods that are given and used. What
moves money has a command of its own, which asks for the papers that money needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.journal.engine.directive_text import Leg, Value
from juwu_ledger.journal.engine.refusals import BadInput

_GOODS = ("fixed-asset", "inventory")
_OWED = ("payable", "deposit-held", "agency", "receivable", "borrowing")


class Entry(NamedTuple):
    """One line as it is asked for: ``fen`` above zero is a debit (借), below zero a credit (贷)."""

    account: str
    fen: int
    fund: str | None = None
    invoice: str | None = None
    asset: str | None = None

    def leg(self) -> Leg:
        """Return the posting to be written."""
        meta: dict[str, Value] = {
            "fund": self.fund,
            "invoice": self.invoice,
            "asset": self.asset,
        }
        return Leg(self.account, self.fen, meta)


def refuse_account(account: Account, fen: int) -> None:
    """Raise :class:`BadInput` for an account that a general voucher does not touch.

    ``fen`` says on which side it was meant; 0 where that is not known yet.
    """
    if account.is_money:
        commands = ("收钱用 juwu receive" * (fen >= 0), "付钱用 juwu spend" * (fen <= 0))
        command = "，".join(filter(None, commands))
        raise BadInput(
            f"{account.label}是钱，转账凭证不动钱：{command}；在自己的账户之间转用 juwu transfer，"
            "存现金用 juwu deposit，提现金用 juwu withdraw"
        )
    if account.role == "opening":
        raise BadInput(f"{account.label}只在建账时用一次，不能再记")


def refuse_entries(books: Books, entries: Sequence[Entry]) -> None:
    """Raise :class:`BadInput` for lines that make no lawful general voucher."""
    chart = books.chart
    for entry in entries:
        refuse_account(chart[entry.account], entry.fen)
    debit = sum(entry.fen for entry in entries if entry.fen > 0)
    credit = -sum(entry.fen for entry in entries if entry.fen < 0)
    if len(entries) < 2 or debit != credit:
        raise BadInput(f"借方 {show_fen(debit)} 元，贷方 {show_fen(credit)} 元，不相等")
    if not _carries_forward(books, entries):
        for entry in entries:
            account = chart[entry.account]
            if _takes_back(account, entry.fen):
                side = "贷" if entry.fen < 0 else "借"
                raise BadInput(
                    f"{side}记{account.label}是冲减：要写明冲的是哪一张凭证，用 juwu reverse 凭证号"
                )


def brings_goods_as_income(books: Books, entries: Sequence[Entry]) -> bool:
    """Tell whether things come in as an income: then a receipt is due (RCP001)."""
    chart = books.chart
    came = any(e.fen > 0 and chart[e.account].role in _GOODS for e in entries)
    return came and any(e.fen < 0 and chart[e.account].root == "Income" for e in entries)


def buys_on_account(books: Books, entries: Sequence[Entry]) -> bool:
    """Tell whether something is bought and owed: then an invoice is due (SPD007)."""
    chart = books.chart
    bought = any(
        e.fen > 0 and (chart[e.account].root == "Expenses" or chart[e.account].role in _GOODS)
        for e in entries
    )
    return bought and any(e.fen < 0 and chart[e.account].role in _OWED for e in entries)


def _takes_back(account: Account, fen: int) -> bool:
    return (account.root == "Expenses" and fen < 0) or (account.root == "Income" and fen > 0)


def _carries_forward(books: Books, entries: Sequence[Entry]) -> bool:
    """Tell whether income and expenses are carried to net assets, and nothing else."""
    accounts = [books.chart[entry.account] for entry in entries]
    has_target = any(account.role == "net-assets" for account in accounts)
    return has_target and all(
        account.root in ("Income", "Expenses") or account.role == "net-assets"
        for account in accounts
    )
