"""The rows of bank statements that the books keep: what banks showed, by account, in order of day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import BankStatement
from juwu_ledger.books.reading.source import Refused, read_bytes

if TYPE_CHECKING:
    from juwu_ledger.intake.statements.kept_rows import KeptRow

MARK = 16
"""Characters of a statement's digest that stand beside its rows."""


class BankRows(NamedTuple):
    """Kept rows by account; ``problems`` are files that are not as they were written, in Chinese."""

    by_account: "Mapping[str, tuple[KeptRow, ...]]"
    problems: tuple[str, ...]

    def of(self, account: str) -> "tuple[KeptRow, ...]":
        """Return the rows of one account, oldest first."""
        return self.by_account.get(account, ())


class Held(NamedTuple):
    """What an account held at the end of a day by the statement that covers it, fen; where it is kept."""

    fen: int
    document: str | None


def bank_held(books: Books, account: str, day: dt.date) -> Held | None:
    """Return what the bank says an account held at the end of ``day``; ``None`` without a statement.

    It is the closing balance of the latest statement that covers the day, less what came after.
    """
    covering = [
        item
        for item in books.of(BankStatement)
        if item.account == account and item.first <= day <= item.date
    ]
    if not covering:
        return None
    latest = covering[-1]
    later = (
        kept.row.fen
        for kept in books.record(bank_rows).of(account)
        if day < kept.row.date <= latest.date
    )
    return Held(latest.amount - sum(later), latest.document)


def bank_rows(books: Books) -> BankRows:
    """Read the kept rows. A row whose statement the books do not hold was never taken in."""
    known: dict[str, set[str]] = defaultdict(set)
    for statement in books.of(BankStatement):
        known[statement.account].add((statement.digest or "")[:MARK])
    problems: list[str] = []
    rows = {}
    for account, marks in sorted(known.items()):
        kept = [row for row in _read(books, account, problems) if row.statement in marks]
        rows[account] = tuple(sorted(kept, key=lambda one: one.row.date))
    return BankRows(rows, tuple(problems))


def _read(books: Books, account: str, problems: list[str]) -> "Iterator[KeptRow]":
    from juwu_ledger.intake.statements.kept_rows import BadKept, read_kept

    for path in _files(books, account):
        name = books.relative(str(path))
        try:
            if not path.resolve().is_relative_to(books.root.resolve()):
                raise BadKept("在账本文件夹以外")
            yield from read_kept(read_bytes(path))
        except (BadKept, Refused) as error:
            problems.append(f"{name}：{error}")


def _files(books: Books, account: str) -> list[Path]:
    """Return the files of the months that the account's statements cover, where they are there."""
    from juwu_ledger.intake.statements.kept_rows import file_of  # Few books keep statements.

    days = [
        day
        for item in books.of(BankStatement)
        if item.account == account
        for day in (item.first, item.date)
    ]
    folder = (books.root / file_of(account, min(days))).parent
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == ".csv")
    except OSError:
        return []
    return [path for path in found if path.is_file()]
