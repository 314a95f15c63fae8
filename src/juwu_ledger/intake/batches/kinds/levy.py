"""``levy``: what households pay, a receipt each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.intake.batches.field import Field, Form
from juwu_ledger.intake.batches.kind import Kind, Line, Values, Wrong


class Household(NamedTuple):
    """One receipt: who paid how much, fen."""

    at: int
    key: str
    receipt: str
    date: dt.date
    payer: str
    fen: int


class Levies(NamedTuple):
    """The receipts of a batch, all for one purpose, account and place of the money."""

    account: str
    into: str
    purpose: str
    fund: str | None
    households: tuple[Household, ...]


def _make(said: Values, lines: Sequence[Line]) -> Levies:
    rows = tuple(Household(line.at, line.key, **line.values) for line in lines)
    return Levies(**said, households=rows)


def _check(said: Values, lines: Sequence[Line]) -> Iterator[Wrong]:
    """A batch is of one month, for it is written into one file at one stroke."""
    months = {(line.values["date"].year, line.values["date"].month) for line in lines}
    if len(months) > 1:
        first = min(months)
        for line in lines:
            day = line.values["date"]
            if (day.year, day.month) != first:
                yield Wrong(line.at, "date", "不是同一个月的；一份名单只记一个月，请分开")
    for line in lines:
        if ReceiptNumber.parse(line.values["receipt"]) is None:
            yield Wrong(line.at, "receipt", "收据号码看不懂，请写成 A0000101 这样")


KIND = Kind(
    name="levy",
    title="收费名单",
    hint="一户一行，一行一张收据；“例”那一行不算。日期、金额照收据写，收据号码不要写成数字。",
    settings=(
        Field("account", "收入科目", Form.TEXT, "4003 便民服务", 28, choices="income"),
        Field("into", "钱到哪里", Form.TEXT, "待缴款", 28, choices="money-in"),
        Field("purpose", "事由", Form.TEXT, "2026 年楼道保洁费", 28),
        Field("fund", "专项资金", Form.TEXT, "楼道照明改造", required=False, choices="fund"),
    ),
    fields=(
        Field("receipt", "收据号码", Form.ID, "A0000101", 14),
        Field("date", "日期", Form.DAY, "2026-04-02", 13),
        Field("payer", "交款人", Form.TEXT, "3 号楼 201 张三立", 24),
        Field("fen", "金额", Form.MONEY, "20.00", 12),
    ),
    identity=lambda said, row: (str(row["receipt"]),),
    make=_make,
    check=_check,
)
