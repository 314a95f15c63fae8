"""What an account is called in Chinese books: class, side, use, and its account of the first level."""

from __future__ import annotations

from juwu_ledger.books.model.chart import NATURES, ROLES, SOURCES, Account, account_label

CLASSES = {
    "Assets": "资产",
    "Liabilities": "负债",
    "Equity": "净资产",
    "Income": "收入",
    "Expenses": "费用",
}
DEBIT, CREDIT, EVEN = "借", "贷", "平"
CASH, BANK = "现金", "银行"
FIXED_ASSET = ROLES["fixed-asset"]
_ORDER = {root: place for place, root in enumerate(CLASSES)}


def book_order(name: str) -> tuple[int, str]:
    """Return the key that sorts account names as Chinese books do: by class, then by code."""
    return _ORDER.get(name.split(":", 1)[0], len(_ORDER)), name


def class_of(name: str) -> str:
    """Return the Chinese class of an account name."""
    return CLASSES.get(name.split(":", 1)[0], "")


def normal_side(account: Account) -> str:
    """Return the side on which the account grows: its root says it, depreciation apart.

    Depreciation stands among the assets but is a deduction from them.
    """
    debit = account.root in ("Assets", "Expenses") and account.role != "depreciation"
    return DEBIT if debit else CREDIT


def use_of(account: Account) -> str | None:
    """Return what the account is for, in the words of the chart's metadata."""
    if account.root == "Income":
        return SOURCES.get(account.source or "")
    if account.root == "Expenses":
        return NATURES.get(account.nature or "")
    return ROLES.get(account.role or "")


def money_of(account: Account) -> str | None:
    """Return ``现金`` or ``银行`` for a money account."""
    if account.is_cash:
        return CASH
    return BANK if account.is_bank else None


def general_account(name: str) -> str:
    """Return the account of the first level: ``Assets:1002银行存款``."""
    return ":".join(name.split(":", 2)[:2])


def general_code(name: str) -> str:
    """Return the code of the account of the first level: ``1002``."""
    part = name.split(":", 2)[1] if ":" in name else name
    return part[: len(part) - len(part.lstrip("0123456789"))]


def general_label(name: str) -> str:
    """Return the Chinese name of the account of the first level: ``银行存款``."""
    return account_label(general_account(name))


def general_words(name: str) -> str:
    """Return the account of the first level as vouchers name it: ``1002 银行存款``."""
    return _coded(name.split(":", 2)[1:2])


def detail_words(name: str) -> str:
    """Return what is below the first level as vouchers name it: ``01 基本户``, or nothing."""
    return _coded(name.split(":")[2:])


def _coded(parts: list[str]) -> str:
    """Set the codes of account components apart from their names."""
    found = []
    for part in parts:
        label = part.lstrip("0123456789")
        found.append(f"{part[: len(part) - len(label)]} {label}".strip())
    return "－".join(found)


def side_of(fen: int) -> str:
    """Return the side on which a balance stands."""
    return EVEN if not fen else DEBIT if fen > 0 else CREDIT
