"""``invoices``: many bills paid at once, each with its account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from juwu_ledger.intake.batches.field import Field, Form
from juwu_ledger.intake.batches.kind import Kind, Line, Values


class Bill(NamedTuple):
    """One bill, or the part of it that goes to one account; fen."""

    key: str
    invoice: str
    account: str
    fen: int
    fund: str | None


class Bills(NamedTuple):
    """Bills that are paid to one, under one approval."""

    date: dt.date
    payee: str
    purpose: str
    approval: str
    paid_from: str
    handler: str
    witness: str
    bills: tuple[Bill, ...]


def _make(said: Values, lines: Sequence[Line]) -> Bills:
    return Bills(**said, bills=tuple(Bill(line.key, **line.values) for line in lines))


KIND = Kind(
    name="invoices",
    title="报销名单",
    hint="一张发票一行；一张发票记几个科目的写几行。都付给同一个人，用同一张签批，记成一张凭证。",
    settings=(
        Field("date", "付款日期", Form.DAY, "2026-04-14", 28),
        Field("payee", "付给谁", Form.TEXT, "李萍", 28),
        Field("purpose", "用途", Form.TEXT, "3 月办公用品报销", 28),
        Field("approval", "签批", Form.TEXT, "SP-2026-0001", 28, choices="approval"),
        Field("paid_from", "用什么付", Form.TEXT, "1002-01 基本户", 28, choices="paid-from"),
        Field("handler", "经手人", Form.TEXT, "李萍", 28),
        Field("witness", "证明人", Form.TEXT, "张伟", 28),
    ),
    fields=(
        Field("invoice", "发票号码", Form.ID, "26372000000012345678", 24),
        Field("account", "科目", Form.TEXT, "5101 办公用品", 24, choices="spent-on"),
        Field("fen", "金额", Form.MONEY, "386.00", 12),
        Field("fund", "专项资金", Form.TEXT, "楼道照明改造", 18, required=False, choices="fund"),
    ),
    identity=lambda said, row: (row["invoice"], row["account"], row["fund"] or ""),
    make=_make,
)
