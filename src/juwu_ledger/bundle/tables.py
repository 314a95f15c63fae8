"""The tables of a bundle: what their columns are called and hold. Amounts are whole fen.

``entries`` are the lines of the month's vouchers but for those of the opening voucher, which belongs to
what the month begins with: ``opening`` of ``accounts``. An account's ``closing`` is its ``opening`` and
its lines; ``income`` and ``spending`` stand on the first line of a voucher and are those of the monthly
report; ``accrued`` is what a line adds to its account's figure there (``by_account``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import SimpleNamespace
from typing import NamedTuple

from juwu_ledger.tables.report import CODE, COUNT, DATE, TEXT, Column

Cell = str | int | dt.date | None
FEN = "fen"
"""The kind of a column of amounts here: whole fen, not the yuan of papers."""


class DataTable(NamedTuple):
    """One table with its lines."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, key: str) -> list[Cell]:
        """Return the values under one column."""
        at = [column.key for column in self.columns].index(key)
        return [row[at] for row in self.rows]

    def lines(self) -> list[SimpleNamespace]:
        """Return the lines with their values by the columns' keys."""
        keys = [column.key for column in self.columns]
        return [SimpleNamespace(**dict(zip(keys, row, strict=True))) for row in self.rows]


def _columns(**kinds: str) -> tuple[Column, ...]:
    return tuple(Column(key, key, kind) for key, kind in kinds.items())


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "entries": _columns(
        voucher=CODE,
        line=COUNT,
        date=DATE,
        kind=TEXT,
        payee=TEXT,
        narration=TEXT,
        account=TEXT,
        fund=TEXT,
        receipt=CODE,
        invoice=CODE,
        approval=CODE,
        reverses=CODE,
        fen=FEN,
        accrued=FEN,
        income=FEN,
        spending=FEN,
    ),
    "accounts": _columns(
        account=TEXT,
        role=TEXT,
        source=TEXT,
        nature=TEXT,
        opening=FEN,
        debit=FEN,
        credit=FEN,
        closing=FEN,
    ),
    "funds": _columns(
        fund=TEXT,
        grantor=TEXT,
        until=DATE,
        opening=FEN,
        income=FEN,
        spending=FEN,
        closing=FEN,
    ),
    "findings": _columns(
        rule=CODE,
        severity=CODE,
        status=CODE,
        date=DATE,
        about=CODE,
        voucher=CODE,
        message=TEXT,
        explanation=TEXT,
    ),
    "approvals": _columns(
        approval=CODE,
        date=DATE,
        fen=FEN,
        purpose=TEXT,
        payee=TEXT,
        fund=TEXT,
        director=CODE,
        street_director=CODE,
        spent=FEN,
    ),
    "officers": _columns(role=CODE, name=CODE, first=DATE, last=DATE, employer=CODE),
}
