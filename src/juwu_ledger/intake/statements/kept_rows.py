"""Rows of statements as the books keep them: ``statements/ACCOUNT/MONTH.csv``, UTF-8, one row a line."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from juwu_ledger.books.model.money import to_fen, to_yuan
from juwu_ledger.intake.statements.statement import StatementRow

FOLDER = "statements"
HEADINGS = (
    *("key", "date", "time", "in", "out", "balance", "serial", "receipt"),
    *("party", "party_account", "summary", "purpose", "statement"),
)


class BadKept(Exception):
    """A kept file that is not as the program wrote it; the message names the line."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row with its key, and the beginning of the digest of the statement that first had it."""

    key: str
    row: StatementRow
    statement: str


def file_of(account: str, day: dt.date) -> str:
    """Return the file, from the books' folder, that rows of ``day`` are kept in."""
    return f"{FOLDER}/{account.replace(':', '.')}/{day:%Y-%m}.csv"


def kept_text(rows: Iterable[KeptRow]) -> bytes:
    """Return the file of these rows."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADINGS)
    for kept in rows:
        row = kept.row
        into, out = (row.fen, None) if row.fen > 0 else (None, -row.fen)
        writer.writerow(
            [
                *(kept.key, row.date.isoformat(), row.time, _yuan(into), _yuan(out)),
                *(_yuan(row.balance), row.serial, row.receipt, row.party, row.party_account),
                *(row.summary, row.purpose, kept.statement),
            ]
        )
    return file.getvalue().encode("utf-8")


def _yuan(fen: int | None) -> str:
    return "" if fen is None else str(to_yuan(fen))


def read_kept(data: bytes) -> list[KeptRow]:
    """Return the rows of a kept file; raise :class:`BadKept` for one that was spoiled."""
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise BadKept("不是程序写的样子") from None
    if not lines or tuple(lines[0]) != HEADINGS:
        raise BadKept("第 1 行不是程序写的栏目")
    return [_kept(number, line) for number, line in enumerate(lines[1:], 2)]


def _kept(number: int, line: list[str]) -> KeptRow:
    try:
        said = dict(zip(HEADINGS, line, strict=True))
        into, out = _fen(said["in"]), _fen(said["out"])
        row = StatementRow(
            at=number,
            date=dt.date.fromisoformat(said["date"]),
            time=said["time"],
            fen=into if into is not None else -(out or 0),
            balance=_fen(said["balance"]),
            serial=said["serial"],
            receipt=said["receipt"],
            party=said["party"],
            party_account=said["party_account"],
            summary=said["summary"],
            purpose=said["purpose"],
        )
    except (ValueError, ArithmeticError):
        raise BadKept(f"第 {number} 行不是程序写的样子") from None
    return KeptRow(said["key"], row, said["statement"])


def _fen(text: str) -> int | None:
    return to_fen(Decimal(text)) if text else None
