"""A statement as it was read: frozen rows, what was printed beside them, and the keys of rows."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One movement as the bank shows it; amounts in fen, positive into the account."""

    at: int
    """Row of the table that it was read from, from 1."""
    date: dt.date
    time: str
    """``HH:MM:SS``, or empty."""
    fen: int
    balance: int | None
    """What the account held after it, fen; ``None`` where the layout does not say."""
    serial: str = ""
    receipt: str = ""
    """Number of the bank's receipt, or of the voucher that the customer handed in."""
    party: str = ""
    party_account: str = ""
    summary: str = ""
    purpose: str = ""
    """用途, 附言 and 备注, joined: what the payer wrote."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a statement prints of itself; ``None`` where it does not. Sums in fen, both positive."""

    count: int | None = None
    count_in: int | None = None
    count_out: int | None = None
    sum_in: int | None = None
    sum_out: int | None = None
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole statement, oldest row first."""

    layout: str
    account: str
    """The account's number as printed, perhaps with stars; empty where the file has none."""
    holder: str
    first: dt.date
    """First day of the period: printed, else that of the oldest row."""
    last: dt.date
    rows: tuple[StatementRow, ...]
    printed: Printed = field(default_factory=Printed)
    role: str = "bank"
    """Role of the accounts it can be of; empty where any may be."""

    @property
    def received(self) -> int:
        """What came in, fen."""
        return sum(row.fen for row in self.rows if row.fen > 0)

    @property
    def paid(self) -> int:
        """What went out, positive fen."""
        return -sum(row.fen for row in self.rows if row.fen < 0)

    @property
    def closing(self) -> int | None:
        """Balance after the last row, fen; the printed one where rows have none."""
        balances = [row.balance for row in self.rows if row.balance is not None]
        return balances[-1] if balances else self.printed.closing


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """A row with the key by which it is known whenever it comes again."""

    key: str
    row: StatementRow


def keyed(account: str, rows: Iterable[StatementRow]) -> list[KeyedRow]:
    """Return rows with their keys: a hash of all that the bank says, and of which of its like it is.

    Equal rows of one day are told apart by their order alone. A serial number is no key: banks give
    one to several rows, and none to some. ``account`` is the name in the books.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for row in rows:
        said = _said(account, row)
        seen[said] += 1
        digest = hashlib.sha256("\x1f".join((*said, str(seen[said]))).encode("utf-8", "replace"))
        found.append(KeyedRow(digest.hexdigest()[:20], row))
    return found


def _said(account: str, row: StatementRow) -> tuple[str, ...]:
    return (
        account,
        row.serial,
        row.date.isoformat(),
        row.time,
        "in" if row.fen > 0 else "out",
        str(abs(row.fen)),
        "" if row.balance is None else str(row.balance),
        row.party,
        row.party_account,
        row.summary,
    )


def digest_of(keys: Iterable[str]) -> str:
    """Return the digest of a statement's rows: SHA-256 of their keys in order."""
    return hashlib.sha256("\n".join(keys).encode("ascii")).hexdigest()
