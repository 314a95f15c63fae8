"""What an importer is: one :class:`Layout` a file in ``layouts/``, found by walking the package.

A layout names headings, never positions. Headings are compared without blanks, in half width, and
without an English twin in brackets (:func:`~juwu_ledger.intake.statements.cells.heading`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

FIELDS = frozenset(
    {
        *("date", "time", "balance", "serial", "receipt", "summary", "purpose", "remark", "note"),
        *("party", "party_account", "account", "holder", "currency", "status"),
        *("party_in", "party_out", "party_account_in", "party_account_out"),
    }
)
"""What a column can be; ``party_in`` is the other side of what comes in (BOC names payer and payee)."""

Headings = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Sides:
    """Two columns: what went out (the bank's 借) and what came in (the bank's 贷)."""

    out: str | tuple[str, ...]
    into: str | tuple[str, ...]
    out_has_minus: bool = False
    """Whether what goes out is written negative, in all rows or in none."""


@dataclass(frozen=True)
class Signed:
    """One column whose sign says the side: negative went out."""

    amount: str | tuple[str, ...]


@dataclass(frozen=True)
class Flagged:
    """One column of amounts, and one whose words say the side."""

    amount: str | tuple[str, ...]
    flag: str | tuple[str, ...]
    out: frozenset[str] = frozenset({"借", "支出", "付", "往账", "D", "转出"})
    into: frozenset[str] = frozenset({"贷", "收入", "收", "来账", "C", "转入"})
    out_has_minus: bool = False
    """Whether the amount of what goes out is written negative."""


Seen = Mapping[str, str]
"""A row's words by heading."""


def _nothing(_row: Seen) -> str:
    return ""


def _counts(_row: Seen) -> bool:
    return True


@dataclass(frozen=True)
class Layout:
    """How one bank or merchant writes a statement."""

    name: str
    """As people know it: ``工商银行 对公``."""
    amount: Sides | Signed | Flagged
    columns: Headings
    """Field → heading, or several of which one is there; each must be. See :data:`FIELDS`."""
    optional: Headings = field(default_factory=dict)
    """Field → heading, where the file may have it."""
    marks: tuple[str, ...] = ()
    """Further headings that must be there, to tell this layout from its like."""
    counts: Callable[[Seen], bool] = _counts
    """Whether a row is a movement of this account at all (a closed order is none)."""
    refuses: Callable[[Seen], str] = _nothing
    """Why a row cannot be taken, in Chinese; empty where it can."""
    role: str = "bank"
    """Role of the accounts it can be of: ``bank``, ``clearing``; empty where either may be."""
    sums_printed: bool = True
    """Whether printed sums are those of the rows (Alipay says itself that its own are not)."""
    credit_card: bool = False
    """Its owner is no account of a committee: named, and not read."""
    side_of: Callable[[Seen], str] | None = None
    """For :class:`Flagged`: the flag's word of a row that needs more than one column to tell."""


def names_of(heading: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings that one field may stand under."""
    return (heading,) if isinstance(heading, str) else heading
