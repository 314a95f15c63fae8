"""The chart of accounts: each ``open`` with the metadata that tells what the account is for."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from juwu_ledger.books.model.problem import Place, Problem
from juwu_ledger.books.model.vocabulary import suggestion

ROLES = {
    "petty-cash": "备用金",
    "undeposited": "待缴存现金",
    "bank": "银行存款",
    "clearing": "在途收款",
    "receivable": "应收款",
    "inventory": "库存物资",
    "fixed-asset": "固定资产",
    "depreciation": "累计折旧",
    "payable": "应付款",
    "deposit-held": "押金",
    "agency": "代管款",
    "borrowing": "借款",
    "opening": "期初余额",
    "net-assets": "净资产",
}
SOURCES = {
    "appropriation": "财政拨款",
    "donation": "捐赠",
    "service": "服务收入",
    "rent": "租金",
    "levy": "收费",
    "interest": "利息",
    "other": "其他",
}
NATURES = {
    "official": "公务",
    "entertainment": "招待",
    "allowance": "津贴",
    "relief": "救助",
    "programme": "项目",
    "low-value": "低值易耗品",
    "bank-charge": "银行手续费",
    "other": "其他",
}
MONEY_ROLES = frozenset({"petty-cash", "undeposited", "bank", "clearing"})
CASH_ROLES = frozenset({"petty-cash", "undeposited"})
BANK_ROLES = frozenset({"bank", "clearing"})

_BALANCE_SHEET = ("Assets", "Liabilities", "Equity")
_WORDS: Mapping[str, tuple[tuple[str, ...], Mapping[str, str] | None]] = {
    "role": (_BALANCE_SHEET, ROLES),
    "holder": (("Assets",), None),
    "source": (("Income",), SOURCES),
    "nature": (("Expenses",), NATURES),
    "fund": (("Income", "Expenses"), None),
    "debtor": (("Assets",), None),
    "bank-account": (("Assets",), None),
}
_OF_ROLES = {"holder": ("bank", "clearing"), "debtor": ("receivable",)}
"""Keys that only accounts of some roles have: another role says that it is no money."""
_MASKED = "masked"
_KEYS = frozenset(_WORDS) | {_MASKED}


class Account(NamedTuple):
    """One account; ``root`` is ``Assets``, ``Liabilities``, ``Equity``, ``Income`` or ``Expenses``."""

    name: str
    root: str
    opened: dt.date
    place: Place
    role: str | None = None
    holder: str | None = None
    source: str | None = None
    nature: str | None = None
    fund: str | None = None
    debtor: str | None = None
    bank_account: str | None = None
    """The account's number at the bank or payment service."""
    masked: bool | None = None
    """Whether it names people whom papers for the public must not name; see :attr:`is_masked`."""
    closed: dt.date | None = None
    """The day of its ``close``: from then on it is used no more."""

    def is_open_on(self, day: dt.date) -> bool:
        """Tell whether it may be used on ``day``; on the day of its ``close`` it may no more."""
        return self.opened <= day and (self.closed is None or day < self.closed)

    @property
    def is_masked(self) -> bool:
        """What the books say of it (``masked: TRUE``); where they say nothing, relief is masked."""
        return self.nature == "relief" if self.masked is None else self.masked

    @property
    def is_money(self) -> bool:
        """Petty cash, undeposited cash, bank or clearing."""
        return self.role in MONEY_ROLES

    @property
    def is_cash(self) -> bool:
        """Petty cash or undeposited cash."""
        return self.role in CASH_ROLES

    @property
    def is_bank(self) -> bool:
        """Bank or clearing."""
        return self.role in BANK_ROLES

    @property
    def code(self) -> str:
        """The code of the account, its components' leading digits joined: ``100201``."""
        return _code(self.name)

    @property
    def label(self) -> str:
        """The Chinese name without codes: ``银行存款·基本户``."""
        return account_label(self.name)


_NAMES = 1_000
"""Of accounts whose words are kept: each is asked for on every line that has it."""


@lru_cache(_NAMES)
def _code(name: str) -> str:
    return "".join(_leading_digits(part) for part in name.split(":")[1:])


def _leading_digits(part: str) -> str:
    return part[: len(part) - len(part.lstrip("0123456789"))]


@lru_cache(_NAMES)
def account_label(name: str) -> str:
    """Return the Chinese name of an account without root and codes."""
    parts = [part.lstrip("0123456789") or part for part in name.split(":")[1:]]
    return "·".join(parts) or name


def read_account(entry: Any) -> tuple[Account, list[Problem]]:
    """Turn one Beancount ``Open`` into an :class:`Account` and the problems of its metadata."""
    place = Place.of(entry.meta)
    root = entry.account.split(":", 1)[0]
    problems: list[Problem] = []
    fields: dict[str, Any] = {}

    def tell(message: str, remedy: str) -> None:
        problems.append(Problem(place, message, remedy, date=entry.date, about=entry.account))

    for key, value in entry.meta.items():
        if key == _MASKED:
            if isinstance(value, bool):
                fields[key] = value
            else:
                tell(
                    f"科目 {entry.account} 的 masked 应是 TRUE 或 FALSE，不加引号",
                    "照《账本格式》改正。",
                )
            continue
        if key not in _WORDS:
            near = suggestion(key, _KEYS) if key not in ("filename", "lineno") else ""
            if near and not key.startswith("__"):
                tell(f"科目 {entry.account} 的 {key} 不认识{near}", "改正项名。")
            continue
        roots, words = _WORDS[key]
        if not isinstance(value, str) or not value.strip():
            tell(f"科目 {entry.account} 的 {key} 应是引号里的文字", "照《账本格式》改正。")
        elif words is not None and value not in words:
            tell(
                f"科目 {entry.account} 的 {key} 不认识 {value!r}{suggestion(value, words)}",
                f"可用：{'、'.join(words)}。",
            )
        elif root not in roots:
            tell(
                f"科目 {entry.account} 不该写 {key}",
                f"{key} 只写在 {'、'.join(roots)} 类科目上。",
            )
        else:
            fields[key.replace("-", "_")] = value
    for key, roles in _OF_ROLES.items():
        unread = "role" in entry.meta and "role" not in fields  # That is told already.
        if key in fields and not unread and fields.get("role") not in roles:
            tell(
                f"科目 {entry.account} 写了 {key}，用处（role）却不是 {'、'.join(roles)}",
                f"看清这是什么科目，改 role 或者删去 {key}。",
            )
    return Account(entry.account, root, entry.date, place, **fields), problems


class Chart(dict[str, Account]):
    """All accounts by full name."""

    def with_role(self, *roles: str) -> list[Account]:
        """Return the accounts of these roles in order of name."""
        return sorted((a for a in self.values() if a.role in roles), key=lambda a: a.name)

    def close(self, name: str, day: dt.date) -> None:
        """Note that an account is closed on ``day``; a second ``close`` changes nothing."""
        account = self.get(name)
        if account is not None and account.closed is None:
            self[name] = account._replace(closed=day)

    def open_on(self, day: dt.date) -> "Chart":
        """Return the accounts that may be used on ``day``."""
        return Chart({name: account for name, account in self.items() if account.is_open_on(day)})

    def below(self, names: Iterable[str]) -> frozenset[str]:
        """Return the names of these accounts and of all their children."""
        wanted = tuple(names)
        prefixes = tuple(f"{name}:" for name in wanted)
        return frozenset(n for n in self if n in wanted or n.startswith(prefixes))
