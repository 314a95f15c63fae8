"""New accounts: ``open`` with the metadata that tells what the account is for (docs/books-format.md)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from juwu_ledger.books.model.chart import BANK_ROLES, Account, Chart
from juwu_ledger.books.model.money import CURRENCY
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Value, meta_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.registers import under_last

HOME = "accounts.beancount"
ROOTS = {
    "Assets": "资产",
    "Liabilities": "负债",
    "Equity": "净资产",
    "Income": "收入",
    "Expenses": "支出",
}
ROLES_OF: Mapping[str, tuple[str, ...]] = {
    "Assets": (
        *("petty-cash", "undeposited", "bank", "clearing"),
        *("receivable", "inventory", "fixed-asset", "depreciation"),
    ),
    "Liabilities": ("payable", "deposit-held", "agency", "borrowing"),
    "Equity": ("opening", "net-assets"),
}
PURPOSE_KEYS = {
    "Assets": "role",
    "Liabilities": "role",
    "Equity": "role",
    "Income": "source",
    "Expenses": "nature",
}
"""Root → the metadata key that says what an account of it is for."""
_CODE = re.compile(r"\d+")


@dataclass(frozen=True)
class NewAccount:
    """An account as it is asked for; ``purpose`` is its role, source or nature, by its root."""

    date: dt.date
    name: str
    purpose: str
    holder: str | None = None
    debtor: str | None = None
    fund: str | None = None
    bank_account: str | None = None

    @property
    def root(self) -> str:
        """``Assets``, ``Liabilities``, ``Equity``, ``Income`` or ``Expenses``."""
        return self.name.split(":", 1)[0]

    @property
    def text(self) -> str:
        """The ``open`` directive."""
        meta: dict[str, Value] = {
            PURPOSE_KEYS[self.root]: self.purpose,
            "holder": self.holder,
            "bank-account": self.bank_account,
            "debtor": self.debtor,
            "fund": self.fund,
        }
        return f"{self.date.isoformat()} open {self.name} {CURRENCY}\n{meta_text(meta)}"

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change that opens the account, under the last one before it of its root."""
        chart, books = locked.books.chart, locked.books
        refuse_name(chart, self.name)
        change = Change(
            file=self._home(locked), title=f"科目 {self.name}", texts=(self.text,), ids=(self.name,)
        )
        path = str(books.root / change.file)
        alike = [a for a in chart.values() if a.root == self.root and a.place.file == path]
        before = [a for a in alike if a.name < self.name] or alike
        last = [max(before, key=_order).place] if before else []
        return under_last(change, locked, last)

    def _home(self, locked: LockedBooks) -> str:
        if HOME in locked.files:
            return HOME
        latest = max(locked.books.chart.values(), key=lambda a: a.opened, default=None)
        return locked.books.relative(latest.place.file) if latest else locked.books.main.name

    def as_account(self) -> Account:
        """Return it as the chart will show it, without a place."""
        from juwu_ledger.books.model.problem import Place

        own: dict[str, Any] = {PURPOSE_KEYS[self.root]: self.purpose}
        return Account(
            self.name,
            self.root,
            self.date,
            Place("", 0),
            holder=self.holder,
            debtor=self.debtor,
            fund=self.fund,
            bank_account=self.bank_account,
            **own,
        )


def _order(account: Account) -> tuple[str, int]:
    return account.name, account.place.line


def is_component(text: str) -> bool:
    """Tell whether ``text`` can be a part of an account's name: code and Chinese name."""
    return ":" not in text and _is_valid(f"Assets:{text}")


def _is_valid(name: str) -> bool:
    from beancount.core.account import is_valid  # Not needed to print a command's help.

    return is_valid(name)


def refuse_name(chart: Chart, name: str) -> None:
    """Refuse a name that is taken, and one whose code another account has."""
    if name in chart:
        raise Refusal(f"科目 {name} 已经开了。")
    parts = name.split(":")
    for depth in range(1, len(parts)):
        match = _CODE.match(parts[depth])
        for other in chart:
            theirs = other.split(":")
            if match is None or theirs[:depth] != parts[:depth] or len(theirs) <= depth:
                continue
            code = _CODE.match(theirs[depth])
            if code and code[0] == match[0] and theirs[depth] != parts[depth]:
                raise BadInput(f"编码 {match[0]} 已经是“{theirs[depth]}”的了，换一个编码")


def read_account_name(chart: Chart, text: str) -> str:
    """Return the full name of a new account; raise :class:`BadInput`.

    ``text`` may begin with the root, English or Chinese (``支出:5109快递费``), or with the code
    alone, whose first figure then tells the root as in the accounts that are there.
    """
    first, colon, rest = text.partition(":")
    for root, title in ROOTS.items():
        if colon and first in (root, title):
            return _checked(f"{root}:{rest}")
    return _checked(f"{_root_by_code(chart, text)}:{text}")


def _root_by_code(chart: Chart, text: str) -> str:
    roots = {
        account.root
        for account in chart.values()
        if text[:1].isdigit() and account.name.partition(":")[2][:1] == text[0]
    }
    if len(roots) != 1:
        said = "、".join(f"{title}（{root}）" for root, title in ROOTS.items())
        raise BadInput(
            f"看不出 {text!r} 是哪一类，请在前面写上类别，如 支出:5109快递费；类别有{said}"
        )
    return roots.pop()


def _checked(name: str) -> str:
    if not _is_valid(name):
        raise BadInput(
            f"{name!r} 不能当科目名：每一段要以数字编码开头，后面只用汉字、字母、数字，如 5109快递费"
        )
    return name


def holder_due(purpose: str) -> bool:
    """Tell whether an account of this role is held at a bank or with a payment service."""
    return purpose in BANK_ROLES
