"""``budget``: what may be spent in a year, account by account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from juwu_ledger.intake.batches.field import Field, Form
from juwu_ledger.intake.batches.kind import Kind, Line, Values


class Cap(NamedTuple):
    """A limit, fen, on an account with those below it."""

    account: str
    fen: int


class Budget(NamedTuple):
    """Limits that begin on one day and hold for its year."""

    date: dt.date
    caps: tuple[Cap, ...]


def _make(said: Values, lines: Sequence[Line]) -> Budget:
    return Budget(**said, caps=tuple(Cap(**line.values) for line in lines))


KIND = Kind(
    name="budget",
    title="年度限额",
    hint="一个科目一行：连同下级科目，这一年最多花多少元。年份看上面的日期。",
    settings=(Field("date", "从哪天起", Form.DAY, "2026-01-01", 28),),
    fields=(
        Field("account", "科目", Form.TEXT, "5101 办公用品", 28, choices="expense"),
        Field("fen", "全年最多", Form.MONEY, "6000.00", 14),
    ),
    identity=lambda said, row: (str(said["date"]), row["account"]),
    make=_make,
)
